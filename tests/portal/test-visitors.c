/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal-fixture.h"

#include "portal/brik-visitors.h"
#include "store/brik-store-private.h"
#include "wire/brik-api.h"

/* A till of a place that holds its own people, and those it asks for. */

static BrikChange *
find (const BrikChangesPage *page, BrikRecordKind kind, const char *id)
{
  for (guint i = 0; i < page->changes->len; i++)
    {
      BrikChange *change = g_ptr_array_index (page->changes, i);

      if (change->kind == kind && g_str_equal (change->id, id))
        return change;
    }
  return NULL;
}

static guint
count (const BrikChangesPage *page, BrikRecordKind kind, gboolean gone)
{
  guint n = 0;

  for (guint i = 0; i < page->changes->len; i++)
    {
      BrikChange *change = g_ptr_array_index (page->changes, i);

      n += change->kind == kind && change->gone == gone;
    }
  return n;
}

static BrikChangesPage *
ask (PortalTill *till, const char *route, const char *text, guint status)
{
  g_autofree char *target = g_strconcat (route, text, NULL);
  g_auto (PortalAnswer) answer = portal_till_ask (till, "GET", target, NULL);
  g_autoptr (GError) error = NULL;
  BrikChangesPage *page;

  g_assert_cmpuint (answer.status, ==, status);
  if (status != 200)
    return NULL;
  page = brik_changes_page_from_json (answer.text, -1, &error);
  g_assert_no_error (error);
  return page;
}

static BrikChangesPage *
look_up (PortalTill *till, const char *uid, guint status)
{
  return ask (till, BRIK_API_CARDS, uid, status);
}

static gboolean
hold_own (BrikStore *store, gpointer data, GError **error)
{
  return brik_store_run (store, error, "UPDATE place SET holds = 'own'", "");
}

/* A till that holds its own people hears of another whose card it asked for, until midnight. */
static void
test_own_people (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (PortalTill) till = portal_till_new (fixture, "fyret-1", "fyret");
  g_autoptr (BrikChangesPage) page = NULL;
  g_autoptr (BrikChangesPage) snapshot = NULL;
  g_autoptr (BrikChangesPage) today = NULL;
  g_autoptr (BrikChangesPage) tomorrow = NULL;

  portal_fixture_write_books (fixture, hold_own, NULL);
  snapshot = portal_till_poll (till, 0);
  g_assert_cmpuint (count (snapshot, BRIK_RECORD_ACCOUNT, FALSE), ==, 0);

  page = look_up (till, "04579A22352680", 200);
  g_assert_nonnull (find (page, BRIK_RECORD_ACCOUNT, "alma")->account);
  portal_fixture_set_card (fixture, "alma-1", BRIK_CARD_BLOCKED);
  portal_fixture_set_card (fixture, "noah-1", BRIK_CARD_BLOCKED);
  today = portal_till_poll (till, 0);
  g_assert_false (find (today, BRIK_RECORD_ACCOUNT, "alma")->gone);
  /* Of people that it never knew it is not even told that they are gone. */
  g_assert_null (find (today, BRIK_RECORD_ACCOUNT, "noah"));

  brik_clock_advance_fake (fixture->clock, G_TIME_SPAN_DAY);
  portal_fixture_set_card (fixture, "alma-1", BRIK_CARD_ACTIVE);
  tomorrow = portal_till_poll (till, 0);
  g_assert_true (find (tomorrow, BRIK_RECORD_ACCOUNT, "alma")->gone);
}

/* At midnight a visitor is told to be gone though nothing changed, once; who bought there stays 60 days. */
static void
test_visitors_leave (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (PortalTill) till = portal_till_new (fixture, "fyret-1", "fyret");
  g_autoptr (BrikChangesPage) snapshot = NULL;
  g_autoptr (BrikChangesPage) alma = NULL;
  g_autoptr (BrikChangesPage) noah = NULL;
  g_autoptr (BrikChangesPage) evening = NULL;
  g_autoptr (BrikChangesPage) midnight = NULL;
  g_autoptr (BrikChangesPage) after = NULL;
  g_autoptr (BrikChangesPage) last_day = NULL;
  g_autoptr (BrikChangesPage) end = NULL;

  portal_fixture_write_books (fixture, hold_own, NULL);
  snapshot = portal_till_poll (till, 0);
  alma = look_up (till, "04579A22352680", 200);
  noah = look_up (till, "72BF9961", 200);
  portal_till_sell (till, "noah", 1, NULL);
  portal_till_send (till, 0, 1);
  evening = portal_till_poll (till, 0);
  g_assert_null (find (evening, BRIK_RECORD_ACCOUNT, "alma"));

  brik_clock_advance_fake (fixture->clock, G_TIME_SPAN_DAY);
  midnight = portal_till_poll (till, 0);
  g_assert_true (find (midnight, BRIK_RECORD_ACCOUNT, "alma")->gone);
  g_assert_null (find (midnight, BRIK_RECORD_ACCOUNT, "noah"));
  after = portal_till_poll (till, 0);
  g_assert_cmpuint (after->changes->len, ==, 0);

  brik_clock_advance_fake (fixture->clock, 59 * G_TIME_SPAN_DAY);
  last_day = portal_till_poll (till, 0);
  g_assert_cmpuint (last_day->changes->len, ==, 0);
  brik_clock_advance_fake (fixture->clock, G_TIME_SPAN_DAY);
  end = portal_till_poll (till, 0);
  g_assert_true (find (end, BRIK_RECORD_ACCOUNT, "noah")->gone);
}

