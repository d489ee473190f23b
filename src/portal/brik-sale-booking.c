/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/brik-limits.h"
#include "portal/brik-account.h"
#include "portal/brik-booking.h"
#include "portal/brik-visitors.h"

/* @kind: (nullable): NULL where there is no such place
 * @has_sold: whether the house has an account for it
 * @holds_own: whether its tills hold its own people and visitors */
typedef struct
{
  char *kind;
  gboolean has_sold;
  gboolean holds_own;
} Place;

static void
place_clear (Place *place)
{
  g_free (place->kind);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Place, place_clear)

static gboolean
find_place (BrikStore *store, const char *municipality, const char *id, Place *place, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BrikRows) rows = brik_store_query (
    store, error,
    "SELECT kind_id, EXISTS (SELECT 1 FROM account WHERE municipality_id = ?1 AND id = 'sales:' || ?2),"
    " holds = 'own' FROM place WHERE municipality_id = ?1 AND id = ?2",
    "ss", municipality, id);

  if (!rows)
    return FALSE;
  if (brik_rows_next (rows, &local_error))
    *place = (Place){
      .kind = g_strdup (brik_rows_text (rows, 0)),
      .has_sold = brik_rows_int (rows, 1) != 0,
      .holds_own = brik_rows_int (rows, 2) != 0,
    };
  return brik_error_pass_on (&local_error, error);
}

static gboolean
exists (BrikStore *store, const char *municipality, const char *booking, gboolean *found, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BrikRows) rows = brik_store_query (
    store, error, "SELECT 1 FROM booking WHERE municipality_id = ? AND id = ?", "ss", municipality, booking);

  if (!rows)
    return FALSE;
  *found = brik_rows_next (rows, &local_error);
  return brik_error_pass_on (&local_error, error);
}

/* The account of the house that takes what is sold at @place. */
static gboolean
open_sales_account (BrikStore *store, const char *municipality, const char *place, GError **error)
{
  return brik_store_run (store, error,
                         "INSERT INTO account (municipality_id, id, type, name, place_id)"
                         " VALUES (?1, 'sales:' || ?2, 'sales', '', ?2)",
                         "ss", municipality, place);
}

static BrikCardState
state_of_card (const BrikAccountRecord *record, const char *card)
{
  for (guint i = 0; i < record->cards->len; i++)
    {
      const BrikCardRecord *one = g_ptr_array_index (record->cards, i);

      if (g_strcmp0 (one->id, card) == 0)
        return one->state;
    }
  return BRIK_CARD_UNKNOWN;
}

/* What the rules say here, where everything is known: NULL for yes. */
static const char *
judge (const BrikAccountRecord *record, const BrikEntry *entry, const char *kind, const GDate *counts_on)
{
  BrikQuestion question = {
    .chip = BRIK_CHIP_ONE,
    .card = state_of_card (record, entry->card),
    .account = record->state,
    .place_kind = kind,
    .kinds_allowed = (const char *const *) record->kinds_allowed,
    .caps = record->caps,
    .spending = record->spending,
    .date = *counts_on,
    .total_ore = entry->total_ore,
    .balance_ore = record->balance_ore,
    .overdraft_ore = record->overdraft_ore,
    .online = TRUE,
    .known_balance_ore = record->balance_ore,
  };
  BrikVerdict verdict = brik_verdict_decide (&question);

  return verdict.reason == BRIK_REASON_NONE ? NULL : brik_reason_to_name (verdict.reason);
}

/* Books a sale that nothing stands in the way of. */
static gboolean
book_sale (BrikStore *store,
           const char *municipality,
           const BrikEntry *entry,
           const BrikAccountRecord *record,
           const Place *place,
           const GDate *counts_on,
           gint64 now_us,
           GError **error)
{
  g_autofree char *house = g_strconcat ("sales:", entry->place, NULL);
  g_autofree char *date = brik_civil_date_format (&entry->date);
  g_autofree char *spent_on = brik_civil_date_format (counts_on);
  BrikMove move = {
    .id = entry->id,
    .type = "sale",
    .account = entry->account,
    .house = house,
    .amount_ore = -entry->total_ore,
    .entry = entry,
    .at_us = entry->at_us,
    .date = date,
    .now_us = now_us,
    .flag = judge (record, entry, place->kind, counts_on),
    .spent_on = spent_on,
    .spent_kind = place->kind,
  };

  return (place->has_sold || open_sales_account (store, municipality, entry->place, error)) &&
         (!place->holds_own ||
          brik_visitors_bought (store, municipality, entry->place, entry->account, spent_on, error)) &&
         brik_booking_move (store, municipality, &move, error);
}

