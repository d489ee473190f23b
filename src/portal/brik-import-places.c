/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal/brik-import-private.h"

#include "core/brik-limits.h"
#include "portal/brik-feed.h"
#include "portal/brik-visitors.h"

#define DEFAULT_ALLOWANCE_ORE 5000 /* D8 */
#define DEFAULT_DATA_AGE_HOURS 72  /* D8 */
#define DEFAULT_AGAIN_SECONDS 60   /* D12 */

static const char *
municipality_of (BrikImportRow *row)
{
  return row->import->municipality->id;
}

/* The tenant: one in a database. */
static gboolean
load_municipality (BrikImportRow *row, GError **error)
{
  static const char *const forms[] = { "hex", "decimal", "decimal-reversed", "assigned", NULL };
  BrikImport *import = row->import;
  const char *id = brik_import_row_id (row, "id");
  const char *name = brik_import_row_text (row, "name", BRIK_LIMIT_NAME, TRUE);
  const char *zone_name = brik_import_row_text (row, "zone", BRIK_LIMIT_NAME, TRUE);
  const char *form = brik_import_row_choice (row, "card_form", forms);
  g_autoptr (GError) zone_error = NULL;
  g_autoptr (GTimeZone) zone = zone_name ? brik_civil_zone_new (zone_name, &zone_error) : NULL;

  if (zone_error)
    brik_import_row_complain (row, "%s", zone_error->message);
  if (id && import->municipality && !g_str_equal (import->municipality->id, id))
    brik_import_row_complain (row,
                              "this database is the municipality \"%s\"'s: load \"%s\" into one of its own",
                              import->municipality->id, id);
  else if (import->municipality &&
           !g_str_equal (brik_card_form_to_name (import->municipality->card_form), form) &&
           brik_import_row_exists (row, "SELECT 1 FROM card WHERE municipality_id = ? AND id <> ?", ""))
    brik_import_row_complain (row, "card_form cannot be changed: there are cards numbered as %s",
                              brik_card_form_to_name (import->municipality->card_form));
  if (row->bad)
    return TRUE;

  if (!brik_store_run (import->store, error,
                       "INSERT INTO municipality (id, name, zone, card_form) VALUES (?1, ?2, ?3, ?4)"
                       " ON CONFLICT DO UPDATE SET name = ?2, zone = ?3, card_form = ?4",
                       "ssss", id, name, zone_name, form) ||
      !brik_feed_ensure (import->store, id, error))
    return FALSE;

  g_clear_pointer (&import->municipality, brik_municipality_free);
  import->municipality = brik_municipality_load (import->store, error);
  return import->municipality != NULL;
}

/* A row where there are so many others already. */
#define TOO_MANY_KINDS                                                                                       \
  "SELECT 1 FROM place_kind WHERE municipality_id = ? AND id <> ? LIMIT 1 OFFSET " G_STRINGIFY (             \
    BRIK_LIMIT_KINDS_OF_PLACE) " - 1"

/* Kinds are told to a till with its place. */
static gboolean
load_kind (BrikImportRow *row, GError **error)
{
  const char *id = brik_import_row_id (row, "id");
  const char *name = brik_import_row_text (row, "name", BRIK_LIMIT_NAME, TRUE);

  if (id && brik_import_row_exists (row, TOO_MANY_KINDS, id))
    brik_import_row_complain (row, "there would be more than %d kinds of place", BRIK_LIMIT_KINDS_OF_PLACE);
  return row->bad || (brik_store_run (row->import->store, error,
                                      "INSERT INTO place_kind (municipality_id, id, name, position)"
                                      " VALUES (?1, ?2, ?3, ?4)"
                                      " ON CONFLICT DO UPDATE SET name = ?3, position = ?4",
                                      "sssi", municipality_of (row), id, name, (gint64) row->index) &&
                      brik_store_run (row->import->store, error,
                                      "INSERT INTO change_due SELECT municipality_id, 'place', id FROM place"
                                      " WHERE municipality_id = ? ON CONFLICT DO NOTHING",
                                      "s", municipality_of (row)));
}

/* Whom the tills of a place hold changes: which of all there are that is, they are told anew. */
static gboolean
touch_holders (BrikImportRow *row, const char *place, const char *holds, GError **error)
{
  return brik_store_run (row->import->store, error,
                         "INSERT INTO change_due SELECT municipality_id, 'account', id FROM account"
                         " WHERE municipality_id = ?1 AND type = 'holder' AND EXISTS (SELECT 1 FROM place"
                         "  WHERE municipality_id = ?1 AND id = ?2 AND holds <> ?3) ON CONFLICT DO NOTHING",
                         "sss", municipality_of (row), place, holds);
}

static GDate
today (BrikImportRow *row)
{
  return brik_municipality_date (row->import->municipality, row->import->now_us);
}

/* Whom the tills of a place hold is said before it changes: of those who are to go they are told one by one.
 */
static gboolean
put_holds (BrikImportRow *row, const char *place, const char *holds, GError **error)
{
  GDate date = today (row);

  if (g_strcmp0 (holds, "own") == 0 &&
      !brik_visitors_place_narrows (row->import->store, municipality_of (row), place, &date, error))
    return FALSE;
  return !holds || touch_holders (row, place, holds, error);
}

