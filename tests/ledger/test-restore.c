/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "ledger-calls.h"

/* A till and its portal where one of them was put back from an older copy. */

/* What the portal has of the till: the entries it was sent, in order, and the sum of the sales. */
typedef struct
{
  GHashTable *names;  /* run/number: a set */
  GHashTable *newest; /* number, by run */
  gint64 balance_ore;
  char *run;
  gint64 number;
} Portal;

static void
portal_clear (Portal *portal)
{
  g_hash_table_unref (portal->names);
  g_hash_table_unref (portal->newest);
  g_free (portal->run);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Portal, portal_clear)

static Portal
portal_new (void)
{
  return (Portal){ .names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
                   .newest = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
                   .balance_ore = 10000 };
}

/* Everything is booked once, whatever is sent twice; the newest entry is that of the run that was sent. */
static void
push (Fixture *fixture, Portal *portal)
{
  g_autoptr (GPtrArray) entries = unsent_entries (fixture);

  for (guint i = 0; i < entries->len; i++)
    {
      const BrikEntry *entry = g_ptr_array_index (entries, i);
      char *name = g_strdup_printf ("%s/%" G_GINT64_FORMAT, entry->run, entry->number);

      g_free (portal->run);
      portal->run = g_strdup (entry->run);
      if (!g_hash_table_add (portal->names, name))
        continue;
      if (entry->kind == BRIK_ENTRY_SALE)
        portal->balance_ore -= entry->total_ore;
      if (entry->kind == BRIK_ENTRY_UNDO)
        portal->balance_ore += entry->total_ore;
      g_hash_table_replace (portal->newest, g_strdup (entry->run), GINT_TO_POINTER ((gint) entry->number));
    }
  portal->number = GPOINTER_TO_INT (g_hash_table_lookup (portal->newest, portal->run));
  acknowledge (fixture, portal->run, portal->number, entries->len);
}

static BrikAccountRecord *
portal_record (const Portal *portal)
{
  BrikAccountRecord *account = account_record_new ("konto", UID);

  account->balance_ore = portal->balance_ore;
  account_record_set_through (account, portal->run, portal->number);
  return account;
}

static gint64
balance (Fixture *fixture)
{
  g_autoptr (BrikCardholder) holder = look_up (fixture, UID);

  return holder->account->balance_ore;
}

static void
sell_for (Fixture *fixture, gint64 price_ore)
{
  g_autoptr (BrikOutcome) outcome = sell_expecting (fixture, price_ore, BRIK_REASON_NONE);
}

static void
open_again (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  fixture_open (fixture);
  brik_ledger_set_online (fixture->ledger, TRUE);
  g_assert_true (sign_in (fixture, "karen", PIN, &error));
  g_assert_no_error (error);
}

/* The answer to a cursor that the till has given up. */
static void
start_over (Fixture *fixture, const Portal *portal)
{
  g_autofree char *epoch = NULL;
  g_autoptr (GError) error = NULL;
  BrikChangesPage *page = page_new (30, brik_clock_now (fixture->clock));
  gint64 cursor;

  brik_ledger_get_cursor (fixture->ledger, &epoch, &cursor);
  g_assert_null (epoch);
  g_assert_cmpint (cursor, ==, 0);

  page->start_over = TRUE;
  page_add (page, BRIK_RECORD_PLACE, "canteen", place_record_new ());
  page_add (page, BRIK_RECORD_STAFF, "karen", staff_record_new ("karen", "Karen"));
  page_add_account (page, portal_record (portal));
  g_assert_true (apply (fixture, page, &error));
  g_assert_no_error (error);
}

static void
test_acknowledged_forward_and_back (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) entries = NULL;
  const BrikEntry *entry;

  fixture_open_signed_in (fixture);
  sell_for (fixture, 100);
  sell_for (fixture, 200);
  entries = unsent_entries (fixture);
  g_assert_cmpuint (entries->len, ==, 4);
  entry = g_ptr_array_index (entries, 3);

  acknowledge (fixture, entry->run, 4, 4);
  g_assert_cmpuint (unsent_entries_count (fixture), ==, 0);
  /* The portal was put back from a copy: it names an older one, or none. */
  acknowledge (fixture, entry->run, 2, 0);
  g_assert_cmpuint (unsent_entries_count (fixture), ==, 2);
  fixture_close (fixture);
  fixture_open (fixture);
  g_assert_cmpuint (unsent_entries_count (fixture), ==, 2);
  acknowledge (fixture, NULL, 0, 0);
  g_assert_cmpuint (unsent_entries_count (fixture), ==, 4);
}

static void
test_unsent_is_bounded (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) some = NULL;
  g_autoptr (GPtrArray) rest = NULL;
  g_autofree char *json = NULL;

  fixture_open_signed_in (fixture);
  for (int i = 0; i < 120; i++)
    sell_for (fixture, 1);

  some = unsent (fixture, 7);
  g_assert_cmpuint (some->len, ==, 7);
  rest = unsent (fixture, G_MAXUINT);
  g_assert_cmpuint (rest->len, ==, 100);
  json = brik_batch_to_json (rest);
  g_assert_cmpuint (strlen (json), <=, 256 * 1024);
}

