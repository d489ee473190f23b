/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal/brik-import-private.h"

#include "core/brik-limits.h"
#include "core/brik-verdict.h"
#include "portal/brik-account.h"
#include "portal/brik-booking.h"
#include "portal/brik-feed.h"
#include "portal/brik-photo.h"
#include "portal/brik-visitors.h"

static const char *
municipality_of (BrikImportRow *row)
{
  return row->import->municipality->id;
}

/* Whether @value in @column of @table is another row's than @id. */
static gboolean
is_taken (BrikImportRow *row, const char *sql, const char *value, const char *id)
{
  g_autoptr (BrikRows) rows =
    brik_store_query (row->import->store, NULL, sql, "sss", municipality_of (row), value, id);

  return rows && brik_rows_next (rows, NULL);
}

/* people.csv */

/* (nullable): the picture that the row names, if it can be had */
static const BrikImportPhoto *
photo_of (BrikImportRow *row)
{
  const char *name = brik_import_row_text (row, "photo", BRIK_LIMIT_NAME, FALSE);
  const BrikImportPhoto *photo = name ? g_hash_table_lookup (row->import->photos, name) : NULL;

  if (photo && photo->problem)
    brik_import_row_complain (row, "photos/%s: %s", name, photo->problem);
  return photo;
}

static gboolean
put_photo (BrikImportRow *row, const char *person, const BrikImportPhoto *photo, GError **error)
{
  BrikHash hash;
  gsize size;
  const void *data;

  if (!photo)
    return TRUE;

  data = g_bytes_get_data (photo->data, &size);
  brik_hash_of_bytes (data, size, &hash);
  return brik_photo_put (row->import->store, municipality_of (row), &hash, photo->type, photo->data, error) &&
         brik_store_run (row->import->store, error,
                         "UPDATE person SET photo_hash = ? WHERE municipality_id = ? AND id = ?", "bss",
                         hash.bytes, sizeof hash.bytes, municipality_of (row), person);
}

/* R4: without a check of its digits; those have not all fitted since 2007. */
static const char *
cpr_of (BrikImportRow *row, const char *person)
{
  const char *cpr = brik_import_row_text (row, "cpr", BRIK_LIMIT_NAME, FALSE);

  if (!cpr)
    return NULL;
  /* The number itself stays out of logs and terminals. */
  if (strlen (cpr) != 10 || strspn (cpr, "0123456789") != 10)
    brik_import_row_complain (row, "cpr is not ten digits without a hyphen");
  else if (person && is_taken (row, "SELECT 1 FROM person WHERE municipality_id = ? AND cpr = ? AND id <> ?",
                               cpr, person))
    brik_import_row_complain (row, "cpr is another person's too");
  return cpr;
}

/* The e-mail that a user gave is theirs (R8). */
static const char person_sql[] =
  "INSERT INTO person (municipality_id, id, name, email, cpr, address, postcode, city, phone, buyer, school,"
  " class, place_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12,"
  " (SELECT id FROM place WHERE municipality_id = ?1 AND (id = ?11 OR name = ?11)))"
  " ON CONFLICT DO UPDATE SET name = ?3, email = iif (password_hash IS NULL, ?4, email), cpr = ?5,"
  " address = ?6, postcode = ?7, city = ?8, phone = ?9, buyer = ?10, school = ?11, class = ?12, place_id = "
  "excluded.place_id";

/* What the tills know of a person stands in the records of their accounts. */
static gboolean
touch_accounts (BrikImportRow *row, const char *person, GError **error)
{
  return brik_store_run (row->import->store, error,
                         "INSERT INTO change_due SELECT municipality_id, 'account', id FROM account"
                         " WHERE municipality_id = ? AND person_id = ? ON CONFLICT DO NOTHING",
                         "ss", municipality_of (row), person);
}

/* The place that a person is of. @place: (out) (transfer full) (nullable) */
static gboolean
place_of (BrikImportRow *row, const char *person, char **place, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BrikRows) rows = brik_store_query (
    row->import->store, error, "SELECT place_id FROM person WHERE municipality_id = ? AND id = ?", "ss",
    municipality_of (row), person);

  if (!rows)
    return FALSE;
  if (brik_rows_next (rows, &local_error))
    *place = g_strdup (brik_rows_text (rows, 0));
  return brik_error_pass_on (&local_error, error);
}