static gboolean
assign_numbers (BrikStore *store, gpointer data, GError **error)
{
  return brik_store_run (store, error, "UPDATE municipality SET card_form = 'assigned'", "") &&
         brik_store_run (store, error, "UPDATE card SET number = '8842/63SAE' WHERE id = 'noah-1'", "");
}

/* Where a card's number does not tell its chip's, the portal is asked by that (R3). */
static void
test_number (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (PortalTill) till = portal_till_new (fixture, "fyret-1", "fyret");
  g_autoptr (BrikChangesPage) page = NULL;
  g_autoptr (BrikChangesPage) later = NULL;

  portal_fixture_write_books (fixture, hold_own, NULL);
  portal_fixture_write_books (fixture, assign_numbers, NULL);
  page = ask (till, BRIK_API_NUMBERS "?number=", "8842%2F63%20sae", 200);
  g_assert_nonnull (find (page, BRIK_RECORD_ACCOUNT, "noah")->account);
  ask (till, BRIK_API_NUMBERS "?number=", "72BF9961", 404);
  ask (till, BRIK_API_NUMBERS "?number=", "123456789012345678901234567890123", 400);

  portal_fixture_set_card (fixture, "noah-1", BRIK_CARD_BLOCKED);
  brik_changes_page_free (portal_till_poll (till, 0));
  portal_fixture_set_card (fixture, "noah-1", BRIK_CARD_ACTIVE);
  later = portal_till_poll (till, 0);
  g_assert_nonnull (find (later, BRIK_RECORD_ACCOUNT, "noah")->account);
}

static const char people_head[] = "id,name,email,cpr,address,postcode,city,phone,buyer,school,class,photo\n";

static void
import (PortalFixture *fixture, const char *file, const char *head, const char *rows)
{
  g_autofree char *text = g_strconcat (head, rows, NULL);
  g_autoptr (GPtrArray) problems = NULL;

  portal_fixture_write (fixture, file, text);
  problems = portal_fixture_import (fixture);
  g_assert_null (problems);
}

/* Whether the page says that the account is gone; it must not tell anything else of it. */
static gboolean
is_gone (PortalTill *till, const char *account)
{
  g_autoptr (BrikChangesPage) page = portal_till_poll (till, 0);
  const BrikChange *change = find (page, BRIK_RECORD_ACCOUNT, account);

  g_assert_true (!change || change->gone);
  return change != NULL;
}

/* Two pupils go to another school: its tills are told, and so are those of the old one. There one is gone,
 * and one who bought there of late is until 60 days have gone by. The club, which knows neither, hears of
 * none of it. */
