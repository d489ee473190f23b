/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal/brik-statement.h"

#include "portal/brik-portal-error.h"

/* ?1 municipality, ?2 who asks, ?3 account. */
#define MAY_SEE                                                                                              \
  " EXISTS (SELECT 1 FROM account WHERE municipality_id = ?1 AND id = ?3 AND person_id IN (SELECT ?2 UNION"  \
  " SELECT person_id FROM relation WHERE municipality_id = ?1 AND guardian_id = ?2 AND state = "             \
  "'approved')) "

static gboolean
check_may_see (BrikStore *store,
               const char *municipality,
               const char *person,
               const char *account,
               GError **error)
{
  g_autoptr (BrikRows) rows =
    brik_store_query (store, error, "SELECT" MAY_SEE, "sss", municipality, person, account);

  if (!rows || !brik_rows_next (rows, error))
    return FALSE;
  if (brik_rows_int (rows, 0))
    return TRUE;
  g_set_error_literal (error, BRIK_PORTAL_ERROR, BRIK_PORTAL_ERROR_NOT_FOUND, "There is no such account.");
  return FALSE;
}

/* Statement */

static void
statement_row_free (BrikStatementRow *row)
{
  for (gsize i = 0; i < row->n_lines; i++)
    {
      g_free (row->lines[i].product_id);
      g_free (row->lines[i].name);
    }
  g_free (row->lines);
  g_free (row->id);
  g_free (row->place_name);
  g_free (row->till_name);
  g_free (row);
}

static BrikStatementType
type_from_name (const char *name)
{
  if (g_str_equal (name, "sale"))
    return BRIK_STATEMENT_SALE;
  return g_str_equal (name, "undo") ? BRIK_STATEMENT_UNDO : BRIK_STATEMENT_OPENING;
}

/* The balance after each row is the sum of all before it in booking order (D15), also of those that are not
 * asked for. */
static const char rows_sql[] =
  "SELECT booking.id, type, position, at_us, booked_us, date, place.name, till.name, amount_ore, balance_ore,"
  " EXISTS (SELECT 1 FROM booking AS undo WHERE undo.municipality_id = ?1 AND undo.undoes = booking.id),"
  " coalesce (booking.undoes, booking.id)"
  " FROM (SELECT booking.*, sum (amount_ore) OVER (ORDER BY position) AS balance_ore FROM booking"
  "  WHERE booking.municipality_id = ?1 AND booking.account_id = ?3) AS booking"
  " LEFT JOIN place ON place.municipality_id = ?1 AND place.id = booking.place_id"
  " LEFT JOIN till ON till.municipality_id = ?1 AND till.id = booking.till_id"
  " WHERE date BETWEEN ?4 AND ?5 AND" MAY_SEE "ORDER BY position DESC LIMIT ?6";

static gboolean
load_lines (BrikStore *store,
            const char *municipality,
            const char *sale,
            BrikStatementRow *row,
            GError **error)
{
  g_autoptr (GArray) lines = g_array_new (FALSE, TRUE, sizeof (BrikBasketLine));
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BrikRows) rows =
    brik_store_query (store, error,
                      "SELECT goods ->> 'product', goods ->> 'name', goods ->> 'quantity', goods ->> 'price',"
                      " goods ->> 'vat' FROM booking_line"
                      " WHERE municipality_id = ? AND booking_id = ? ORDER BY line",
                      "ss", municipality, sale);

  if (!rows)
    return FALSE;
  while (brik_rows_next (rows, &local_error))
    {
      BrikBasketLine line = {
        .product_id = g_strdup (brik_rows_text (rows, 0)),
        .name = g_strdup (brik_rows_text (rows, 1)),
        .quantity = (gint) brik_rows_int (rows, 2),
        .price_ore = brik_rows_int (rows, 3),
        .vat_bp = (guint) brik_rows_int (rows, 4),
      };

      g_array_append_val (lines, line);
    }
  row->lines = g_array_steal (lines, &row->n_lines);
  return brik_error_pass_on (&local_error, error);
}

static BrikStatementRow *
read_row (BrikRows *rows)
{
  BrikStatementRow *row = g_new0 (BrikStatementRow, 1);

  row->id = g_strdup (brik_rows_text (rows, 0));
  row->type = type_from_name (brik_rows_text (rows, 1));
  row->position = brik_rows_int (rows, 2);
  row->at_us = brik_rows_int (rows, 3);
  row->late = ABS (brik_rows_int (rows, 4) - row->at_us) > BRIK_STATEMENT_LATE_US;
  brik_civil_date_parse (brik_rows_text (rows, 5), &row->date);
  row->place_name = g_strdup (brik_rows_text (rows, 6));
  row->till_name = g_strdup (brik_rows_text (rows, 7));
  row->amount_ore = brik_rows_int (rows, 8);
  row->balance_ore = brik_rows_int (rows, 9);
  row->undone = brik_rows_int (rows, 10) != 0;
  return row;
}

