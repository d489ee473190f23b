/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal-fixture.h"

#include <glib/gstdio.h>

/* A poll that is woken is answered long before it would end by itself. */
#define AT_ONCE_US (10 * G_TIME_SPAN_SECOND)

#include "core/brik-limits.h"
#include "wire/brik-api.h"

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

static void
test_snapshot (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (PortalTill) till = portal_till_new (fixture, "norre-1", "norre");
  g_autoptr (BrikChangesPage) page = portal_till_poll (till, 0);
  g_autoptr (BrikChangesPage) next = NULL;
  BrikPlaceRecord *place = find (page, BRIK_RECORD_PLACE, "norre")->place;
  BrikAccountRecord *noah = find (page, BRIK_RECORD_ACCOUNT, "noah")->account;

  g_assert_true (page->start_over);
  g_assert_false (page->more);
  g_assert_cmpint (page->time_us, ==, PORTAL_NOON_US);
  g_assert_cmpuint (count (page, BRIK_RECORD_PLACE, FALSE), ==, 1);
  g_assert_cmpuint (count (page, BRIK_RECORD_STAFF, FALSE), ==, 1);
  g_assert_cmpuint (count (page, BRIK_RECORD_CATEGORY, FALSE), ==, 1);
  g_assert_cmpuint (count (page, BRIK_RECORD_PRODUCT, FALSE), ==, 2);
  g_assert_cmpuint (count (page, BRIK_RECORD_ACCOUNT, FALSE), ==, 2);

  g_assert_cmpstr (place->till, ==, "norre-1");
  g_assert_cmpstr (place->zone, ==, "Europe/Copenhagen");
  g_assert_cmpuint (place->kinds->len, ==, 2);
  g_assert_cmpint (place->allowance_ore, ==, 5000);
  g_assert_cmpint (place->again_after_us, ==, 60 * G_TIME_SPAN_SECOND);
  g_assert_cmpstr (noah->group, ==, "7.A · Nørre Skole");
  g_assert_cmpint (noah->balance_ore, ==, 5000);
  g_assert_cmpuint (noah->caps->len, ==, 1);
  g_assert_cmpuint (g_strv_length (noah->kinds_allowed), ==, 2);
  g_assert_null (noah->through_run);

  next = portal_till_poll (till, 0);
  g_assert_false (next->start_over);
  g_assert_cmpuint (next->changes->len, ==, 0);
  g_assert_cmpint (next->cursor, ==, page->cursor);
}

/* What belongs to another place is not in the snapshot, and is said to be gone when it changes. */
static void
test_place (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (PortalTill) till = portal_till_new (fixture, "fyret-1", "fyret");
  g_autoptr (BrikChangesPage) page = portal_till_poll (till, 0);
  g_autoptr (BrikChangesPage) next = NULL;
  g_autoptr (GPtrArray) problems = NULL;

  g_assert_cmpuint (count (page, BRIK_RECORD_STAFF, FALSE), ==, 0);
  g_assert_cmpuint (count (page, BRIK_RECORD_PRODUCT, FALSE), ==, 1);
  g_assert_cmpuint (count (page, BRIK_RECORD_PRODUCT, TRUE), ==, 0);
  g_assert_nonnull (find (page, BRIK_RECORD_PRODUCT, "bolle"));

  portal_fixture_write (fixture, "products.csv",
                        "id,name,category,places,price,vat,exempt_buyers,position,available\n"
                        "bolle,Grønbolle,mad,norre,13.00,25,,1,yes\n");
  problems = portal_fixture_import (fixture);
  g_assert_null (problems);
  next = portal_till_poll (till, 0);
  g_assert_true (find (next, BRIK_RECORD_PRODUCT, "bolle")->gone);
}

