/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal/brik-booking.h"

#include "portal/brik-feed.h"

#define DEPOSITS_ACCOUNT "house:deposits"

/* The holder's side: the balance, and the next place in the account's booking order. */
static gboolean
change_balance (BrikStore *store,
                const char *municipality,
                const BrikMove *move,
                gint64 *position,
                GError **error)
{
  g_autoptr (BrikRows) rows =
    brik_store_query (store, error,
                      "UPDATE account SET balance_ore = balance_ore + ?, n_postings = n_postings + 1"
                      " WHERE municipality_id = ? AND id = ? AND type = 'holder' RETURNING n_postings",
                      "iss", move->amount_ore, municipality, move->account);

  if (!rows || !brik_rows_next (rows, error))
    return FALSE;
  *position = brik_rows_int (rows, 0);
  /* To its end, or the change is not made. */
  return !brik_rows_next (rows, error);
}

/* What every booking has, and what only one of a till's entry has. */
static const char booking_sql[] = "INSERT INTO booking (municipality_id, id, type, account_id, house_id, "
                                  "position, total_ore, at_us, booked_us,"
                                  " date) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
static const char entry_booking_sql[] =
  "INSERT INTO booking (municipality_id, id, type, account_id, house_id, position, total_ore, at_us, "
  "booked_us,"
  " date, place_id, till_id, run_id, number, card_id, cashier_id, offline, undoes, flag, spent_on, "
  "spent_kind, "
  "spent_ore)"
  " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

static gboolean
write_booking (BrikStore *store,
               const char *municipality,
               const BrikMove *move,
               gint64 position,
               GError **error)
{
  const BrikEntry *entry = move->entry;

  if (!entry)
    return brik_store_run (store, error, booking_sql, "sssssiiiis", municipality, move->id, move->type,
                           move->account, move->house, position, move->amount_ore, move->at_us, move->now_us,
                           move->date);

  return brik_store_run (store, error, entry_booking_sql, "sssssiiiissssississssi", municipality, move->id,
                         move->type, move->account, move->house, position, entry->total_ore, move->at_us,
                         move->now_us, move->date, entry->place, entry->till, entry->run, entry->number,
                         entry->card, entry->cashier, (gint64) entry->offline, move->undoes, move->flag,
                         move->spent_on, move->spent_kind, -move->amount_ore);
}

gboolean
brik_booking_move (BrikStore *store, const char *municipality, const BrikMove *move, GError **error)
{
  gint64 position = 0;

  return change_balance (store, municipality, move, &position, error) &&
         write_booking (store, municipality, move, position, error) &&
         brik_feed_touch (store, municipality, BRIK_RECORD_ACCOUNT, move->account, error);
}

gboolean
brik_booking_opening (BrikStore *store,
                      const char *municipality,
                      const char *account,
                      gint64 balance_ore,
                      const GDate *date,
                      gint64 now_us,
                      GError **error)
{
  g_autofree char *id = g_strconcat ("opening-", account, NULL);
  g_autofree char *day = brik_civil_date_format (date);
  BrikMove move = {
    .id = id,
    .type = "opening",
    .account = account,
    .house = DEPOSITS_ACCOUNT,
    .amount_ore = balance_ore,
    .at_us = now_us,
    .date = day,
    .now_us = now_us,
  };

  return brik_store_run (store, error,
                         "INSERT INTO account (municipality_id, id, type, name) VALUES (?, ?, 'deposits', '')"
                         " ON CONFLICT DO NOTHING",
                         "ss", municipality, DEPOSITS_ACCOUNT) &&
         brik_booking_move (store, municipality, &move, error);
}