/* @was: (nullable): the place they were of */
static gboolean
leave_place (BrikImportRow *row, const char *person, const char *was, GError **error)
{
  g_autofree char *is = NULL;
  GDate today = brik_municipality_date (row->import->municipality, row->import->now_us);

  return place_of (row, person, &is, error) &&
         (!was || g_strcmp0 (was, is) == 0 ||
          brik_visitors_person_leaves (row->import->store, municipality_of (row), was, person, &today,
                                       error));
}

static gboolean
load_person (BrikImportRow *row, GError **error)
{
  static const char *const buyers[] = { "pupil", "staff", "guest", NULL };
  const char *id = brik_import_row_id (row, "id");
  const char *name = brik_import_row_text (row, "name", BRIK_LIMIT_NAME, TRUE);
  const char *email = brik_import_row_text (row, "email", BRIK_LIMIT_NAME, FALSE);
  const char *cpr = cpr_of (row, id);
  const char *address = brik_import_row_text (row, "address", BRIK_LIMIT_NAME, FALSE);
  const char *postcode = brik_import_row_text (row, "postcode", BRIK_LIMIT_POSTCODE, FALSE);
  const char *city = brik_import_row_text (row, "city", BRIK_LIMIT_NAME, FALSE);
  const char *phone = brik_import_row_text (row, "phone", BRIK_LIMIT_PHONE, FALSE);
  const char *buyer = brik_import_row_choice (row, "buyer", buyers);
  const char *school = brik_import_row_text (row, "school", BRIK_LIMIT_NAME / 2, FALSE);
  const char *class = brik_import_row_text (row, "class", BRIK_LIMIT_NAME / 4, FALSE);
  const BrikImportPhoto *photo = photo_of (row);
  g_autofree char *was = NULL;

  if (email && !strchr (email, '@'))
    brik_import_row_complain (row, "email has no @");
  return row->bad ||
         (place_of (row, id, &was, error) &&
          brik_store_run (row->import->store, error, person_sql, "ssssssssssss", municipality_of (row), id,
                          name, email, cpr, address, postcode, city, phone, buyer, school, class) &&
          leave_place (row, id, was, error) && put_photo (row, id, photo, error) &&
          touch_accounts (row, id, error));
}

/* accounts.csv */

static gboolean
open_account (BrikImportRow *row, const char *id, gint64 opening_ore, GError **error)
{
  BrikImport *import = row->import;
  GDate today = brik_municipality_date (import->municipality, import->now_us);

  return opening_ore == 0 || brik_booking_opening (import->store, municipality_of (row), id, opening_ore,
                                                   &today, import->now_us, error);
}

/* An import blocks but never unblocks: it may be older than what a holder did on the portal since (D9). */
static const char account_sql[] =
  "INSERT INTO account (municipality_id, id, type, name, person_id, state, overdraft_ore, balance_ore)"
  " VALUES (?1, ?2, 'holder', ?3, ?4, ?5, ?6, 0) ON CONFLICT DO UPDATE SET name = ?3, overdraft_ore = ?6,"
  " state = iif (?5 = 'active', state, ?5)";

static gboolean
load_account (BrikImportRow *row, GError **error)
{
  static const char *const states[] = { "active", "blocked", NULL };
  const char *id = brik_import_row_id (row, "id");
  const char *person = brik_import_row_reference (row, "person", "person", BRIK_SQL_PERSON, TRUE);
  const char *name = brik_import_row_text (row, "name", BRIK_LIMIT_NAME, TRUE);
  gint64 opening_ore = brik_import_row_money (row, "opening_balance", 0, TRUE);
  gint64 overdraft_ore = brik_import_row_money (row, "overdraft", 0, FALSE);
  const char *state = brik_import_row_choice (row, "state", states);
  gboolean known = id && brik_import_row_exists (row, BRIK_SQL_ACCOUNT, id);

  if (known && person &&
      is_taken (row, "SELECT 1 FROM account WHERE municipality_id = ? AND id = ? AND person_id <> ?", id,
                person))
    brik_import_row_complain (row, "account \"%s\" is another person's already", id);
  return row->bad ||
         (brik_store_run (row->import->store, error, account_sql, "sssssi", municipality_of (row), id, name,
                          person, state, overdraft_ore) &&
          (known || open_account (row, id, opening_ore, error)) &&
          brik_feed_touch (row->import->store, municipality_of (row), BRIK_RECORD_ACCOUNT, id, error));
}