/* Balance and `through` are of one moment. */
static void
test_through (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (PortalTill) till = portal_till_new (fixture, "norre-1", "norre");
  g_autoptr (PortalTill) other = portal_till_new (fixture, "norre-2", "norre");
  g_autoptr (BrikAccountRecord) record = NULL;
  g_autoptr (BrikAccountRecord) theirs = NULL;

  portal_till_sell (till, "noah", 1, NULL);
  portal_till_sell (till, "noah", 1, NULL);
  portal_till_send (till, 0, 2);

  record = portal_till_catch_up (till, "noah");
  g_assert_cmpint (record->balance_ore, ==, 5000 - 2 * PORTAL_PRICE_ORE);
  g_assert_cmpstr (record->through_run, ==, till->run);
  g_assert_cmpint (record->through_number, ==, 3);
  g_assert_cmpuint (record->spending->len, ==, BRIK_N_PERIODS);
  for (guint i = 0; i < record->spending->len; i++)
    {
      BrikSpending *spending = &g_array_index (record->spending, BrikSpending, i);

      g_assert_cmpstr (spending->kind, ==, "skole");
      g_assert_cmpint (spending->spent_ore, ==, 2 * PORTAL_PRICE_ORE);
    }

  theirs = portal_till_catch_up (other, "noah");
  g_assert_cmpint (theirs->balance_ore, ==, 5000 - 2 * PORTAL_PRICE_ORE);
  g_assert_null (theirs->through_run);
}

/* Spending counts on the civil date, in the periods of the date asked for. */
static void
test_periods (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (PortalTill) till = portal_till_new (fixture, "norre-1", "norre");
  g_autoptr (BrikAccountRecord) record = NULL;
  const struct
  {
    guint day;
    guint month;
    gint n;
  } sales[] = { { 31, 10, 7 }, { 15, 11, 5 }, { 16, 11, 3 }, { 20, 11, 1 } };
  const gint64 expected[] = { 1, 4, 9 };

  for (guint i = 0; i < G_N_ELEMENTS (sales); i++)
    {
      BrikEntry *entry = portal_till_entry (till, BRIK_ENTRY_SALE);

      entry->id = brik_id_new ();
      entry->account = g_strdup ("alma");
      entry->card = g_strdup ("alma-1");
      entry->basket = brik_basket_new ();
      brik_basket_add (entry->basket, "bolle", "Bolle", sales[i].n, 100, 2500, NULL);
      entry->total_ore = sales[i].n * 100;
      g_date_set_dmy (&entry->date, (GDateDay) sales[i].day, (GDateMonth) sales[i].month, 2026);
      portal_till_seal (till, entry);
    }
  portal_till_send (till, 0, G_N_ELEMENTS (sales));

  record = portal_till_catch_up (till, "alma");
  g_assert_cmpuint (record->spending->len, ==, BRIK_N_PERIODS);
  for (guint i = 0; i < BRIK_N_PERIODS; i++)
    {
      BrikSpending *spending = &g_array_index (record->spending, BrikSpending, i);

      g_assert_cmpint (spending->spent_ore, ==, 100 * expected[spending->period]);
    }
}

static void
test_start_over (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (PortalTill) till = portal_till_new (fixture, "norre-1", "norre");
  g_autoptr (BrikChangesPage) page = portal_till_poll (till, 0);
  g_autoptr (BrikChangesPage) other = NULL;
  g_autoptr (BrikChangesPage) ahead = NULL;
  g_autofree char *epoch = g_strdup (till->epoch);

  g_free (till->epoch);
  till->epoch = brik_id_new ();
  other = portal_till_poll (till, 20);
  g_assert_true (other->start_over);
  g_assert_cmpstr (till->epoch, ==, epoch);

  till->cursor += 1000;
  ahead = portal_till_poll (till, 20);
  g_assert_true (ahead->start_over);
  g_assert_cmpuint (ahead->changes->len, ==, page->changes->len);
}

