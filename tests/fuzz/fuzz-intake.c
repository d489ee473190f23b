/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz-portal.h"
#include "fuzz.h"

#include "core/brik-limits.h"
#include "portal/brik-audit.h"
#include "portal/brik-intake.h"

#include <string.h>

/* Entries of a till that has been broken into, on their way into a municipality's books: a line each, after a
 * letter for its seal: '+' as it should be, 'h' a hash that does not fit, 's' a signature that does not, 'p'
 * another chain, 'o' by the key before this one, 'x' by no key of the till's; '-' ends a batch. */
const gsize fuzz_longest = 16 * 1024;

static BrikPublicKey public_keys[2];
static BrikSecretKey secret_keys[3]; /* the one before, the current one, a stranger's */

static gboolean
enrol (BrikStore *store, gpointer data, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (public_keys); i++)
    {
      g_autofree char *code = brik_till_make_code (store, "by", "norre-1", PORTAL_NOON_US, error);
      g_autofree char *till =
        code ? brik_till_enrol (store, "by", code, &public_keys[i], PORTAL_NOON_US, error) : NULL;

      if (!till)
        return FALSE;
    }
  return TRUE;
}

void
fuzz_prepare (void)
{
  BrikPublicKey stranger;

  fuzz_portal_open ();
  brik_key_pair_generate (&public_keys[0], &secret_keys[0]);
  brik_key_pair_generate (&public_keys[1], &secret_keys[1]);
  brik_key_pair_generate (&stranger, &secret_keys[2]);
  portal_fixture_write_books (&fuzz_portal, enrol, NULL);
}

static BrikSealedLine *
seal (const char *line, char how, BrikHash *head)
{
  static const BrikHash nowhere = { { 7 } };
  const BrikSecretKey *key = &secret_keys[how == 'o' ? 0 : how == 'x' ? 2 : 1];
  BrikSealedLine *sealed = g_new0 (BrikSealedLine, 1);

  sealed->line = g_strdup (line);
  brik_seal_line (how == 'p' ? &nowhere : head, line, strlen (line), key, &sealed->seal);
  if (how == 'h')
    sealed->seal.hash.bytes[0] ^= 1;
  if (how == 's')
    sealed->seal.signature.bytes[0] ^= 1;
  *head = sealed->seal.hash;
  return sealed;
}

static GPtrArray *
batch_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) brik_sealed_line_free);
}

/* (element-type GPtrArray of BrikSealedLine) */
static GPtrArray *
read_batches (const guint8 *data, gsize size)
{
  FuzzInput input = fuzz_input (data, size);
  GPtrArray *batches = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  GPtrArray *batch = batch_new ();
  BrikHash head = { { 0 } };

  g_ptr_array_add (batches, batch);
  while (fuzz_left (&input) > 0)
    {
      g_autofree char *line = fuzz_take_line (&input);

      if (*line == '-')
        g_ptr_array_add (batches, batch = batch_new ());
      else if (*line && g_utf8_validate (line, -1, NULL) && batch->len < BRIK_LIMIT_BATCH_ENTRIES)
        g_ptr_array_add (batch, seal (line + 1, *line, &head));
    }
  return batches;
}

static GPtrArray *
copy_batch (GPtrArray *batch)
{
  GPtrArray *copy = batch_new ();

  for (guint i = 0; i < batch->len; i++)
    {
      BrikSealedLine *sealed = g_memdup2 (g_ptr_array_index (batch, i), sizeof *sealed);

      sealed->line = g_strdup (sealed->line);
      g_ptr_array_add (copy, sealed);
    }
  return copy;
}

static gint64
number (BrikStore *store, const char *sql)
{
  g_autoptr (BrikRows) rows = brik_store_query (store, NULL, sql, "");

  g_assert_true (rows && brik_rows_next (rows, NULL));
  return brik_rows_int (rows, 0);
}