GPtrArray *
brik_statement_list (BrikStore *store,
                     const char *municipality,
                     const char *person,
                     const char *account,
                     const GDate *from,
                     const GDate *to,
                     guint max,
                     GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) statement_row_free);
  g_autofree char *first = brik_civil_date_format (from);
  g_autofree char *last = brik_civil_date_format (to);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BrikRows) rows = NULL;

  if (!check_may_see (store, municipality, person, account, error))
    return NULL;
  rows = brik_store_query (store, error, rows_sql, "sssssi", municipality, person, account, first, last,
                           (gint64) max);
  if (!rows)
    return NULL;
  while (brik_rows_next (rows, &local_error))
    {
      BrikStatementRow *row = read_row (rows);

      g_ptr_array_add (found, row);
      if (!load_lines (store, municipality, brik_rows_text (rows, 11), row, error))
        return NULL;
    }
  if (local_error)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  return g_steal_pointer (&found);
}

/* Refusals */

static void
refusal_row_free (BrikRefusalRow *row)
{
  g_free (row->id);
  g_free (row->place_name);
  g_free (row->till_name);
  g_free (row);
}

/* Of one account, within the dates. */
#define OF_ACCOUNT " WHERE municipality_id = ?1 AND account_id = ?3 AND date BETWEEN ?4 AND ?5"

static const char refusals_sql[] =
  "SELECT refused.id, at_us, date, place.name, till.name, total_ore, reason, left_ore, cap_kind, cap_period,"
  " cap_limit_ore, cap_spent_ore, undoes FROM ("
  "SELECT id, at_us, date, place_id, till_id, total_ore, reason, left_ore, cap_kind, cap_period, "
  "cap_limit_ore,"
  " cap_spent_ore, 0 AS undoes FROM decline" OF_ACCOUNT
  " UNION ALL SELECT id, at_us, date, place_id, till_id, total_ore, "
  "NULL, 0, NULL, NULL, NULL, NULL, sale_id IS NOT NULL FROM rejection" OF_ACCOUNT ") AS refused"
  " LEFT JOIN place ON place.municipality_id = ?1 AND place.id = refused.place_id"
  " LEFT JOIN till ON till.municipality_id = ?1 AND till.id = refused.till_id"
  " WHERE" MAY_SEE "ORDER BY at_us DESC, refused.id LIMIT ?6";

static BrikRefusalRow *
read_refusal (BrikRows *rows)
{
  BrikRefusalRow *row = g_new0 (BrikRefusalRow, 1);
  BrikVerdict *verdict = &row->verdict;

  row->id = g_strdup (brik_rows_text (rows, 0));
  row->at_us = brik_rows_int (rows, 1);
  brik_civil_date_parse (brik_rows_text (rows, 2), &row->date);
  row->place_name = g_strdup (brik_rows_text (rows, 3));
  row->till_name = g_strdup (brik_rows_text (rows, 4));
  row->total_ore = brik_rows_int (rows, 5);
  row->somebody_else = brik_rows_is_null (rows, 6);
  row->given_back = brik_rows_int (rows, 12) != 0;
  if (!row->somebody_else)
    brik_reason_from_name (brik_rows_text (rows, 6), &verdict->reason);
  verdict->total_ore = row->total_ore;
  verdict->left_ore = brik_rows_int (rows, 7);
  if (!brik_rows_is_null (rows, 8))
    {
      verdict->cap.cap.kind = g_intern_string (brik_rows_text (rows, 8));
      brik_period_from_name (brik_rows_text (rows, 9), &verdict->cap.cap.period);
      verdict->cap.cap.limit_ore = brik_rows_int (rows, 10);
      verdict->cap.spent_ore = brik_rows_int (rows, 11);
      verdict->cap.left_ore = verdict->left_ore;
    }
  return row;
}

GPtrArray *
brik_statement_list_refusals (BrikStore *store,
                              const char *municipality,
                              const char *person,
                              const char *account,
                              const GDate *from,
                              const GDate *to,
                              guint max,
                              GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) refusal_row_free);
  g_autofree char *first = brik_civil_date_format (from);
  g_autofree char *last = brik_civil_date_format (to);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BrikRows) rows = NULL;

  if (!check_may_see (store, municipality, person, account, error))
    return NULL;
  rows = brik_store_query (store, error, refusals_sql, "sssssi", municipality, person, account, first, last,
                           (gint64) max);
  if (!rows)
    return NULL;
  while (brik_rows_next (rows, &local_error))
    g_ptr_array_add (found, read_refusal (rows));
  if (local_error)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  return g_steal_pointer (&found);
}
