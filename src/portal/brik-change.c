/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal/brik-change.h"

#include "portal/brik-account.h"
#include "portal/brik-run.h"

/* Every loader leaves the change `gone` where its query has no row; FALSE is a fault. */

static gboolean
ended_well (GError *local_error, GError **error)
{
  if (local_error)
    g_propagate_error (error, local_error);
  return local_error == NULL;
}

static BrikPlaceRecord *
read_place (BrikRows *rows, const BrikMunicipality *municipality, const BrikTill *till)
{
  BrikPlaceRecord *record = g_new0 (BrikPlaceRecord, 1);

  record->municipality = g_strdup (municipality->id);
  record->municipality_name = g_strdup (municipality->name);
  record->zone = g_strdup (municipality->zone_name);
  record->card_form = municipality->card_form;
  record->till = g_strdup (till->id);
  record->till_name = g_strdup (brik_rows_text (rows, 0));
  record->place = g_strdup (till->place);
  record->place_name = g_strdup (brik_rows_text (rows, 1));
  record->place_kind = g_strdup (brik_rows_text (rows, 2));
  record->allowance_ore = brik_rows_int (rows, 3);
  record->data_age_limit_us = brik_rows_int (rows, 4);
  record->balance_shown = g_strdup (brik_rows_text (rows, 5));
  record->again_after_us = brik_rows_int (rows, 6);
  return record;
}

/* A till hears of its own place alone. */
static gboolean
load_place (BrikStore *store,
            const BrikMunicipality *municipality,
            const BrikTill *till,
            BrikChange *change,
            GError **error)
{
  GError *local_error = NULL;
  g_autoptr (BrikRows) rows = brik_store_query (
    store, error,
    "SELECT till.name, place.name, kind_id, allowance_ore, data_age_limit_us, balance_shown,"
    " again_after_us FROM till JOIN place ON place.municipality_id = till.municipality_id AND place.id = "
    "place_id"
    " WHERE till.municipality_id = ? AND till.id = ? AND place.id = ?",
    "sss", municipality->id, till->id, change->id);

  if (!rows)
    return FALSE;
  if (brik_rows_next (rows, &local_error))
    {
      change->place = read_place (rows, municipality, till);
      change->gone = FALSE;
      change->place->kinds = brik_municipality_list_kinds (store, municipality->id, error);
      return change->place->kinds != NULL;
    }
  return ended_well (local_error, error);
}

static gboolean
load_staff (BrikStore *store, const BrikTill *till, BrikChange *change, GError **error)
{
  GError *local_error = NULL;
  g_autoptr (BrikRows) rows =
    brik_store_query (store, error,
                      "SELECT name, pin_hash, active FROM staff WHERE municipality_id = ? AND id = ?"
                      " AND (place_id IS NULL OR place_id = ?)",
                      "sss", till->municipality, change->id, till->place);

  if (!rows)
    return FALSE;
  if (brik_rows_next (rows, &local_error))
    {
      change->gone = FALSE;
      change->staff = g_new0 (BrikStaffRecord, 1);
      change->staff->id = g_strdup (change->id);
      change->staff->name = g_strdup (brik_rows_text (rows, 0));
      change->staff->pin_hash = g_strdup (brik_rows_text (rows, 1));
      change->staff->active = brik_rows_int (rows, 2) != 0;
    }
  return ended_well (local_error, error);
}

static gboolean
load_category (BrikStore *store, const BrikTill *till, BrikChange *change, GError **error)
{
  GError *local_error = NULL;
  g_autoptr (BrikRows) rows = brik_store_query (
    store, error, "SELECT name, colour, position FROM category WHERE municipality_id = ? AND id = ?", "ss",
    till->municipality, change->id);

  if (!rows)
    return FALSE;
  if (brik_rows_next (rows, &local_error))
    {
      change->gone = FALSE;
      change->category = g_new0 (BrikCategoryRecord, 1);
      change->category->id = g_strdup (change->id);
      change->category->name = g_strdup (brik_rows_text (rows, 0));
      change->category->colour = g_strdup (brik_rows_text (rows, 1));
      change->category->position = (gint) brik_rows_int (rows, 2);
    }
  return ended_well (local_error, error);
}

static BrikProductRecord *
read_product (BrikRows *rows, const char *id)
{
  BrikProductRecord *record = g_new0 (BrikProductRecord, 1);
  const char *exempt = brik_rows_text (rows, 4);
  const char *barcodes = brik_rows_text (rows, 7);

  record->id = g_strdup (id);
  record->name = g_strdup (brik_rows_text (rows, 0));
  record->category = g_strdup (brik_rows_text (rows, 1));
  record->price_ore = brik_rows_int (rows, 2);
  record->vat_bp = (guint) brik_rows_int (rows, 3);
  record->exempt_buyers = g_strsplit (exempt, ";", -1);
  record->position = (gint) brik_rows_int (rows, 5);
  record->available = brik_rows_int (rows, 6) != 0;
  record->barcodes = barcodes ? g_strsplit (barcodes, ";", -1) : NULL;
  return record;
}

