/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal/brik-audit.h"

#include "portal/brik-till.h"

/* Each finds rows that should not be: @sql gives one text each, which @what begins the sentence of. */
typedef struct
{
  const char *what;
  const char *sql;
} Check;

static const Check checks[] = {
  { "the balance kept is not the sum of the bookings of account",
    "SELECT id || ': ' || balance_ore || ' kept, ' || total || ' booked' FROM (SELECT id, balance_ore,"
    " coalesce ((SELECT sum (amount_ore) FROM booking WHERE municipality_id = account.municipality_id"
    "  AND account_id = account.id), 0) AS total FROM account WHERE type = 'holder') WHERE balance_ore <> "
    "total" },
  { "the booking order has gaps on account",
    "SELECT id FROM account WHERE type = 'holder' AND (n_postings, n_postings) IS NOT (SELECT count (*),"
    " coalesce (max (position), 0) FROM booking WHERE municipality_id = account.municipality_id"
    " AND account_id = account.id)" },
  { "the lines do not come to the total of sale",
    "SELECT id FROM booking WHERE type = 'sale' AND total_ore <> coalesce ((SELECT sum ((goods ->> "
    "'quantity') * (goods ->> 'price'))"
    " FROM booking_line WHERE municipality_id = booking.municipality_id AND booking_id = booking.id), 0)" },
  { "sold by the account of another place: booking",
    "SELECT id FROM booking WHERE type = 'sale' AND house_id <> 'sales:' || place_id UNION ALL"
    " SELECT undo.id FROM booking AS undo JOIN booking AS sale ON sale.municipality_id = undo.municipality_id"
    " AND sale.id = undo.undoes WHERE undo.house_id <> sale.house_id" },
  { "what counts against caps is not the total of booking",
    "SELECT id FROM booking WHERE spent_on IS NOT NULL AND spent_ore <> -amount_ore" },
  { "no sale is undone by booking",
    "SELECT id FROM booking AS undo WHERE type = 'undo' AND NOT EXISTS (SELECT 1 FROM booking AS sale"
    " WHERE sale.municipality_id = undo.municipality_id AND sale.id = undo.undoes AND sale.type = 'sale'"
    " AND sale.account_id = undo.account_id AND sale.total_ore = undo.total_ore)" },
  { "no booked entry of the till is behind booking",
    "SELECT id FROM booking WHERE till_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM entry"
    " WHERE municipality_id = booking.municipality_id AND till_id = booking.till_id AND run_id = "
    "booking.run_id"
    " AND number = booking.number AND state = 'booked' AND line ->> 'id' = booking.id)" },
  { "not in the books: the booked entry",
    "SELECT till_id || ' ' || run_id || ' ' || number FROM entry WHERE state = 'booked'"
    " AND line ->> 'kind' IN ('sale', 'undo') AND NOT EXISTS (SELECT 1 FROM booking"
    " WHERE municipality_id = entry.municipality_id AND id = line ->> 'id'"
    " AND total_ore = line ->> 'total' AND account_id = line ->> 'account')" },
};

static void
add (GPtrArray *found, guint max, const char *what, const char *which)
{
  if (found->len < max)
    g_ptr_array_add (found, g_strdup_printf ("%s %s", what, which));
}

static gboolean
run_check (BrikStore *store, const Check *check, GPtrArray *found, guint max, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BrikRows) rows = brik_store_query (store, error, check->sql, "");

  if (!rows)
    return FALSE;
  while (found->len < max && brik_rows_next (rows, &local_error))
    add (found, max, check->what, brik_rows_text (rows, 0));
  return brik_error_pass_on (&local_error, error);
}

static void
read_bytes (BrikRows *rows, int column, void *bytes, gsize size)
{
  gsize given = 0;
  const void *data = brik_rows_blob (rows, column, &given);

  memset (bytes, 0, size);
  if (data)
    memcpy (bytes, data, MIN (given, size));
}

/* Whether any key of the till signed it. */
static gboolean
is_signed (const BrikTill *till, const BrikSeal *seal)
{
  for (guint i = 0; till && i < till->keys->len; i++)
    {
      if (brik_seal_check_signature (seal, &g_array_index (till->keys, BrikTillKey, i).key))
        return TRUE;
    }
  return FALSE;
}

/* Taking a batch in checks only its last signature: this checks them all. */
static gboolean
check_seals (BrikStore *store, GPtrArray *found, guint max, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BrikTill) till = NULL;
  g_autoptr (BrikRows) rows = brik_store_query (
    store, error,
    "SELECT municipality_id, till_id, line, previous, hash, signature, run_id || ' ' || number FROM entry"
    " WHERE state = 'booked' ORDER BY municipality_id, till_id",
    "");

  if (!rows)
    return FALSE;
  while (found->len < max && brik_rows_next (rows, &local_error))
    {
      const char *id = brik_rows_text (rows, 1);
      const char *line = brik_rows_text (rows, 2);
      BrikSeal seal;

      if (!till || !g_str_equal (till->id, id))
        {
          g_clear_pointer (&till, brik_till_free);
          till = brik_till_load (store, brik_rows_text (rows, 0), id, &local_error);
        }
      read_bytes (rows, 3, seal.previous.bytes, sizeof seal.previous.bytes);
      read_bytes (rows, 4, seal.hash.bytes, sizeof seal.hash.bytes);
      read_bytes (rows, 5, seal.signature.bytes, sizeof seal.signature.bytes);
      if (!brik_seal_check_hash (&seal, line, strlen (line)))
        add (found, max, "the hash does not fit the entry", brik_rows_text (rows, 6));
      else if (!is_signed (till, &seal))
        add (found, max, "no key of its till signed the entry", brik_rows_text (rows, 6));
    }
  return brik_error_pass_on (&local_error, error);
}

GPtrArray *
brik_audit_run (BrikStore *store, guint max, GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < G_N_ELEMENTS (checks); i++)
    {
      if (!run_check (store, &checks[i], found, max, error))
        return NULL;
    }
  return check_seals (store, found, max, error) ? g_steal_pointer (&found) : NULL;
}
