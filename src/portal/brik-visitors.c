/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal/brik-visitors.h"

#include "core/brik-limits.h"
#include "core/brik-period.h"
#include "portal/brik-portal-error.h"

/* Nobody leaves sooner than was said before; who is known again is not gone any more. */
#define STAYS " ON CONFLICT DO UPDATE SET date = max (date, excluded.date), gone = 0"

/* Changes nothing where the till has asked for so many other accounts today. */
static const char ask_sql[] =
  "INSERT INTO till_interest (municipality_id, till_id, account_id, date, asked) SELECT ?1, ?2, ?3, ?4, ?4"
  " WHERE (SELECT count (*) FROM till_interest WHERE municipality_id = ?1 AND till_id = ?2 AND asked = ?4"
  "  AND account_id <> ?3) < ?5" STAYS ", asked = excluded.asked";

gboolean
brik_visitors_ask (BrikStore *store,
                   const BrikTill *till,
                   const char *account,
                   const GDate *today,
                   GError **error)
{
  g_autofree char *date = brik_civil_date_format (today);

  if (!brik_store_run (store, error, ask_sql, "ssssi", till->municipality, till->id, account, date,
                       (gint64) BRIK_LIMIT_LOOK_UPS))
    return FALSE;
  if (brik_store_get_n_changed (store) > 0)
    return TRUE;
  g_set_error_literal (error, BRIK_PORTAL_ERROR, BRIK_PORTAL_ERROR_TOO_MANY,
                       "This till has asked for too many cards today.");
  return FALSE;
}

static const char bought_sql[] =
  "INSERT INTO till_interest (municipality_id, till_id, account_id, date)"
  " SELECT ?1, till.id, ?3, date (?4, '+60 days')"
  " FROM account CROSS JOIN person ON person.municipality_id = ?1 AND person.id = account.person_id"
  " CROSS JOIN till ON till.municipality_id = ?1 AND till.place_id = ?2"
  " WHERE account.municipality_id = ?1 AND account.id = ?3 AND person.place_id IS NOT ?2" STAYS;

gboolean
brik_visitors_bought (BrikStore *store,
                      const char *municipality,
                      const char *place,
                      const char *account,
                      const char *spent_on,
                      GError **error)
{
  return brik_store_run (store, error, bought_sql, "ssss", municipality, place, account, spent_on);
}

/* ?1 municipality, ?2 today: whom tills knew by their place, until the day that they would as visitors. Who
 * is gone at once is touched by what made it so. */
#define KNOWN_BY_PLACE(which)                                                                                \
  "INSERT INTO till_interest (municipality_id, till_id, account_id, date, gone)"                             \
  " WITH known (till_id, account_id, date) AS MATERIALIZED (SELECT till.id, account.id,"                     \
  "  coalesce ((SELECT date (max (spent_on), '+60 days') FROM booking"                                       \
  "   WHERE booking.municipality_id = ?1 AND booking.account_id = account.id"                                \
  "    AND spent_on >= date (?2, '-60 days') AND booking.place_id = place.id), date (?2, '-1 day'))"         \
  "  FROM till JOIN place ON place.municipality_id = ?1 AND place.id = till.place_id"                        \
  "  JOIN person ON person.municipality_id = ?1"                                                             \
  "  JOIN account ON account.municipality_id = ?1 AND account.person_id = person.id"                         \
  "  WHERE till.municipality_id = ?1 AND " which ")"                                                         \
  " SELECT ?1, till_id, account_id, date, date < ?2 FROM known WHERE TRUE"                                   \
  " ON CONFLICT DO UPDATE SET date = max (date, excluded.date), gone = max (date, excluded.date) < ?2"

gboolean
brik_visitors_person_leaves (BrikStore *store,
                             const char *municipality,
                             const char *place,
                             const char *person,
                             const GDate *today,
                             GError **error)
{
  g_autofree char *date = brik_civil_date_format (today);

  return brik_store_run (store, error, KNOWN_BY_PLACE ("place.id = ?3 AND holds = 'own' AND person.id = ?4"),
                         "ssss", municipality, date, place, person);
}