gboolean
brik_booking_counts_on (BrikStore *store,
                        const BrikEntry *entry,
                        gint64 received_us,
                        GDate *date,
                        GError **error)
{
  g_autoptr (BrikMunicipality) municipality = NULL;
  GDate came_on;

  *date = entry->date;
  if (entry->at_us - received_us <= BRIK_LIMIT_CLOCK_SKEW_S * G_USEC_PER_SEC)
    return TRUE;

  municipality = brik_municipality_load (store, error);
  if (!municipality)
    return FALSE;
  came_on = brik_municipality_date (municipality, received_us);
  if (g_date_compare (&came_on, date) < 0)
    *date = came_on;
  return TRUE;
}

gboolean
brik_booking_sale (BrikStore *store,
                   const char *municipality,
                   const BrikEntry *entry,
                   gint64 received_us,
                   gint64 now_us,
                   const char **why,
                   GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BrikAccountRecord) record = NULL;
  g_auto (Place) place = { 0 };
  gboolean used = FALSE;
  GDate counts_on;

  if (!exists (store, municipality, entry->id, &used, error) ||
      !brik_booking_counts_on (store, entry, received_us, &counts_on, error) ||
      !find_place (store, municipality, entry->place, &place, error))
    return FALSE;
  record = brik_account_load (store, municipality, entry->account, &counts_on, &local_error);
  if (local_error)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  *why = used ? BRIK_WHY_ID_USED : !record ? BRIK_WHY_ACCOUNT : !place.kind ? BRIK_WHY_PLACE : NULL;
  return *why || book_sale (store, municipality, entry, record, &place, &counts_on, now_us, error);
}

/* The sale that @entry takes back, as it was booked. */
typedef struct
{
  gboolean found;
  gboolean undone;
  char *till;
  char *account;
  gint64 total_ore;
  char *spent_on;
  char *spent_kind;
  char *house;
} Undone;

static void
undone_clear (Undone *undone)
{
  g_free (undone->till);
  g_free (undone->account);
  g_free (undone->spent_on);
  g_free (undone->spent_kind);
  g_free (undone->house);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Undone, undone_clear)

static gboolean
find_undone (BrikStore *store, const char *municipality, const char *sale, Undone *undone, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BrikRows) rows = brik_store_query (
    store, error,
    "SELECT account_id, total_ore, spent_on, spent_kind, 'sales:' || place_id, till_id,"
    " EXISTS (SELECT 1 FROM booking WHERE municipality_id = sale.municipality_id AND undoes = sale.id)"
    " FROM booking AS sale WHERE municipality_id = ? AND id = ? AND type = 'sale'",
    "ss", municipality, sale);

  if (!rows)
    return FALSE;
  if (brik_rows_next (rows, &local_error))
    *undone = (Undone){
      .found = TRUE,
      .account = g_strdup (brik_rows_text (rows, 0)),
      .total_ore = brik_rows_int (rows, 1),
      .spent_on = g_strdup (brik_rows_text (rows, 2)),
      .spent_kind = g_strdup (brik_rows_text (rows, 3)),
      .house = g_strdup (brik_rows_text (rows, 4)),
      .till = g_strdup (brik_rows_text (rows, 5)),
      .undone = brik_rows_int (rows, 6) != 0,
    };
  return brik_error_pass_on (&local_error, error);
}

/* A till takes back its own sales whole (D11), and gives the money to whom it took it from. */
static gboolean
is_of_sale (const BrikEntry *entry, const Undone *undone)
{
  return g_str_equal (entry->till, undone->till) && g_strcmp0 (entry->account, undone->account) == 0 &&
         entry->total_ore == undone->total_ore;
}

gboolean
brik_booking_undo (BrikStore *store,
                   const char *municipality,
                   const BrikEntry *entry,
                   gint64 now_us,
                   const char **why,
                   GError **error)
{
  g_auto (Undone) undone = { 0 };
  g_autofree char *date = brik_civil_date_format (&entry->date);
  gboolean used = FALSE;
  BrikMove move;

  if (!find_undone (store, municipality, entry->sale, &undone, error) ||
      !exists (store, municipality, entry->id, &used, error))
    return FALSE;

  *why = NULL;
  if (!undone.found)
    *why = BRIK_WHY_SALE;
  else if (used)
    *why = BRIK_WHY_ID_USED;
  else if (undone.undone)
    *why = BRIK_WHY_UNDONE;
  else if (!is_of_sale (entry, &undone))
    *why = BRIK_WHY_OTHER_SALE;
  if (*why)
    return TRUE;

  move = (BrikMove){
    .id = entry->id,
    .type = "undo",
    .account = undone.account,
    .house = undone.house,
    .amount_ore = undone.total_ore,
    .entry = entry,
    .at_us = entry->at_us,
    .date = date,
    .now_us = now_us,
    .undoes = entry->sale,
    .spent_on = undone.spent_on,
    .spent_kind = undone.spent_kind,
  };
  return brik_booking_move (store, municipality, &move, error);
}
