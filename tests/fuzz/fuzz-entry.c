/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "core/brik-limits.h"
#include "core/brik-money.h"
#include "wire/brik-entry.h"
#include "wire/brik-seal.h"
#include "wire/brik-wire-error.h"

#include <string.h>

/* One entry's line, as a till stores it and a portal receives it. */
const gsize fuzz_longest = BRIK_LIMIT_ENTRY_LINE + 1;

static BrikPublicKey public_key;
static BrikSecretKey secret_key;

void
fuzz_prepare (void)
{
  brik_seal_init ();
  brik_key_pair_generate (&public_key, &secret_key);
}

static void
check_goods (const BrikEntry *entry)
{
  guint n_lines = entry->basket ? brik_basket_get_n_lines (entry->basket) : 0;
  gint64 total_ore = 0;

  g_assert_cmpint (entry->total_ore, >=, 0);
  g_assert_cmpint (entry->total_ore, <=, BRIK_MONEY_MAX_ORE);
  g_assert_cmpuint (n_lines, <=, BRIK_LIMIT_BASKET_LINES);
  for (guint i = 0; i < n_lines; i++)
    {
      const BrikBasketLine *line = brik_basket_get_line (entry->basket, i);

      g_assert_cmpint (line->quantity, >=, 1);
      g_assert_cmpint (line->quantity, <=, BRIK_LIMIT_QUANTITY);
      g_assert_cmpuint (strlen (line->name), <=, BRIK_LIMIT_NAME);
      total_ore += brik_basket_line_total (line);
    }
  if (n_lines > 0)
    g_assert_cmpint (total_ore, ==, entry->total_ore);
}

/* What was read is written, and what is written is read as the same. */
static void
check_way_back (const BrikEntry *entry)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *line = brik_entry_to_line (entry, &error);
  g_autofree char *again = NULL;
  g_autoptr (BrikEntry) read = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (strlen (line), <=, BRIK_LIMIT_ENTRY_LINE);
  g_assert_null (strpbrk (line, "\r\n"));
  read = brik_entry_from_line (line, strlen (line), &error);
  g_assert_no_error (error);
  g_assert_cmpint (read->kind, ==, entry->kind);
  again = brik_entry_to_line (read, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (again, ==, line);
}

/* A seal is of its line alone. */
static void
check_seal (const guint8 *data, gsize size)
{
  const char *line = (const char *) data;
  BrikHash previous = { { 0 } };
  BrikSeal seal;

  brik_seal_line (&previous, line, size, &secret_key, &seal);
  g_assert_true (brik_seal_check_hash (&seal, line, size));
  g_assert_true (brik_seal_check_signature (&seal, &public_key));
  if (size > 0)
    g_assert_false (brik_seal_check_hash (&seal, line, size - 1));
  seal.signature.bytes[size % BRIK_SIGNATURE_SIZE] ^= 1;
  g_assert_false (brik_seal_check_signature (&seal, &public_key));
}

void
fuzz_try (const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikEntry) entry = brik_entry_from_line ((const char *) data, size, &error);

  fuzz_check_error (entry != NULL, error);
  if (!entry)
    {
      g_assert_true (error->domain == BRIK_WIRE_ERROR);
      return;
    }

  check_seal (data, size);
  check_goods (entry);
  if (entry->kind != BRIK_ENTRY_UNKNOWN)
    {
      g_assert_true (brik_entry_check (entry, &error));
      check_way_back (entry);
    }
  else
    g_assert_null (brik_entry_to_line (entry, NULL));
}
