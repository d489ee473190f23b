/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal-fixture.h"

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
look_up (PortalTill *till, const char *uid, guint status)
{
  g_autofree char *target = g_strconcat (BRIK_API_CARDS, uid, NULL);
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
  g_assert_true (find (today, BRIK_RECORD_ACCOUNT, "noah")->gone);

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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  portal_test ("/portal/visitors/own-people", test_own_people);
  portal_test ("/portal/visitors/leave", test_visitors_leave);

  return g_test_run ();
}