/* cards.csv */

/* (transfer full) (nullable): the chip's number, given or worked out; both must agree. */
static char *
uid_of (BrikImportRow *row, const char *number)
{
  BrikCardForm form = row->import->municipality->card_form;
  const char *given = brik_import_row_text (row, "uid", BRIK_LIMIT_ID, FALSE);
  g_autoptr (GError) error = NULL;
  g_autofree char *uid = given ? brik_card_uid_normalize (given, &error) : NULL;
  g_autofree char *derived = NULL;

  if (error)
    brik_import_row_complain (row, "uid: %s", error->message);
  if (!number || (given && !uid))
    return NULL;

  if (!given)
    uid = brik_card_number_derive_uid (number, form);
  else if (form != BRIK_CARD_FORM_ASSIGNED)
    derived = brik_card_number_to_uid (number, form, (guint) strlen (uid) / 2);

  if (!uid)
    brik_import_row_complain (row, "uid is empty and cannot be worked out from the number");
  else if (brik_card_uid_is_random (uid))
    brik_import_row_complain (row, "uid is one that a chip draws anew at each tap: it names no card");
  else if (given && form != BRIK_CARD_FORM_ASSIGNED && g_strcmp0 (uid, derived) != 0)
    brik_import_row_complain (row, "number and uid are not the same chip's");
  return g_steal_pointer (&uid);
}

/* (transfer full) (nullable) */
static char *
number_of (BrikImportRow *row)
{
  const char *text = brik_import_row_text (row, "number", BRIK_LIMIT_ID, TRUE);
  g_autoptr (GError) error = NULL;
  char *number =
    text ? brik_card_number_normalize (text, row->import->municipality->card_form, &error) : NULL;

  if (error)
    brik_import_row_complain (row, "number: %s", error->message);
  return number;
}

/* An import closes and blocks, and never opens again (D9); a code that is void stays so (R8). */
static const char card_sql[] =
  "INSERT INTO card (municipality_id, id, account_id, number, uid, state, code_hash)"
  " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO UPDATE SET account_id = ?3, number = ?4, uid = ?5,"
  " state = iif (?6 = 'active', state, ?6), code_hash = iif (code_void, NULL, ?7)";

/* The account that the card was of before hears of it too. */
static gboolean
touch_card (BrikImportRow *row, const char *card, GError **error)
{
  return brik_store_run (row->import->store, error,
                         "INSERT INTO change_due SELECT municipality_id, 'account', account_id FROM card"
                         " WHERE municipality_id = ? AND id = ? ON CONFLICT DO NOTHING",
                         "ss", municipality_of (row), card);
}

static gboolean
load_card (BrikImportRow *row, GError **error)
{
  static const char *const states[] = { "active", "blocked", "replaced", "closed", NULL };
  const char *id = brik_import_row_id (row, "id");
  const char *account = brik_import_row_reference (row, "account", "account", BRIK_SQL_ACCOUNT, TRUE);
  g_autofree char *number = number_of (row);
  g_autofree char *uid = uid_of (row, number);
  const char *code = brik_import_row_text (row, "code", BRIK_LIMIT_ID, FALSE);
  const char *state = brik_import_row_choice (row, "state", states);
  g_autofree char *key = g_strconcat ("cards.csv:", id, NULL);

  if (id && number &&
      is_taken (row, "SELECT 1 FROM card WHERE municipality_id = ? AND number = ? AND id <> ?", number, id))
    brik_import_row_complain (row, "number \"%s\" is another card's too", number);
  if (id && uid &&
      is_taken (row, "SELECT 1 FROM card WHERE municipality_id = ? AND uid = ? AND id <> ?", uid, id))
    brik_import_row_complain (row, "uid \"%s\" is another card's too", uid);

  return row->bad || (touch_card (row, id, error) &&
                      brik_store_run (row->import->store, error, card_sql, "sssssss", municipality_of (row),
                                      id, account, number, uid, state,
                                      code ? g_hash_table_lookup (row->import->secrets, key) : NULL) &&
                      touch_card (row, id, error));
}

/* caps.csv, allowed.csv, relations.csv */