/* What the tills and the parents see of the money. */
static char *
picture (BrikStore *store)
{
  static const char *const sums[] = {
    "SELECT count (*) FROM booking",
    "SELECT count (*) FROM posting",
    "SELECT count (*) FROM booking_line",
    "SELECT coalesce (sum (balance_ore * 31 + n_postings), 0) FROM account",
    "SELECT count (*) FROM entry",
    "SELECT count (*) FROM held",
    "SELECT count (*) FROM decline",
    "SELECT count (*) FROM card WHERE state = 'blocked'",
  };
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (sums); i++)
    g_string_append_printf (text, "%" G_GINT64_FORMAT " ", number (store, sums[i]));
  return g_string_free (text, FALSE);
}

static BrikReceipt *
push (BrikStore *store, GPtrArray *batch)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikTill) till = brik_till_load (store, "by", "norre-1", &error);
  g_autoptr (BrikIntake) intake = NULL;
  BrikReceipt *receipt;

  g_assert_no_error (error);
  intake = brik_intake_new (till, copy_batch (batch), PORTAL_NOON_US);
  receipt = brik_intake_book (intake, store, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (receipt->bookings->len, ==, batch->len);
  return receipt;
}

static BrikBooking
booking_of (const BrikReceipt *receipt, guint index)
{
  return g_array_index (receipt->bookings, BrikBooking, index);
}

static gboolean
is_signed (const BrikSeal *seal)
{
  return brik_seal_check_signature (seal, &public_keys[0]) ||
         brik_seal_check_signature (seal, &public_keys[1]);
}

/* What is not of this till, or not proved to be, is never booked. */
static void
check_receipt (GPtrArray *batch, const BrikReceipt *receipt)
{
  for (guint i = 0; i < batch->len; i++)
    {
      const BrikSealedLine *sealed = g_ptr_array_index (batch, i);
      g_autoptr (BrikEntry) entry = brik_entry_from_line (sealed->line, strlen (sealed->line), NULL);

      if (booking_of (receipt, i) != BRIK_BOOKING_BOOKED)
        continue;
      g_assert_nonnull (entry);
      g_assert_cmpstr (entry->till, ==, "norre-1");
      g_assert_true (brik_seal_check_hash (&sealed->seal, sealed->line, strlen (sealed->line)));
      /* An entry that another follows is vouched for by that one. */
      g_assert_true (i + 1 < batch->len || is_signed (&sealed->seal));
    }
}

static void
check_books (BrikStore *store)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = brik_audit_run (store, 10, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < found->len; i++)
    {
      const char *what = g_ptr_array_index (found, i);

      /* A till may spoil a signature of its own that the next one vouches for: the office is told. */
      if (!g_str_has_prefix (what, "no key of its till signed"))
        g_error ("the books: %s", what);
    }
}

/* Sent once more, a batch is answered as it was, and nothing is booked twice. */
static void
push_twice (BrikStore *store, GPtrArray *batch)
{
  g_autoptr (BrikReceipt) receipt = push (store, batch);
  g_autofree char *before = picture (store);
  g_autoptr (BrikReceipt) again = push (store, batch);
  g_autofree char *after = picture (store);

  check_receipt (batch, receipt);
  g_assert_cmpstr (before, ==, after);
  for (guint i = 0; i < batch->len; i++)
    {
      /* What waited for a sale further on in its own batch has it by now. */
      if (booking_of (receipt, i) != BRIK_BOOKING_WAITING)
        g_assert_cmpint (booking_of (receipt, i), ==, booking_of (again, i));
    }
  check_books (store);
}

static gboolean
try_batches (BrikStore *store, gpointer batches, GError **error)
{
  for (guint i = 0; i < ((GPtrArray *) batches)->len; i++)
    push_twice (store, g_ptr_array_index ((GPtrArray *) batches, i));
  g_set_error_literal (error, BRIK_STORE_ERROR, BRIK_STORE_ERROR_FAILED, "tried");
  return FALSE;
}

void
fuzz_try (const guint8 *data, gsize size)
{
  g_autoptr (GPtrArray) batches = read_batches (data, size);
  g_autoptr (GError) error = NULL;

  /* All of it is taken back, so that each input finds the books as they were. */
  g_assert_false (
    brik_books_write (brik_portal_get_books (fuzz_portal.portal), try_batches, batches, &error));
  g_assert_cmpstr (error->message, ==, "tried");
}