gboolean
brik_visitors_place_narrows (BrikStore *store,
                             const char *municipality,
                             const char *place,
                             const GDate *today,
                             GError **error)
{
  g_autofree char *date = brik_civil_date_format (today);

  return brik_store_run (store, error, KNOWN_BY_PLACE ("place.id = ?3 AND holds = 'everyone'"), "sss",
                         municipality, date, place);
}

/* ?1 municipality, ?2 today, ?3 till, ?4 the next place: whom it knew by its place; a place that holds
 * everyone need not be told. */
static const char till_leaves_sql[] =
  "INSERT INTO till_interest (municipality_id, till_id, account_id, date, gone)"
  " SELECT ?1, till.id, account.id, date (?2, '-1 day'), 1"
  " FROM till JOIN place ON place.municipality_id = ?1 AND place.id = till.place_id"
  " JOIN place AS next ON next.municipality_id = ?1 AND next.id = ?4"
  " JOIN person ON person.municipality_id = ?1"
  " JOIN account ON account.municipality_id = ?1 AND account.person_id = person.id"
  " WHERE till.municipality_id = ?1 AND till.id = ?3 AND place.id <> next.id AND next.holds = 'own'"
  "  AND (place.holds = 'everyone' OR person.place_id = place.id)"
  " ON CONFLICT DO NOTHING";

/* As there: and whom it knew as visitors. */
static const char visitors_left_sql[] =
  "UPDATE till_interest SET date = min (date, date (?2, '-1 day')), gone = 1"
  " WHERE municipality_id = ?1 AND till_id = ?3 AND EXISTS (SELECT 1 FROM till"
  "  WHERE municipality_id = ?1 AND id = ?3 AND place_id <> ?4)";

gboolean
brik_visitors_till_leaves (BrikStore *store,
                           const char *municipality,
                           const char *till,
                           const char *place,
                           const GDate *today,
                           GError **error)
{
  g_autofree char *date = brik_civil_date_format (today);

  return brik_store_run (store, error, till_leaves_sql, "ssss", municipality, date, till, place) &&
         brik_store_run (store, error, visitors_left_sql, "ssss", municipality, date, till, place);
}

gboolean
brik_visitors_till_comes (BrikStore *store,
                          const char *municipality,
                          const char *till,
                          const char *place,
                          const GDate *today,
                          GError **error)
{
  g_autofree char *date = brik_civil_date_format (today);

  return brik_store_run (store, error,
                         "INSERT INTO till_interest (municipality_id, till_id, account_id, date)"
                         " SELECT ?1, ?3, account_id, max (date) FROM till_interest AS known JOIN till"
                         "  ON till.municipality_id = ?1 AND till.id = known.till_id"
                         " WHERE known.municipality_id = ?1 AND till.place_id = ?4 AND till.id <> ?3"
                         "  AND date > ?2 GROUP BY account_id" STAYS,
                         "ssss", municipality, date, till, place);
}

/* ?1 municipality, ?2 till, ?3 today */
#define HAVE_STAYED "municipality_id = ?1 AND till_id = ?2 AND date < ?3 AND NOT gone"

gboolean
brik_visitors_have_stayed (BrikStore *store,
                           const BrikTill *till,
                           const GDate *today,
                           gboolean *have,
                           GError **error)
{
  g_autofree char *date = brik_civil_date_format (today);
  g_autoptr (BrikRows) rows =
    brik_store_query (store, error, "SELECT 1 FROM till_interest WHERE " HAVE_STAYED " LIMIT 1", "sss",
                      till->municipality, till->id, date);

  if (!rows)
    return FALSE;
  *have = brik_rows_next (rows, error);
  return !brik_rows_failed (rows);
}

gboolean
brik_visitors_let_go (BrikStore *store, const BrikTill *till, const GDate *today, GError **error)
{
  g_autofree char *date = brik_civil_date_format (today);

  return brik_store_run (store, error,
                         "INSERT INTO change_due (municipality_id, kind, id)"
                         " SELECT ?1, 'account', account_id FROM till_interest WHERE " HAVE_STAYED
                         " ON CONFLICT DO NOTHING",
                         "sss", till->municipality, till->id, date) &&
         brik_store_run (store, error, "UPDATE till_interest SET gone = 1 WHERE " HAVE_STAYED, "sss",
                         till->municipality, till->id, date);
}