static void
test_pages (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (PortalTill) till = portal_till_new (fixture, "norre-1", "norre");
  g_autoptr (GString) people =
    g_string_new ("id,name,email,cpr,address,postcode,city,phone,buyer,school,class,photo\n");
  g_autoptr (GString) accounts = g_string_new ("id,person,name,opening_balance,overdraft,state\n");
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) problems = NULL;
  gboolean more = TRUE;
  guint n_pages = 0;

  for (guint i = 0; i < 450; i++)
    {
      g_string_append_printf (people, "p%u,Person %u,,,,,,,pupil,,,\n", i, i);
      g_string_append_printf (accounts, "p%u,p%u,Kort,1,0,active\n", i, i);
    }
  portal_fixture_write (fixture, "people.csv", people->str);
  portal_fixture_write (fixture, "accounts.csv", accounts->str);
  problems = portal_fixture_import (fixture);
  g_assert_null (problems);

  while (more)
    {
      g_autoptr (BrikChangesPage) page = portal_till_poll (till, 0);

      g_assert_true (page->start_over == (n_pages == 0));
      g_assert_cmpuint (page->changes->len, <=, BRIK_LIMIT_CHANGES_PAGE);
      for (guint i = 0; i < page->changes->len; i++)
        {
          BrikChange *change = g_ptr_array_index (page->changes, i);

          if (change->kind == BRIK_RECORD_ACCOUNT)
            g_assert_true (g_hash_table_add (seen, g_strdup (change->id)));
        }
      more = page->more;
      n_pages++;
    }
  g_assert_cmpuint (n_pages, ==, 3);
  g_assert_cmpuint (g_hash_table_size (seen), ==, 452);
}

/* Long polls */

static gpointer
poll_in_thread (gpointer data)
{
  PortalTill *till = data;
  PortalFixture own = *till->fixture;
  PortalTill copy = *till;
  BrikChangesPage *page;

  own.session = soup_session_new ();
  copy.fixture = &own;
  copy.epoch = g_strdup (till->epoch);
  page = portal_till_poll (&copy, 20);
  g_free (copy.epoch);
  g_object_unref (own.session);
  return page;
}

/* Waits until the server has put the poll aside, or had the time to: then what wakes it is tried. */
static GThread *
begin_poll (PortalTill *till)
{
  GThread *thread = g_thread_new ("poll", poll_in_thread, till);

  g_usleep (50 * G_TIME_SPAN_MILLISECOND);
  return thread;
}

static void
test_long_poll_block (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (PortalTill) till = portal_till_new (fixture, "norre-1", "norre");
  g_autoptr (BrikAccountRecord) before = portal_till_catch_up (till, "alma");
  g_autoptr (BrikChangesPage) page = NULL;
  GThread *thread = begin_poll (till);
  gint64 begun_us = g_get_monotonic_time ();
  BrikCardRecord *card;

  portal_fixture_set_card (fixture, "alma-1", BRIK_CARD_BLOCKED);
  page = g_thread_join (thread);
  g_assert_cmpint (g_get_monotonic_time () - begun_us, <, AT_ONCE_US);
  g_assert_cmpuint (page->changes->len, ==, 1);
  card = g_ptr_array_index (find (page, BRIK_RECORD_ACCOUNT, "alma")->account->cards, 0);
  g_assert_cmpint (card->state, ==, BRIK_CARD_BLOCKED);
}

static void
test_long_poll_sale (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (PortalTill) till = portal_till_new (fixture, "norre-1", "norre");
  g_autoptr (PortalTill) other = portal_till_new (fixture, "norre-2", "norre");
  g_autoptr (BrikAccountRecord) before = portal_till_catch_up (till, "alma");
  g_autoptr (BrikChangesPage) page = NULL;
  GThread *thread = begin_poll (till);
  gint64 begun_us = g_get_monotonic_time ();

  portal_till_sell (other, "alma", 1, NULL);
  portal_till_send (other, 0, 1);
  page = g_thread_join (thread);
  g_assert_cmpint (g_get_monotonic_time () - begun_us, <, AT_ONCE_US);
  g_assert_cmpint (find (page, BRIK_RECORD_ACCOUNT, "alma")->account->balance_ore, ==,
                   10000 - PORTAL_PRICE_ORE);
}