/* Where whoever may change caps and places of an account has logged in: from then on they are theirs (D14),
 * and the file may be older than what they did. */
#define IS_THEIRS                                                                                            \
  "SELECT 1 FROM account"                                                                                    \
  "  LEFT JOIN relation ON relation.municipality_id = ?1 AND relation.person_id = account.person_id"         \
  "   AND relation.state = 'approved'"                                                                       \
  "  JOIN person ON person.municipality_id = ?1 AND person.id = coalesce (guardian_id, account.person_id)"   \
  "  WHERE account.municipality_id = ?1 AND account.id = ?2 AND password_hash IS NOT NULL"

static const char cap_sql[] =
  "INSERT INTO cap (municipality_id, account_id, kind, period, limit_ore) SELECT ?1, ?2, ?3, ?4, ?5"
  " WHERE NOT EXISTS (" IS_THEIRS ") ON CONFLICT DO UPDATE SET limit_ore = ?5";

static gboolean
load_cap (BrikImportRow *row, GError **error)
{
  static const char *const periods[] = { "day", "week", "month", NULL };
  const char *account = brik_import_row_reference (row, "account", "account", BRIK_SQL_ACCOUNT, TRUE);
  const char *kind = brik_import_row_reference (row, "kind", "kind of place", BRIK_SQL_KIND, FALSE);
  const char *period = brik_import_row_choice (row, "period", periods);
  gint64 limit_ore = brik_import_row_money (row, "limit", -1, FALSE);

  if (limit_ore < 0)
    brik_import_row_complain (row, "limit is empty: leave the row out for no cap");
  return row->bad ||
         (brik_store_run (row->import->store, error, cap_sql, "ssssi", municipality_of (row), account,
                          kind ? kind : BRIK_CAP_ANY, period, limit_ore) &&
          brik_feed_touch (row->import->store, municipality_of (row), BRIK_RECORD_ACCOUNT, account, error));
}

/* No kind at all is nowhere (R31). */
static gboolean
load_allowed (BrikImportRow *row, GError **error)
{
  const char *account = brik_import_row_reference (row, "account", "account", BRIK_SQL_ACCOUNT, TRUE);
  g_auto (GStrv) kinds = brik_import_row_list (row, "kinds");

  for (guint i = 0; kinds[i]; i++)
    {
      if (!brik_import_row_exists (row, BRIK_SQL_KIND, kinds[i]))
        brik_import_row_complain (row, "kinds \"%s\" is no kind of place that there is", kinds[i]);
    }
  return row->bad || brik_import_row_exists (row, IS_THEIRS, account) ||
         brik_account_put_kinds (row->import->store, municipality_of (row), account,
                                 (const char *const *) kinds, error);
}

static gboolean
load_relation (BrikImportRow *row, GError **error)
{
  const char *guardian = brik_import_row_reference (row, "guardian", "person", BRIK_SQL_PERSON, TRUE);
  const char *person = brik_import_row_reference (row, "person", "person", BRIK_SQL_PERSON, TRUE);

  if (guardian && g_strcmp0 (guardian, person) == 0)
    brik_import_row_complain (row, "nobody is their own guardian");
  return row->bad ||
         brik_store_run (row->import->store, error,
                         "INSERT INTO relation (municipality_id, guardian_id, person_id, state)"
                         " VALUES (?, ?, ?, 'approved') ON CONFLICT DO UPDATE SET state = 'approved'",
                         "sss", municipality_of (row), guardian, person);
}

const BrikImportFile brik_import_people_files[] = {
  { "people.csv",
    COLUMNS ("id",
             "name",
             "email",
             "cpr",
             "address",
             "postcode",
             "city",
             "phone",
             "buyer",
             "school",
             "class",
             "photo"),
    load_person },
  { "accounts.csv", COLUMNS ("id", "person", "name", "opening_balance", "overdraft", "state"), load_account },
  { "cards.csv", COLUMNS ("id", "account", "number", "uid", "code", "state"), load_card },
  { "caps.csv", COLUMNS ("account", "kind", "period", "limit"), load_cap },
  { "allowed.csv", COLUMNS ("account", "kinds"), load_allowed },
  { "relations.csv", COLUMNS ("guardian", "person"), load_relation },
};
const gsize brik_import_n_people_files = G_N_ELEMENTS (brik_import_people_files);