static gboolean
load_place (BrikImportRow *row, GError **error)
{
  static const char *const whom[] = { "everyone", "own", NULL };
  const char *id = brik_import_row_id (row, "id");
  const char *name = brik_import_row_text (row, "name", BRIK_LIMIT_NAME, TRUE);
  const char *kind = brik_import_row_reference (row, "kind", "kind of place", BRIK_SQL_KIND, TRUE);
  gint64 allowance_ore = brik_import_row_money (row, "allowance", DEFAULT_ALLOWANCE_ORE, FALSE);
  gint64 age_hours = brik_import_row_number (row, "data_age_hours", 1, 24 * 365, DEFAULT_DATA_AGE_HOURS);
  gint64 again_seconds =
    brik_import_row_number (row, "again_seconds", 0, G_TIME_SPAN_DAY / G_USEC_PER_SEC, DEFAULT_AGAIN_SECONDS);
  const char *holds = brik_import_row_has (row, "holds") ? brik_import_row_choice (row, "holds", whom) : NULL;

  return row->bad ||
         (put_holds (row, id, holds, error) &&
          brik_store_run (row->import->store, error,
                          "INSERT INTO place (municipality_id, id, name, kind_id, allowance_ore,"
                          " data_age_limit_us, again_after_us, holds)"
                          " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, coalesce (?8, 'everyone'))"
                          " ON CONFLICT DO UPDATE SET name = ?3, kind_id = ?4, allowance_ore = ?5,"
                          " data_age_limit_us = ?6, again_after_us = ?7, holds = coalesce (?8, holds)",
                          "ssssiiis", municipality_of (row), id, name, kind, allowance_ore,
                          age_hours * G_TIME_SPAN_HOUR, again_seconds * G_USEC_PER_SEC, holds) &&
          brik_feed_touch (row->import->store, municipality_of (row), BRIK_RECORD_PLACE, id, error));
}

/* A till that comes from another place hears of all that it holds now, and of all that it does not any more;
 * where both hold everyone nothing changes. */
static gboolean
touch_moved (BrikImportRow *row, const char *till, const char *place, GError **error)
{
  return brik_store_run (
    row->import->store, error,
    "INSERT INTO change_due SELECT municipality_id, 'account', id FROM account"
    " WHERE municipality_id = ?1 AND type = 'holder' AND EXISTS (SELECT 1 FROM till"
    "  JOIN place ON place.municipality_id = ?1 AND place.id IN (place_id, ?3)"
    "  WHERE till.municipality_id = ?1 AND till.id = ?2 AND place_id <> ?3 AND holds = 'own')"
    " ON CONFLICT DO NOTHING",
    "sss", municipality_of (row), till, place);
}

static gboolean
put_till (BrikImportRow *row, const char *id, const char *name, const char *place, GError **error)
{
  BrikStore *store = row->import->store;
  GDate date = today (row);

  return touch_moved (row, id, place, error) &&
         brik_visitors_till_leaves (store, municipality_of (row), id, place, &date, error) &&
         brik_store_run (store, error,
                         "INSERT INTO till (municipality_id, id, name, place_id) VALUES (?1, ?2, ?3, ?4)"
                         " ON CONFLICT DO UPDATE SET name = ?3, place_id = ?4",
                         "ssss", municipality_of (row), id, name, place) &&
         brik_visitors_till_comes (store, municipality_of (row), id, place, &date, error);
}

static gboolean
load_till (BrikImportRow *row, GError **error)
{
  const char *id = brik_import_row_id (row, "id");
  const char *name = brik_import_row_text (row, "name", BRIK_LIMIT_NAME, TRUE);
  const char *place = brik_import_row_reference (row, "place", "place", BRIK_SQL_PLACE, TRUE);

  return row->bad ||
         (put_till (row, id, name, place, error) &&
          brik_feed_touch (row->import->store, municipality_of (row), BRIK_RECORD_PLACE, place, error));
}

static gboolean
load_staff (BrikImportRow *row, GError **error)
{
  const char *id = brik_import_row_id (row, "id");
  const char *name = brik_import_row_text (row, "name", BRIK_LIMIT_NAME, TRUE);
  const char *place = brik_import_row_reference (row, "place", "place", BRIK_SQL_PLACE, FALSE);
  const char *pin = brik_import_row_text (row, "pin", BRIK_LIMIT_PIN, TRUE);
  g_autofree char *key = g_strconcat ("staff.csv:", id, NULL);

  if (pin && (strlen (pin) < 4 || strspn (pin, "0123456789") != strlen (pin)))
    brik_import_row_complain (row, "pin must be 4 to 12 digits");
  return row->bad ||
         (brik_store_run (row->import->store, error,
                          "INSERT INTO staff (municipality_id, id, name, pin_hash, place_id)"
                          " VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO UPDATE SET name = ?3, pin_hash = ?4,"
                          " place_id = ?5",
                          "sssss", municipality_of (row), id, name,
                          g_hash_table_lookup (row->import->secrets, key), place) &&
          brik_feed_touch (row->import->store, municipality_of (row), BRIK_RECORD_STAFF, id, error));
}

const BrikImportFile brik_import_place_files[] = {
  { "municipality.csv", COLUMNS ("id", "name", "zone", "card_form"), load_municipality },
  { "kinds.csv", COLUMNS ("id", "name"), load_kind },
  { "places.csv", COLUMNS ("id", "name", "kind", "allowance", "data_age_hours"), load_place,
    COLUMNS ("again_seconds", "holds") },
  { "tills.csv", COLUMNS ("id", "name", "place"), load_till },
  { "staff.csv", COLUMNS ("id", "name", "pin", "place"), load_staff },
};
const gsize brik_import_n_place_files = G_N_ELEMENTS (brik_import_place_files);
