/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "core/brik-limits.h"
#include "wire/brik-batch.h"

#include <string.h>

/* The first byte tells which of the two: a batch as the portal receives it, or the receipt that a till gets.
 */
const gsize fuzz_longest = BRIK_LIMIT_REQUEST_BODY + 2;

void
fuzz_prepare (void)
{
  brik_seal_init ();
}

static void
try_batch (const char *text, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) batch = brik_batch_from_json (text, (gssize) size, &error);
  g_autoptr (GPtrArray) read = NULL;
  g_autofree char *json = NULL;
  g_autofree char *again = NULL;
  gsize bound = strlen ("{\"entries\":[]}");

  fuzz_check_error (batch != NULL, error);
  if (!batch)
    return;
  g_assert_cmpuint (batch->len, <=, BRIK_LIMIT_BATCH_ENTRIES);
  for (guint i = 0; i < batch->len; i++)
    {
      const BrikSealedLine *sealed = g_ptr_array_index (batch, i);

      g_assert_cmpuint (strlen (sealed->line), <=, BRIK_LIMIT_ENTRY_LINE);
      bound += brik_batch_entry_size (sealed->line);
      /* The bound is of lines that a till wrote: they hold no control characters. */
      for (const char *at = sealed->line; *at; at++)
        if (g_ascii_iscntrl (*at))
          bound += strlen ("\\u0001");
    }
  json = brik_batch_to_json (batch);
  g_assert_cmpuint (strlen (json), <=, bound);
  read = brik_batch_from_json (json, -1, NULL);
  /* Written with more escapes than it came with, it may not fit any more. */
  g_assert_true (read != NULL || strlen (json) > BRIK_LIMIT_REQUEST_BODY);
  again = read ? brik_batch_to_json (read) : g_strdup (json);
  g_assert_cmpstr (again, ==, json);
}

static void
try_receipt (const char *text, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikReceipt) receipt = brik_receipt_from_json (text, (gssize) size, &error);
  g_autoptr (BrikReceipt) read = NULL;
  g_autofree char *json = NULL;
  g_autofree char *again = NULL;

  fuzz_check_error (receipt != NULL, error);
  if (!receipt)
    return;
  g_assert_cmpuint (receipt->bookings->len, <=, BRIK_LIMIT_BATCH_ENTRIES);
  g_assert_true ((receipt->run == NULL) == (receipt->number == 0));
  json = brik_receipt_to_json (receipt);
  read = brik_receipt_from_json (json, -1, &error);
  g_assert_no_error (error);
  again = brik_receipt_to_json (read);
  g_assert_cmpstr (again, ==, json);
}

void
fuzz_try (const guint8 *data, gsize size)
{
  FuzzInput input = fuzz_input (data, size);
  gboolean receipt = fuzz_take_byte (&input) == 'r';

  if (receipt)
    try_receipt ((const char *) input.at, fuzz_left (&input));
  else
    try_batch ((const char *) input.at, fuzz_left (&input));
}
