/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "core/brik-limits.h"
#include "core/brik-money.h"
#include "core/brik-text.h"
#include "wire/brik-record.h"

#include <string.h>

/* A page of changes, as a till reads it. */
const gsize fuzz_longest = 256 * 1024; /* BRIK_LIMIT_CHANGES_BODY is more of the same */

void
fuzz_prepare (void)
{
}

static void
check_name (const char *name, gsize longest)
{
  if (!name)
    return;
  g_assert_cmpuint (strlen (name), <=, longest);
  g_assert_true (g_utf8_validate (name, -1, NULL) && brik_text_is_plain (name));
}

static void
check_account (const BrikAccountRecord *account)
{
  check_name (account->name, BRIK_LIMIT_NAME);
  check_name (account->person_name, BRIK_LIMIT_NAME);
  check_name (account->group, 2 * BRIK_LIMIT_NAME);
  g_assert_cmpuint (account->cards->len, <=, BRIK_LIMIT_CARDS_PER_ACCOUNT);
  g_assert_cmpuint (g_strv_length (account->kinds_allowed), <=, BRIK_LIMIT_KINDS_OF_PLACE);
  for (guint i = 0; i < account->caps->len; i++)
    {
      const BrikCap *cap = &g_array_index (account->caps, BrikCap, i);

      g_assert_true (cap->limit_ore >= 0 && cap->limit_ore <= BRIK_MONEY_MAX_ORE);
      g_assert_true (g_intern_string (cap->kind) == cap->kind);
    }
}

static void
check_change (const BrikChange *change)
{
  if (change->gone)
    g_assert_null (change->account);
  else if (change->kind == BRIK_RECORD_ACCOUNT)
    check_account (change->account);
  else if (change->kind == BRIK_RECORD_PRODUCT)
    check_name (change->product->name, BRIK_LIMIT_NAME);
  else if (change->kind == BRIK_RECORD_STAFF)
    g_assert_true (g_str_has_prefix (change->staff->pin_hash, "$argon2id$v=19$m="));
  else if (change->kind == BRIK_RECORD_PLACE)
    check_name (change->place->place_name, BRIK_LIMIT_NAME);
}

void
fuzz_try (const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikChangesPage) page = brik_changes_page_from_json ((const char *) data, (gssize) size, &error);
  g_autoptr (BrikChangesPage) read = NULL;
  g_autofree char *json = NULL;
  g_autofree char *again = NULL;

  fuzz_check_error (page != NULL, error);
  if (!page)
    return;
  g_assert_cmpuint (page->changes->len, <=, BRIK_LIMIT_CHANGES_PAGE);
  for (guint i = 0; i < page->changes->len; i++)
    check_change (g_ptr_array_index (page->changes, i));
  json = brik_changes_page_to_json (page);
  read = brik_changes_page_from_json (json, -1, &error);
  g_assert_no_error (error);
  again = brik_changes_page_to_json (read);
  g_assert_cmpstr (again, ==, json);
}