static void
test_long_poll_ends (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (PortalTill) till = portal_till_new (fixture, "norre-1", "norre");
  g_autoptr (BrikAccountRecord) before = portal_till_catch_up (till, "alma");
  gint64 begun_us = g_get_monotonic_time ();
  g_autoptr (BrikChangesPage) page = portal_till_poll (till, 1);

  g_assert_cmpint (g_get_monotonic_time () - begun_us, >=, G_TIME_SPAN_SECOND);
  g_assert_cmpuint (page->changes->len, ==, 0);
}

/* A poll under way when the server stops is answered, not dropped. */
static void
test_long_poll_stop (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (PortalTill) till = portal_till_new (fixture, "norre-1", "norre");
  g_autoptr (BrikAccountRecord) before = portal_till_catch_up (till, "alma");
  g_autoptr (BrikChangesPage) page = NULL;
  GThread *thread = begin_poll (till);

  portal_fixture_stop (fixture);
  page = g_thread_join (thread);
  g_assert_cmpuint (page->changes->len, ==, 0);
  portal_fixture_start (fixture);
}

/* Copies put back */

static void
copy_file (const char *from, const char *to)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  g_file_get_contents (from, &text, &length, &error);
  g_assert_no_error (error);
  g_file_set_contents (to, text, (gssize) length, &error);
  g_assert_no_error (error);
}

static void
test_restart (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (PortalTill) till = portal_till_new (fixture, "norre-1", "norre");
  g_autoptr (BrikChangesPage) before = portal_till_poll (till, 0);
  g_autoptr (BrikChangesPage) after = NULL;

  portal_fixture_stop (fixture);
  portal_fixture_start (fixture);
  after = portal_till_poll (till, 0);
  g_assert_false (after->start_over);
  g_assert_cmpstr (after->epoch, ==, before->epoch);
}

/* The database of before some sales: the tills start over, send again what it does not have, and nothing is
 * lost or doubled. */
static void
test_restored (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (PortalTill) till = portal_till_new (fixture, "norre-1", "norre");
  g_autofree char *copy = g_strconcat (fixture->database, ".copy", NULL);
  g_autofree char *epoch = NULL;
  g_autoptr (BrikChangesPage) page = NULL;
  g_autoptr (BrikReceipt) receipt = NULL;
  g_autoptr (BrikReceipt) rest = NULL;

  portal_till_sell (till, "alma", 1, NULL);
  portal_till_send (till, 0, 1);
  portal_fixture_stop (fixture);
  copy_file (fixture->database, copy);
  portal_fixture_start (fixture);

  portal_till_sell (till, "alma", 2, NULL);
  portal_till_start_run (till);
  portal_till_sell (till, "noah", 1, NULL);
  portal_till_send (till, 2, 4);
  brik_account_record_free (portal_till_catch_up (till, "alma"));
  epoch = g_strdup (till->epoch);

  portal_fixture_stop (fixture);
  copy_file (copy, fixture->database);
  portal_fixture_start (fixture);

  page = portal_till_poll (till, 0);
  g_assert_true (page->start_over);
  g_assert_cmpstr (page->epoch, !=, epoch);

  /* What the till sends next leaves a gap: it is told to go back. */
  portal_till_sell (till, "noah", 1, NULL);
  receipt = portal_till_push (till, 5, 5);
  g_assert_cmpint (receipt->number, ==, 2);
  g_assert_cmpstr (receipt->run, !=, till->run);
  rest = portal_till_push (till, 2, 5);
  g_assert_cmpstr (rest->run, ==, till->run);
  g_assert_cmpint (rest->number, ==, 3);
  g_assert_cmpint (portal_fixture_balance (fixture, "alma"), ==, 10000 - 3 * PORTAL_PRICE_ORE);
  g_assert_cmpint (portal_fixture_balance (fixture, "noah"), ==, 5000 - 2 * PORTAL_PRICE_ORE);
  g_assert_cmpint (portal_fixture_number (fixture, "SELECT max (forked) FROM run"), ==, 0);
  portal_fixture_assert_books (fixture);
}

