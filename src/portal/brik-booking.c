/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal/brik-booking.h"

#include "portal/brik-feed.h"

#define DEPOSITS_ACCOUNT "house:deposits"

/* What every booking has, its place in the account's booking order among it; and what only one of a till's
 * entry has. Asked for by itself: an UPDATE that returns it would make a table for the answer. */
#define POSITION "(SELECT n_postings FROM account WHERE municipality_id = ?1 AND id = ?4 AND type = 'holder')"

static const char booking_sql[] = "INSERT INTO booking (municipality_id, id, type, account_id, house_id, "
                                  "position, total_ore, at_us, booked_us,"
                                  " date) VALUES (?1, ?2, ?3, ?4, ?5, " POSITION ", ?6, ?7, ?8, ?9)";
static const char entry_booking_sql[] = "INSERT INTO booking (municipality_id, id, type, account_id, "
                                        "house_id, position, total_ore, at_us, booked_us,"
                                        " date, place_id, till_id, run_id, number, card_id, cashier_id, "
                                        "offline, undoes, flag, spent_on, spent_kind,"
                                        " spent_ore) VALUES (?1, ?2, ?3, ?4, ?5, " POSITION
                                        ", ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18,"
                                        " ?19, ?20, ?21)";

static gboolean
write_booking (BrikStore *store, const char *municipality, const BrikMove *move, GError **error)
{
  const BrikEntry *entry = move->entry;

  if (!entry)
    return brik_store_run (store, error, booking_sql, "sssssiiis", municipality, move->id, move->type,
                           move->account, move->house, move->amount_ore, move->at_us, move->now_us,
                           move->date);

  return brik_store_run (store, error, entry_booking_sql, "sssssiiissssississssi", municipality, move->id,
                         move->type, move->account, move->house, entry->total_ore, move->at_us, move->now_us,
                         move->date, entry->place, entry->till, entry->run, entry->number, entry->card,
                         entry->cashier, (gint64) entry->offline, move->undoes, move->flag, move->spent_on,
                         move->spent_kind, -move->amount_ore);
}

gboolean
brik_booking_move (BrikStore *store, const char *municipality, const BrikMove *move, GError **error)
{
  return brik_store_run (store, error,
                         "UPDATE account SET balance_ore = balance_ore + ?, n_postings = n_postings + 1"
                         " WHERE municipality_id = ? AND id = ? AND type = 'holder'",
                         "iss", move->amount_ore, municipality, move->account) &&
         write_booking (store, municipality, move, error) &&
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
