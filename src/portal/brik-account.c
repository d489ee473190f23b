/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal/brik-account.h"

#include "core/brik-limits.h"
#include "portal/brik-feed.h"
#include "portal/brik-spending.h"
#include "wire/brik-seal.h"

/* Tells an end of rows from a fault. */
static gboolean
ended_well (GError *local_error, GError **error)
{
  if (local_error)
    g_propagate_error (error, local_error);
  return local_error == NULL;
}

static char *
describe_group (const char *class, const char *school)
{
  if (class && school)
    return g_strdup_printf ("%s · %s", class, school);
  return g_strdup (class ? class : school);
}

static const char account_sql[] =
  "SELECT account.name, person_id, person.name, class, coalesce (place.name, school), buyer, photo_hash, "
  "state,"
  " balance_ore, overdraft_ore, kinds_limited"
  " FROM account JOIN person ON person.municipality_id = account.municipality_id AND person.id = person_id"
  " LEFT JOIN place ON place.municipality_id = person.municipality_id AND place.id = person.place_id"
  " WHERE account.municipality_id = ? AND account.id = ?";

/* @kinds_limited: (out): whether only some kinds of place are ticked */
static BrikAccountRecord *
load_account (BrikStore *store,
              const char *municipality,
              const char *account,
              gboolean *kinds_limited,
              GError **error)
{
  g_autoptr (BrikRows) rows = brik_store_query (store, error, account_sql, "ss", municipality, account);
  BrikAccountRecord *record;
  const void *photo;
  gsize photo_size;

  if (!rows || !brik_rows_next (rows, error))
    return NULL;

  record = g_new0 (BrikAccountRecord, 1);
  record->id = g_strdup (account);
  record->name = g_strdup (brik_rows_text (rows, 0));
  record->person = g_strdup (brik_rows_text (rows, 1));
  record->person_name = g_strdup (brik_rows_text (rows, 2));
  record->group = describe_group (brik_rows_text (rows, 3), brik_rows_text (rows, 4));
  record->buyer = g_strdup (brik_rows_text (rows, 5));
  photo = brik_rows_blob (rows, 6, &photo_size);
  record->photo = photo ? brik_bytes_to_hex (photo, photo_size) : NULL;
  brik_account_state_from_name (brik_rows_text (rows, 7), &record->state);
  record->balance_ore = brik_rows_int (rows, 8);
  record->overdraft_ore = brik_rows_int (rows, 9);
  *kinds_limited = brik_rows_int (rows, 10) != 0;
  record->caps = g_array_new (FALSE, TRUE, sizeof (BrikCap));
  record->spending = g_array_new (FALSE, TRUE, sizeof (BrikSpending));
  record->cards = g_ptr_array_new_with_free_func ((GDestroyNotify) brik_card_record_free);
  return record;
}

static gboolean
load_cards (BrikStore *store, const char *municipality, BrikAccountRecord *record, GError **error)
{
  GError *local_error = NULL;
  g_autoptr (BrikRows) rows =
    brik_store_query (store, error,
                      "SELECT id, number, uid, state FROM card WHERE municipality_id = ? AND account_id = ?"
                      " ORDER BY state IN ('replaced', 'closed'), id",
                      "ss", municipality, record->id);

  if (!rows)
    return FALSE;
  /* Not said in the query: to keep to a limit while it sorts, that would make a table. */
  while (record->cards->len < BRIK_LIMIT_CARDS_PER_ACCOUNT && brik_rows_next (rows, &local_error))
    {
      BrikCardRecord *card = g_new0 (BrikCardRecord, 1);

      card->id = g_strdup (brik_rows_text (rows, 0));
      card->number = g_strdup (brik_rows_text (rows, 1));
      card->uid = g_strdup (brik_rows_text (rows, 2));
      brik_card_state_from_name (brik_rows_text (rows, 3), &card->state);
      g_ptr_array_add (record->cards, card);
    }
  return ended_well (local_error, error);
}