/* The portal was put back: its record is older, and all that it lacks is counted in here. */
static void
test_portal_put_back (Fixture *fixture, gconstpointer data)
{
  g_auto (Portal) portal = portal_new ();
  BrikAccountRecord *older = account_record_new ("konto", UID);

  fixture_open_signed_in (fixture);
  sell_for (fixture, 2000);
  push (fixture, &portal);
  apply_account (fixture, portal_record (&portal));
  sell_for (fixture, 3000);
  push (fixture, &portal);
  apply_account (fixture, portal_record (&portal));
  g_assert_cmpint (balance (fixture), ==, 5000);

  older->balance_ore = 8000;
  account_record_set_through (older, portal.run, 3);
  apply_account (fixture, older);
  g_assert_cmpint (balance (fixture), ==, 5000);
  apply_account (fixture, account_record_new ("konto", UID));
  g_assert_cmpint (balance (fixture), ==, 5000);
}

/* The till's file was put back: what it sold since the copy is not in it, but in the portal's record. */
static void
test_till_put_back (Fixture *fixture, gconstpointer data)
{
  g_auto (Portal) portal = portal_new ();

  fixture_open_signed_in (fixture);
  sell_for (fixture, 2000);
  push (fixture, &portal);
  apply_account (fixture, portal_record (&portal));
  /* In the copy, and not sent yet. */
  sell_for (fixture, 500);
  fixture_close (fixture);
  fixture_save_copy (fixture);

  open_again (fixture);
  sell_for (fixture, 3000);
  push (fixture, &portal);
  g_assert_cmpint (portal.balance_ore, ==, 4500);
  fixture_close (fixture);
  fixture_put_copy_back (fixture);

  open_again (fixture);
  g_assert_cmpint (balance (fixture), ==, 7500);
  sell_for (fixture, 100);

  /* The record names an entry that is not here. Until the branch is sent, the till counts too much rather
   * than too little. */
  apply_account (fixture, portal_record (&portal));
  g_assert_cmpint (balance (fixture), <=, 4400);
  sell_for (fixture, 200);
  g_assert_cmpint (balance (fixture), <=, 4200);

  push (fixture, &portal);
  g_assert_cmpint (portal.balance_ore, ==, 4200);
  g_assert_cmpuint (unsent_entries_count (fixture), ==, 0);
  g_assert_cmpint (balance (fixture), <=, 4200);
  start_over (fixture, &portal);
  g_assert_cmpint (balance (fixture), ==, 4200);

  /* From here on all is as ever. */
  sell_for (fixture, 300);
  push (fixture, &portal);
  apply_account (fixture, portal_record (&portal));
  g_assert_cmpint (balance (fixture), ==, 3900);
  g_assert_cmpint (portal.balance_ore, ==, 3900);
}

/* Nothing was sold since: the portal knows every entry it is sent, and its newest is not here. Sending comes
 * to an end all the same. */
static void
test_till_put_back_and_idle (Fixture *fixture, gconstpointer data)
{
  g_auto (Portal) portal = portal_new ();

  fixture_open_signed_in (fixture);
  sell_for (fixture, 500);
  fixture_close (fixture);
  fixture_save_copy (fixture);
  open_again (fixture);
  sell_for (fixture, 3000);
  push (fixture, &portal);
  fixture_close (fixture);
  fixture_put_copy_back (fixture);

  fixture_open (fixture);
  g_assert_cmpuint (unsent_entries_count (fixture), ==, 3);
  apply_account (fixture, portal_record (&portal));
  g_assert_cmpint (balance (fixture), <=, 6500);
  push (fixture, &portal);
  g_assert_cmpuint (unsent_entries_count (fixture), ==, 0);
  fixture_close (fixture);
  fixture_open (fixture);
  start_over (fixture, &portal);
  g_assert_cmpint (balance (fixture), ==, 6500);
}

/* The portal was put back to before this journal began, which it tells by naming another's entry: what it had
 * acknowledged is offered again. Once: one that knows no better is believed then. */
static void
test_portal_put_back_before_the_journal (Fixture *fixture, gconstpointer data)
{
  static const char other_run[] = "0123456789abcdef0123456789abcdef";
  g_auto (Portal) portal = portal_new ();

  fixture_open_signed_in (fixture);
  sell_for (fixture, 2000);
  push (fixture, &portal);
  g_assert_cmpuint (unsent_entries_count (fixture), ==, 0);

  sell_for (fixture, 500);
  acknowledge (fixture, other_run, 7, 1);
  g_assert_cmpuint (unsent_entries_count (fixture), ==, 4);
  acknowledge (fixture, other_run, 7, 4);
  g_assert_cmpuint (unsent_entries_count (fixture), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function)                                                                                  \
  g_test_add ("/ledger/restore/" name, Fixture, NULL, fixture_set_up, function, fixture_tear_down)
  ADD ("acknowledged-forward-and-back", test_acknowledged_forward_and_back);
  ADD ("unsent-is-bounded", test_unsent_is_bounded);
  ADD ("portal-put-back", test_portal_put_back);
  ADD ("portal-put-back-before-the-journal", test_portal_put_back_before_the_journal);
  ADD ("till-put-back", test_till_put_back);
  ADD ("till-put-back-and-idle", test_till_put_back_and_idle);

  return g_test_run ();
}