/* A copy made while the same process went on serving: told by the highest cursor that was handed out. */
static void
test_restored_same_boot (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (PortalTill) till = portal_till_new (fixture, "norre-1", "norre");
  g_autofree char *copy = g_strconcat (fixture->database, ".copy", NULL);
  g_autofree char *wal = g_strconcat (fixture->database, "-wal", NULL);
  g_autofree char *copy_wal = g_strconcat (copy, "-wal", NULL);
  g_autoptr (BrikChangesPage) page = NULL;
  g_autofree char *epoch = NULL;

  brik_account_record_free (portal_till_catch_up (till, "alma"));
  epoch = g_strdup (till->epoch);
  copy_file (fixture->database, copy);
  copy_file (wal, copy_wal);
  portal_fixture_set_card (fixture, "alma-1", BRIK_CARD_BLOCKED);
  brik_account_record_free (portal_till_catch_up (till, "alma"));

  portal_fixture_stop (fixture);
  copy_file (copy, fixture->database);
  copy_file (copy_wal, wal);
  portal_fixture_start (fixture);
  g_assert_cmpint (portal_fixture_number (fixture, "SELECT count (*) FROM card WHERE state = 'blocked'"), ==,
                   0);
  page = portal_till_poll (till, 0);
  g_assert_true (page->start_over);
  g_assert_cmpstr (page->epoch, !=, epoch);
}

static void
test_mark_lost (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (PortalTill) till = portal_till_new (fixture, "norre-1", "norre");
  g_autofree char *mark = g_strconcat (fixture->database, ".feed", NULL);
  g_autoptr (BrikChangesPage) before = portal_till_poll (till, 0);
  g_autoptr (BrikChangesPage) after = NULL;

  portal_fixture_stop (fixture);
  g_assert_cmpint (g_remove (mark), ==, 0);
  portal_fixture_start (fixture);
  after = portal_till_poll (till, 0);
  g_assert_true (after->start_over);
  g_assert_cmpstr (after->epoch, !=, before->epoch);
}

/* The machine went down under a serving process: the mark may be older than it was. */
static void
test_machine_down (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (PortalTill) till = portal_till_new (fixture, "norre-1", "norre");
  g_autofree char *mark = g_strconcat (fixture->database, ".feed", NULL);
  g_autoptr (BrikChangesPage) before = portal_till_poll (till, 0);
  g_autoptr (BrikChangesPage) after = NULL;
  g_autoptr (GKeyFile) file = g_key_file_new ();

  portal_fixture_stop (fixture);
  g_assert_true (g_key_file_load_from_file (file, mark, G_KEY_FILE_NONE, NULL));
  g_key_file_set_boolean (file, "feed", "closed", FALSE);
  g_assert_true (g_key_file_save_to_file (file, mark, NULL));
  portal_fixture_start (fixture);
  after = portal_till_poll (till, 0);
  g_assert_false (after->start_over);

  portal_fixture_stop (fixture);
  g_assert_true (g_key_file_load_from_file (file, mark, G_KEY_FILE_NONE, NULL));
  g_key_file_set_boolean (file, "feed", "closed", FALSE);
  g_key_file_set_string (file, "feed", "machine", "another");
  g_assert_true (g_key_file_save_to_file (file, mark, NULL));
  portal_fixture_start (fixture);
  g_clear_pointer (&after, brik_changes_page_free);
  after = portal_till_poll (till, 0);
  g_assert_true (after->start_over);
}

/* Cards and photos */

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