static gboolean
load_caps (BrikStore *store, const char *municipality, BrikAccountRecord *record, GError **error)
{
  GError *local_error = NULL;
  g_autoptr (BrikRows) rows = brik_store_query (
    store, error, "SELECT kind, period, limit_ore FROM cap WHERE municipality_id = ? AND account_id = ?",
    "ss", municipality, record->id);

  if (!rows)
    return FALSE;
  while (brik_rows_next (rows, &local_error))
    {
      BrikCap cap = { .kind = g_intern_string (brik_rows_text (rows, 0)),
                      .limit_ore = brik_rows_int (rows, 2) };

      brik_period_from_name (brik_rows_text (rows, 1), &cap.period);
      g_array_append_val (record->caps, cap);
    }
  return ended_well (local_error, error);
}

static gboolean
load_kinds (BrikStore *store,
            const char *municipality,
            gboolean limited,
            BrikAccountRecord *record,
            GError **error)
{
  g_autoptr (GStrvBuilder) kinds = g_strv_builder_new ();
  GError *local_error = NULL;
  g_autoptr (BrikRows) rows =
    brik_store_query (store, error,
                      "SELECT id FROM place_kind AS kind WHERE municipality_id = ?1 AND (NOT ?2 OR EXISTS ("
                      " SELECT 1 FROM kind_allowed WHERE municipality_id = ?1 AND account_id = ?3"
                      " AND kind_id = kind.id)) ORDER BY position",
                      "sis", municipality, (gint64) limited, record->id);

  if (!rows)
    return FALSE;
  while (brik_rows_next (rows, &local_error))
    g_strv_builder_add (kinds, brik_rows_text (rows, 0));
  record->kinds_allowed = g_strv_builder_end (kinds);
  return ended_well (local_error, error);
}

BrikAccountRecord *
brik_account_load (BrikStore *store,
                   const char *municipality,
                   const char *account,
                   const GDate *date,
                   GError **error)
{
  gboolean kinds_limited = FALSE;
  g_autoptr (BrikAccountRecord) record = load_account (store, municipality, account, &kinds_limited, error);

  if (!record || !load_cards (store, municipality, record, error) ||
      !load_caps (store, municipality, record, error) ||
      !load_kinds (store, municipality, kinds_limited, record, error) ||
      !brik_spending_load (store, municipality, account, date, BRIK_SPENDING_BOOKED, record->spending, error))
    return NULL;
  return g_steal_pointer (&record);
}

gboolean
brik_account_count_held (BrikStore *store,
                         const char *municipality,
                         BrikAccountRecord *record,
                         const GDate *date,
                         GError **error)
{
  g_autoptr (BrikRows) rows = brik_store_query (
    store, error,
    "SELECT coalesce (sum (spent_ore), 0), count (*) FROM held WHERE municipality_id = ? AND account_id = ?",
    "ss", municipality, record->id);

  if (!rows || !brik_rows_next (rows, error))
    return FALSE;
  if (brik_rows_int (rows, 1) == 0)
    return TRUE;

  record->balance_ore -= brik_rows_int (rows, 0);
  return brik_spending_load (store, municipality, record->id, date, BRIK_SPENDING_HELD, record->spending,
                             error);
}

/* An account is limited unless every kind that there is is ticked. */
static const char limit_sql[] =
  "UPDATE account SET kinds_limited = EXISTS (SELECT 1 FROM place_kind WHERE municipality_id = ?1"
  "  AND id NOT IN (SELECT kind_id FROM kind_allowed WHERE municipality_id = ?1 AND account_id = ?2))"
  " WHERE municipality_id = ?1 AND id = ?2";

gboolean
brik_account_put_kinds (BrikStore *store,
                        const char *municipality,
                        const char *account,
                        const char *const *kinds,
                        GError **error)
{
  if (!brik_store_run (store, error, "DELETE FROM kind_allowed WHERE municipality_id = ? AND account_id = ?",
                       "ss", municipality, account))
    return FALSE;
  for (guint i = 0; kinds[i]; i++)
    {
      if (!brik_store_run (store, error,
                           "INSERT INTO kind_allowed (municipality_id, account_id, kind_id) VALUES (?, ?, ?)"
                           " ON CONFLICT DO NOTHING",
                           "sss", municipality, account, kinds[i]))
        return FALSE;
    }
  return brik_store_run (store, error, limit_sql, "ss", municipality, account) &&
         brik_feed_touch (store, municipality, BRIK_RECORD_ACCOUNT, account, error);
}