static void
test_moved_people (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (PortalTill) old = portal_till_new (fixture, "norre-1", "norre");
  g_autoptr (PortalTill) new = NULL;
  g_autoptr (PortalTill) club = portal_till_new (fixture, "fyret-1", "fyret");
  g_autoptr (BrikAccountRecord) alma = NULL;
  g_autoptr (BrikAccountRecord) noah = NULL;

  portal_fixture_write_books (fixture, hold_own, NULL);
  import (fixture, "places.csv", "id,name,kind,allowance,data_age_hours,holds\n",
          "sonder,Sønder Skole,skole,,,own\n");
  import (fixture, "tills.csv", "id,name,place\n", "sonder-1,Kasse,sonder\n");
  new = portal_till_new (fixture, "sonder-1", "sonder");
  portal_till_send (old, 0, portal_till_sell (old, "alma", 1, NULL));
  g_assert_false (is_gone (club, "alma"));
  alma = portal_till_catch_up (old, "alma");
  g_assert_nonnull (alma);
  g_assert_false (is_gone (new, "alma"));

  import (fixture, "people.csv", people_head,
          "alma,Alma Holm,,,,,,,pupil,sonder,5.B,\nnoah,Noah Aziz,,,,,,,pupil,sonder,7.A,\n");
  g_assert_false (is_gone (club, "alma"));
  noah = portal_till_catch_up (new, "noah");
  g_assert_nonnull (noah);
  g_assert_true (is_gone (old, "noah"));
  portal_fixture_set_card (fixture, "alma-1", BRIK_CARD_BLOCKED);
  g_clear_pointer (&alma, brik_account_record_free);
  alma = portal_till_catch_up (old, "alma");
  g_assert_nonnull (alma);
  brik_clock_advance_fake (fixture->clock, 61 * G_TIME_SPAN_DAY);
  g_assert_true (is_gone (old, "alma"));
  g_assert_false (is_gone (club, "alma"));
}

/* All tills of a place know who bought there, also one that comes later; and are told when that is over. */
static void
test_other_tills (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (PortalTill) till = portal_till_new (fixture, "fyret-1", "fyret");
  g_autoptr (PortalTill) later = NULL;
  g_autoptr (BrikChangesPage) page = NULL;
  g_autoptr (BrikAccountRecord) noah = NULL;

  portal_fixture_write_books (fixture, hold_own, NULL);
  page = look_up (till, "72BF9961", 200);
  portal_till_send (till, 0, portal_till_sell (till, "noah", 1, NULL));
  import (fixture, "tills.csv", "id,name,place\n", "fyret-2,Kasse 2,fyret\n");
  later = portal_till_new (fixture, "fyret-2", "fyret");
  noah = portal_till_catch_up (later, "noah");
  g_assert_nonnull (noah);
  brik_clock_advance_fake (fixture->clock, 61 * G_TIME_SPAN_DAY);
  g_assert_true (is_gone (later, "noah"));
}

/* A till that is put up at another place is told of the people there, and that those are gone whom it knew,
 * also who bought or was asked for where it stood. */
static void
test_moved_till (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (PortalTill) till = portal_till_new (fixture, "norre-1", "norre");
  g_autoptr (BrikChangesPage) visitor = NULL;
  g_autoptr (BrikChangesPage) page = NULL;

  portal_fixture_write_books (fixture, hold_own, NULL);
  import (fixture, "people.csv", people_head,
          "maja,Maja Holm,,,,,,,guest,fyret,,\nnoah,Noah Aziz,,,,,,,guest,,,\n");
  import (fixture, "accounts.csv", "id,person,name,opening_balance,overdraft,state\n",
          "maja,maja,Kort,0,0,active\n");
  visitor = look_up (till, "72BF9961", 200);
  portal_till_send (till, 0, portal_till_sell (till, "alma", 1, NULL));
  portal_till_send (till, 1, portal_till_sell (till, "noah", 1, NULL));
  brik_account_record_free (portal_till_catch_up (till, "alma"));
  import (fixture, "tills.csv", "id,name,place\n", "norre-1,Kasse,fyret\n");
  page = portal_till_poll (till, 0);
  g_assert_true (find (page, BRIK_RECORD_ACCOUNT, "alma")->gone);
  g_assert_true (find (page, BRIK_RECORD_ACCOUNT, "noah")->gone);
  g_assert_false (find (page, BRIK_RECORD_ACCOUNT, "maja")->gone);
}

/* Of what an import changes everybody is told once, by the import, however many tills ask afterwards. */
static void
test_told_once (PortalFixture *fixture, gconstpointer data)
{
  static const char head[] = "id,name,kind,allowance,data_age_hours,holds\n";
  g_autoptr (PortalTill) till = portal_till_new (fixture, "fyret-1", "fyret");
  gint64 number;

  brik_account_record_free (portal_till_catch_up (till, "alma"));
  import (fixture, "places.csv", head, "fyret,Fyret,klub,,,own\n");
  number = portal_fixture_number (fixture, "SELECT number FROM feed");
  g_assert_true (is_gone (till, "alma"));
  g_assert_cmpint (portal_fixture_number (fixture, "SELECT number FROM feed"), ==, number);

  import (fixture, "places.csv", head, "fyret,Fyret,klub,,,everyone\nhal,Hal,klub,,,own\n");
  brik_account_record_free (portal_till_catch_up (till, "alma"));
  import (fixture, "tills.csv", "id,name,place\n", "fyret-1,Kasse,hal\n");
  number = portal_fixture_number (fixture, "SELECT number FROM feed");
  g_assert_true (is_gone (till, "alma"));
  g_assert_cmpint (portal_fixture_number (fixture, "SELECT number FROM feed"), ==, number);
}