static void
test_card (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (PortalTill) till = portal_till_new (fixture, "norre-1", "norre");
  g_autoptr (BrikChangesPage) page = look_up (till, "04579A22352680", 200);

  g_assert_cmpuint (page->changes->len, ==, 1);
  g_assert_cmpint (page->cursor, ==, 0);
  g_assert_nonnull (find (page, BRIK_RECORD_ACCOUNT, "alma")->account);
  look_up (till, "04579A22352681", 404);
  look_up (till, "nonsense", 400);
}

/* The smallest PNG there is: one pixel. */
static const guint8 png[] = {
  0x89, 'P',  'N',  'G',  '\r', '\n', 0x1a, '\n', 0,    0,    0,    13,   'I',  'H',  'D',  'R',  0, 0,
  0,    1,    0,    0,    0,    1,    8,    6,    0,    0,    0,    0x1f, 0x15, 0xc4, 0x89, 0,    0, 0,
  13,   'I',  'D',  'A',  'T',  0x78, 0x9c, 0x62, 0x60, 0x60, 0x60, 0x60, 0,    0,    0,    5,    0, 1,
  0xa5, 0xf6, 0x45, 0x40, 0,    0,    0,    0,    'I',  'E',  'N',  'D',  0xae, 0x42, 0x60, 0x82,
};

static void
test_photo (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (PortalTill) till = portal_till_new (fixture, "norre-1", "norre");
  g_autofree char *photos = g_build_filename (fixture->files, "photos", NULL);
  g_autofree char *path = g_build_filename (photos, "alma.png", NULL);
  g_autoptr (GPtrArray) problems = NULL;
  g_autoptr (BrikAccountRecord) record = NULL;
  g_autofree char *target = NULL;
  g_autofree char *missing = NULL;
  g_auto (PortalAnswer) none = { 0 };
  g_auto (PortalAnswer) answer = { 0 };

  g_mkdir (photos, 0700);
  g_assert_true (g_file_set_contents (path, (const char *) png, sizeof png, NULL));
  portal_fixture_write (fixture, "people.csv",
                        "id,name,email,cpr,address,postcode,city,phone,buyer,school,class,photo\n"
                        "alma,Alma Holm,,,,,,,pupil,,,alma.png\n");
  problems = portal_fixture_import (fixture);
  g_assert_null (problems);

  record = portal_till_catch_up (till, "alma");
  target = g_strconcat (BRIK_API_PHOTOS, record->photo, NULL);
  answer = portal_till_ask (till, "GET", target, NULL);
  g_assert_cmpuint (answer.status, ==, 200);
  g_assert_cmpint (memcmp (answer.text, png, 8), ==, 0);

  missing = g_strconcat (BRIK_API_PHOTOS, "00", record->photo + 2, NULL);
  none = portal_till_ask (till, "GET", missing, NULL);
  g_assert_cmpuint (none.status, ==, 404);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  portal_test ("/portal/feed/snapshot", test_snapshot);
  portal_test ("/portal/feed/place", test_place);
  portal_test ("/portal/feed/through", test_through);
  portal_test ("/portal/feed/periods", test_periods);
  portal_test ("/portal/feed/start-over", test_start_over);
  portal_test ("/portal/feed/pages", test_pages);
  portal_test ("/portal/feed/long-poll/block", test_long_poll_block);
  portal_test ("/portal/feed/long-poll/sale", test_long_poll_sale);
  portal_test ("/portal/feed/long-poll/ends", test_long_poll_ends);
  portal_test ("/portal/feed/long-poll/stop", test_long_poll_stop);
  portal_test ("/portal/feed/restart", test_restart);
  portal_test ("/portal/feed/restored", test_restored);
  portal_test ("/portal/feed/restored-same-boot", test_restored_same_boot);
  portal_test ("/portal/feed/mark-lost", test_mark_lost);
  portal_test ("/portal/feed/machine-down", test_machine_down);
  portal_test ("/portal/feed/card", test_card);
  portal_test ("/portal/feed/photo", test_photo);

  return g_test_run ();
}
