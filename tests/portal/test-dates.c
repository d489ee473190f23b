/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal-fixture.h"

#include "core/brik-limits.h"

/* A sale of @n øre at @at_us on day @day of November. */
static void
seal_sale_to (PortalTill *till, const char *account, gint n, gint64 at_us, guint day, char **sale)
{
  BrikEntry *entry = portal_till_entry (till, BRIK_ENTRY_SALE);

  *sale = brik_id_new ();
  entry->id = g_strdup (*sale);
  entry->account = g_strdup (account);
  entry->card = g_strconcat (account, "-1", NULL);
  entry->basket = brik_basket_new ();
  brik_basket_add (entry->basket, "bolle", "Bolle", n, 1, 2500, NULL);
  entry->total_ore = n;
  entry->at_us = at_us;
  g_date_set_dmy (&entry->date, (GDateDay) day, G_DATE_NOVEMBER, 2026);
  portal_till_seal (till, entry);
}

static void
seal_sale (PortalTill *till, gint n, gint64 at_us, guint day, char **sale)
{
  seal_sale_to (till, "alma", n, at_us, day, sale);
}

static gint64
spent_today (PortalTill *till)
{
  g_autoptr (BrikAccountRecord) record = portal_till_catch_up (till, "alma");
  BrikCap cap = { .kind = BRIK_CAP_ANY, .period = BRIK_PERIOD_DAY };
  GDate date;

  g_date_set_dmy (&date, 20, G_DATE_NOVEMBER, 2026);
  return brik_cap_spent (&cap, record->spending, &date);
}

/* Sales dated by a clock that was a week ahead count on the day they came, and are not free until next week;
 * one that is as little ahead as clocks may be keeps its date. Their undo gives back where they counted (D3).
 */
static void
test_dated_ahead (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (PortalTill) till = portal_till_new (fixture, "norre-1", "norre");
  g_autofree char *ahead = NULL;
  g_autofree char *near = NULL;
  BrikEntry *undo;
  guint n;

  seal_sale (till, 700, PORTAL_NOON_US + 7 * G_TIME_SPAN_DAY, 27, &ahead);
  seal_sale (till, 30, PORTAL_NOON_US + BRIK_LIMIT_CLOCK_SKEW_S * G_USEC_PER_SEC, 21, &near);
  portal_till_send (till, 0, 2);
  g_assert_cmpint (spent_today (till), ==, 700);
  g_assert_cmpint (portal_fixture_number (fixture, "SELECT count (*) FROM booking WHERE date = '2026-11-27'"),
                   ==, 1);

  undo = portal_till_entry (till, BRIK_ENTRY_UNDO);
  undo->id = brik_id_new ();
  undo->account = g_strdup ("alma");
  undo->card = g_strdup ("alma-1");
  undo->sale = g_strdup (ahead);
  undo->sale_place = g_strdup ("norre");
  undo->total_ore = 700;
  g_date_set_dmy (&undo->sale_date, 27, G_DATE_NOVEMBER, 2026);
  n = portal_till_seal (till, undo);
  g_assert_cmpint (portal_till_push_one (till, n), ==, BRIK_BOOKING_BOOKED);
  g_assert_cmpint (spent_today (till), ==, 0);
}

/* One that had to wait for its account counts on the day it came too, not on the one that the account came.
 */
static void
test_ahead_and_waiting (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (PortalTill) till = portal_till_new (fixture, "norre-1", "norre");
  g_autoptr (GPtrArray) problems = NULL;
  g_autofree char *ahead = NULL;

  seal_sale_to (till, "vera", 700, PORTAL_NOON_US + 7 * G_TIME_SPAN_DAY, 27, &ahead);
  portal_till_send (till, 0, 1);
  brik_clock_advance_fake (fixture->clock, 8 * G_TIME_SPAN_DAY);
  portal_fixture_write (
    fixture, "accounts.csv",
    "id,person,name,opening_balance,overdraft,state\nvera,maja,Kantinekort,50,0,active\n");
  problems = portal_fixture_import (fixture);
  g_assert_null (problems);
  g_assert_cmpint (portal_fixture_number (fixture, "SELECT count (*) FROM booking WHERE account_id = 'vera'"
                                                   " AND date = '2026-11-27' AND spent_on = '2026-11-20'"),
                   ==, 1);
}

static gint64
spent_in (const BrikAccountRecord *record, BrikPeriod period, guint day)
{
  BrikCap cap = { .kind = BRIK_CAP_ANY, .period = period };
  GDate date;

  g_date_set_dmy (&date, (GDateDay) day, G_DATE_NOVEMBER, 2026);
  return brik_cap_spent (&cap, record->spending, &date);
}

/* Sales of Friday that come on Monday count on Friday: against the month, not the day or the week that they
 * came in; they keep their time and their day, and are late. */
static void
test_late (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (PortalTill) till = portal_till_new (fixture, "norre-1", "norre");
  g_autoptr (BrikAccountRecord) record = NULL;
  g_autofree char *friday = NULL;
  g_autofree char *monday = NULL;

  brik_clock_advance_fake (fixture->clock, 3 * G_TIME_SPAN_DAY);
  seal_sale (till, 700, PORTAL_NOON_US, 20, &friday);
  seal_sale (till, 30, PORTAL_NOON_US + 3 * G_TIME_SPAN_DAY, 23, &monday);
  portal_till_send (till, 0, 2);
  record = portal_till_catch_up (till, "alma");
  g_assert_cmpint (spent_in (record, BRIK_PERIOD_DAY, 23), ==, 30);
  g_assert_cmpint (spent_in (record, BRIK_PERIOD_WEEK, 23), ==, 30);
  g_assert_cmpint (spent_in (record, BRIK_PERIOD_MONTH, 23), ==, 730);
  g_assert_cmpint (portal_fixture_number (fixture, "SELECT count (*) FROM booking WHERE type = 'sale'"
                                                   " AND date = '2026-11-20' AND spent_on = '2026-11-20'"
                                                   " AND booked_us - at_us = 3 * 86400 * 1000000"),
                   ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  portal_test ("/portal/dates/ahead", test_dated_ahead);
  portal_test ("/portal/dates/ahead-and-waiting", test_ahead_and_waiting);
  portal_test ("/portal/dates/late", test_late);
  return g_test_run ();
}