/* @data: (type guint) how many people change of whom the club's till knows nothing */
static gboolean
touch_others (BrikStore *store, gpointer data, GError **error)
{
  return brik_store_run (store, error,
                         "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT ?)"
                         " INSERT INTO change_due (municipality_id, kind, id)"
                         " SELECT 'by', 'account', 'k' || i FROM n",
                         "i", (gint64) * (guint *) data);
}

/* A till that waits goes on waiting where others change; where those get many it is told that it is past
 * them, so that they are not read again at each wake. */
static void
test_passed_over (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (PortalTill) till = portal_till_new (fixture, "fyret-1", "fyret");
  g_autoptr (BrikChangesPage) few = NULL;
  g_autoptr (BrikChangesPage) many = NULL;
  gint64 begun_us, cursor;

  portal_fixture_write_books (fixture, hold_own, NULL);
  brik_account_record_free (portal_till_catch_up (till, "alma"));
  portal_fixture_write_books (fixture, touch_others, &(guint){ 3 });
  begun_us = g_get_monotonic_time ();
  few = portal_till_poll (till, 1);
  g_assert_cmpint (g_get_monotonic_time () - begun_us, >=, G_TIME_SPAN_SECOND);

  cursor = till->cursor;
  portal_fixture_write_books (fixture, touch_others, &(guint){ 100 });
  begun_us = g_get_monotonic_time ();
  many = portal_till_poll (till, 20);
  g_assert_cmpint (g_get_monotonic_time () - begun_us, <, 20 * G_TIME_SPAN_SECOND);
  g_assert_cmpuint (many->changes->len, ==, 0);
  g_assert_cmpint (till->cursor, ==, cursor + 100);
}

static gboolean
know_many (BrikStore *store, gpointer data, GError **error)
{
  return brik_store_run (store, error,
                         "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 3000)"
                         " INSERT INTO account (municipality_id, id, type, name, person_id, balance_ore)"
                         " SELECT 'by', 'k' || i, 'holder', 'Konto', 'maja', 0 FROM n",
                         "") &&
         brik_store_run (store, error,
                         "INSERT INTO till_interest (municipality_id, till_id, account_id, date, gone)"
                         " SELECT 'by', 'fyret-1', id, iif (id < 'k2', '2026-12-24', '2026-11-01'),"
                         "  id >= 'k2' FROM account WHERE id LIKE 'k%'",
                         "");
}

static int
count_one (void *data)
{
  ++*(guint *) data;
  return 0;
}

/* The steps of what each question asks, into @data. */
static gboolean
search (BrikStore *store, gpointer data, GError **error)
{
  const BrikTill till = { .municipality = "by", .id = "fyret-1" };
  gboolean have = TRUE, done;
  GDate today;

  g_date_set_dmy (&today, 20, G_DATE_NOVEMBER, 2026);
  sqlite3_progress_handler (store->db, 1, count_one, data);
  done = brik_visitors_have_stayed (store, &till, &today, &have, error) &&
         brik_visitors_ask (store, &till, "alma", &today, error);
  sqlite3_progress_handler (store->db, 0, NULL, NULL);
  g_assert_false (have);
  return done;
}

/* However many a till has ever known, who is to leave and who was asked for is found without reading them. */
static void
test_searches (PortalFixture *fixture, gconstpointer data)
{
  guint n_steps = 0, n_steps_then = 0;

  portal_fixture_write_books (fixture, search, &n_steps);
  portal_fixture_write_books (fixture, know_many, NULL);
  portal_fixture_write_books (fixture, search, &n_steps_then);
  g_assert_cmpuint (n_steps_then, <, 2 * n_steps);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  portal_test ("/portal/visitors/own-people", test_own_people);
  portal_test ("/portal/visitors/leave", test_visitors_leave);
  portal_test ("/portal/visitors/number", test_number);
  portal_test ("/portal/visitors/moved-people", test_moved_people);
  portal_test ("/portal/visitors/other-tills", test_other_tills);
  portal_test ("/portal/visitors/moved-till", test_moved_till);
  portal_test ("/portal/visitors/told-once", test_told_once);
  portal_test ("/portal/visitors/passed-over", test_passed_over);
  portal_test ("/portal/visitors/searches", test_searches);

  return g_test_run ();
}