static gboolean
load_product (BrikStore *store, const BrikTill *till, BrikChange *change, GError **error)
{
  GError *local_error = NULL;
  g_autoptr (BrikRows) rows = brik_store_query (
    store, error,
    "SELECT name, category_id, price_ore, vat_bp, exempt_buyers, position, available,"
    " (SELECT group_concat (code, ';') FROM product_barcode WHERE municipality_id = ?1 AND product_id = ?2)"
    " FROM product"
    " WHERE municipality_id = ?1 AND id = ?2 AND ("
    "  NOT EXISTS (SELECT 1 FROM product_place WHERE municipality_id = ?1 AND product_id = ?2)"
    "  OR EXISTS (SELECT 1 FROM product_place WHERE municipality_id = ?1 AND product_id = ?2 AND place_id = "
    "?3))",
    "sss", till->municipality, change->id, till->place);

  if (!rows)
    return FALSE;
  if (brik_rows_next (rows, &local_error))
    {
      change->gone = FALSE;
      change->product = read_product (rows, change->id);
    }
  return ended_well (local_error, error);
}

/* Whether the till holds the account: its place holds everyone, or the person belongs there or is a visitor;
 * and whether it ever was one. */
static const char holds_sql[] =
  "SELECT holds = 'everyone' OR person.place_id = ?3 OR coalesce (date >= ?5, 0), date IS NOT NULL"
  " FROM place, account JOIN person ON person.municipality_id = account.municipality_id AND person.id = "
  "person_id"
  " LEFT JOIN till_interest ON till_interest.municipality_id = ?1 AND till_id = ?4 AND account_id = ?2"
  " WHERE place.municipality_id = ?1 AND place.id = ?3 AND account.municipality_id = ?1 AND account.id = ?2";

static gboolean
till_holds (BrikStore *store,
            const BrikTill *till,
            const char *account,
            const GDate *today,
            gboolean *holds,
            gboolean *held,
            GError **error)
{
  GError *local_error = NULL;
  g_autofree char *date = brik_civil_date_format (today);
  g_autoptr (BrikRows) rows = brik_store_query (store, error, holds_sql, "sssss", till->municipality, account,
                                                till->place, till->id, date);

  *holds = *held = FALSE;
  if (!rows)
    return FALSE;
  if (brik_rows_next (rows, &local_error))
    {
      *holds = brik_rows_int (rows, 0) != 0;
      *held = brik_rows_int (rows, 1) != 0;
    }
  return ended_well (local_error, error);
}

static gboolean
load_account (BrikStore *store,
              const BrikTill *till,
              const GDate *today,
              BrikChange *change,
              gboolean *concerns,
              GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BrikAccountRecord) record = NULL;
  gboolean holds;

  if (!till_holds (store, till, change->id, today, &holds, concerns, error))
    return FALSE;
  if (!holds)
    return TRUE;

  record = brik_account_load (store, till->municipality, change->id, today, &local_error);
  if (!record)
    return ended_well (g_steal_pointer (&local_error), error);
  if (!brik_account_count_held (store, till->municipality, record, today, error) ||
      !brik_run_newest (store, till->municipality, till->id, till->run, &record->through_run,
                        &record->through_number, error))
    return FALSE;

  change->gone = FALSE;
  change->account = g_steal_pointer (&record);
  return TRUE;
}

BrikChange *
brik_change_load (BrikStore *store,
                  const BrikMunicipality *municipality,
                  const BrikTill *till,
                  BrikRecordKind kind,
                  const char *id,
                  const GDate *today,
                  gboolean *concerns,
                  GError **error)
{
  g_autoptr (BrikChange) change = g_new0 (BrikChange, 1);
  gboolean loaded = FALSE;
  gboolean held = TRUE;

  change->kind = kind;
  change->id = g_strdup (id);
  change->gone = TRUE;
  switch (kind)
    {
    case BRIK_RECORD_PLACE:
      loaded = load_place (store, municipality, till, change, error);
      break;
    case BRIK_RECORD_STAFF:
      loaded = load_staff (store, till, change, error);
      break;
    case BRIK_RECORD_CATEGORY:
      loaded = load_category (store, till, change, error);
      break;
    case BRIK_RECORD_PRODUCT:
      loaded = load_product (store, till, change, error);
      break;
    case BRIK_RECORD_ACCOUNT:
      loaded = load_account (store, till, today, change, &held, error);
      break;
    default:
      g_assert_not_reached ();
    }
  if (concerns)
    *concerns = held;
  return loaded ? g_steal_pointer (&change) : NULL;
}
