/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync-fixture.h"

#include <glib/gstdio.h>
#include <sodium.h>

#include "journal/brik-journal-file.h"
#include "journal/brik-journal-verifier.h"
#include "wire/brik-entry.h"

/* started, shift-opened */
#define N_ENTRIES_OF_OPENING 2
#define FIRST_PAUSE_MS 20
#define LONGEST_PAUSE_MS 100

static const char place_change[] =
  "{\"kind\":\"place\",\"id\":\"noerre-skole\",\"record\":{\"municipality\":\"lilleby\","
  "\"municipality-name\":\"Lilleby Kommune\",\"place\":\"noerre-skole\",\"place-name\":\"Nørre Skole\","
  "\"place-kind\":\"skole\",\"till\":\"kasse-1\",\"till-name\":\"Kantinen\",\"zone\":\"Europe/Copenhagen\","
  "\"allowance\":100000000,\"data-age-limit\":259200000000,\"balance-shown\":\"always\",\"card-form\":"
  "\"hex\","
  "\"kinds\":[{\"id\":\"skole\",\"name\":\"Skole\"}]}}";
static const char category_change[] =
  "{\"kind\":\"category\",\"id\":\"mad\",\"record\":{\"id\":\"mad\",\"name\":\"Mad\",\"colour\":\"#1f8a5b\","
  "\"position\":1}}";

static char *
staff_change (void)
{
  char hash[crypto_pwhash_STRBYTES];

  /* As cheap as it can be had: what it costs is not what is tested. */
  g_assert_cmpint (crypto_pwhash_str (hash, FIXTURE_PIN, strlen (FIXTURE_PIN), crypto_pwhash_OPSLIMIT_MIN,
                                      crypto_pwhash_MEMLIMIT_MIN),
                   ==, 0);
  return g_strdup_printf (
    "{\"kind\":\"staff\",\"id\":\"hanne\",\"record\":{\"id\":\"hanne\",\"name\":\"Hanne\","
    "\"pin-hash\":\"%s\",\"active\":true}}",
    hash);
}

char *
price_change (gint64 price_ore)
{
  return g_strdup_printf (
    "{\"kind\":\"product\",\"id\":\"bolle\",\"record\":{\"id\":\"bolle\",\"name\":\"Bolle\","
    "\"category\":\"mad\",\"price\":%" G_GINT64_FORMAT ",\"vat\":2500,\"position\":1,"
    "\"available\":true,\"exempt-buyers\":[]}}",
    price_ore);
}

char *
account_change (const char *id, const char *uid, const char *photo)
{
  g_autofree char *photo_member =
    photo != NULL ? g_strdup_printf ("\"photo\":\"%s\",", photo) : g_strdup ("");

  return g_strdup_printf (
    "{\"kind\":\"account\",\"id\":\"%s\",\"record\":{\"id\":\"%s\",\"name\":\"Kantinekort\","
    "\"person\":\"p-%s\",\"person-name\":\"Alma Holm\",\"buyer\":\"pupil\",%s"
    "\"balance\":100000000,\"overdraft\":0,\"through-number\":0,\"state\":\"active\","
    "\"kinds-allowed\":[\"skole\"],\"caps\":[],\"spending\":[],"
    "\"cards\":[{\"id\":\"kort-%s\",\"number\":\"%s\",\"uid\":\"%s\",\"state\":\"active\"}]}}",
    id, id, id, photo_member, id, uid, uid);
}

void
fixture_set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = NULL;
  g_autofree char *staff = staff_change ();
  g_autofree char *price = price_change (500);
  g_autofree char *account = account_change ("konto-1", FIXTURE_UID, NULL);
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("brik-sync-XXXXXX", &error);
  g_assert_no_error (error);
  path = g_build_filename (fixture->folder, "till.db", NULL);
  fixture->clock = brik_clock_new_fake (FAKE_PORTAL_NOON);
  fixture->ledger = brik_ledger_open (path, fixture->clock, &error);
  g_assert_no_error (error);
  fixture->sync = brik_sync_new (fixture->ledger, fixture->clock);
  brik_sync_set_backoff (fixture->sync, FIRST_PAUSE_MS, LONGEST_PAUSE_MS);
  fixture->portal = fake_portal_new ();
  fake_portal_change (fixture->portal, place_change);
  fake_portal_change (fixture->portal, staff);
  fake_portal_change (fixture->portal, category_change);
  fake_portal_change (fixture->portal, price);
  fake_portal_change (fixture->portal, account);
}

/* Whatever a test did to the till, its journal is intact and holds what the portal holds. */
static void
assert_journal_intact (Fixture *fixture)
{
  g_autofree char *path = g_build_filename (fixture->folder, "till.db", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikJournalFile) file = brik_journal_file_open (path, &error);
  GPtrArray *booked = fixture->portal->booked;
  const BrikSealedLine *newest = booked->len > 0 ? g_ptr_array_index (booked, booked->len - 1) : NULL;
  BrikJournalSummary summary;

  g_assert_no_error (error);
  brik_journal_verify (file->store, newest != NULL ? &newest->seal.hash : NULL, &summary, &error);
  g_assert_no_error (error);
  g_assert_cmpint (summary.n_entries, >=, booked->len);
}

static void
assert_journal_in_use (Fixture *fixture)
{
  g_autofree char *path = g_build_filename (fixture->folder, "till.db", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (brik_journal_file_open (path, &error));
  g_assert_error (error, BRIK_JOURNAL_ERROR, BRIK_JOURNAL_ERROR_RUNNING);
}

void
fixture_tear_down (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;

  g_assert_cmpuint (fixture->portal->n_unsigned, ==, 0);
  g_assert_cmpuint (fixture->portal->n_altered, ==, 0);
  brik_sync_stop (fixture->sync);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_assert_finalize_object (g_steal_pointer (&fixture->sync));
  assert_journal_in_use (fixture);
  brik_ledger_close (fixture->ledger);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_assert_finalize_object (g_steal_pointer (&fixture->ledger));
  assert_journal_intact (fixture);
  fake_portal_free (fixture->portal);
  g_assert_finalize_object (g_steal_pointer (&fixture->clock));
  dir = g_dir_open (fixture->folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

      g_assert_cmpint (g_remove (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
}

static gboolean
on_tick (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

void
fixture_wait_a_little (void)
{
  guint tick = g_timeout_add (5, on_tick, NULL);

  g_main_context_iteration (NULL, TRUE);
  g_source_remove (tick);
}

void
fixture_run_for (guint ms)
{
  gint64 end_us = g_get_monotonic_time () + ms * G_TIME_SPAN_MILLISECOND;

  while (g_get_monotonic_time () < end_us)
    fixture_wait_a_little ();
}

static void
on_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **kept = user_data;

  *kept = g_object_ref (result);
}

gboolean
fixture_enrol (Fixture *fixture, const char *portal, const char *code, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  brik_sync_enrol_async (fixture->sync, portal, code, NULL, on_ready, &result);
  WAIT_UNTIL (result != NULL);
  return brik_sync_enrol_finish (fixture->sync, result, error);
}

static void
sign_in (Fixture *fixture)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  brik_ledger_sign_in_async (fixture->ledger, "hanne", FIXTURE_PIN, NULL, on_ready, &result);
  WAIT_UNTIL (result != NULL);
  g_assert_true (brik_ledger_sign_in_finish (fixture->ledger, result, &error));
  g_assert_no_error (error);
}

void
fixture_open_for_business (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (fixture_enrol (fixture, fixture->portal->address, FAKE_PORTAL_CODE, &error));
  g_assert_no_error (error);
  g_assert_true (brik_ledger_is_ready (fixture->ledger));
  sign_in (fixture);
  WAIT_UNTIL (fixture_get_unsent (fixture) == 0);
  g_assert_cmpuint (fixture->portal->booked->len, ==, N_ENTRIES_OF_OPENING);
}

void
fixture_sell (Fixture *fixture)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (BrikBasket) basket = brik_basket_new ();
  g_autofree char *sale = brik_id_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikOutcome) outcome = NULL;

  g_assert_true (brik_basket_add (basket, "bolle", "Bolle", 1, 500, 2500, &error));
  brik_ledger_sell_async (fixture->ledger, sale, FIXTURE_UID, basket, NULL, on_ready, &result);
  WAIT_UNTIL (result != NULL);
  outcome = brik_ledger_sell_finish (fixture->ledger, result, &error);
  g_assert_no_error (error);
  g_assert_cmpint (outcome->verdict.reason, ==, BRIK_REASON_NONE);
  fixture->n_sold++;
}

gboolean
fixture_look_up (Fixture *fixture, const char *uid, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  brik_sync_look_up_async (fixture->sync, uid, NULL, on_ready, &result);
  WAIT_UNTIL (result != NULL);
  return brik_sync_look_up_finish (fixture->sync, result, error);
}

BrikCardholder *
fixture_get_holder (Fixture *fixture, const char *uid)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  BrikCardholder *holder = NULL;

  brik_ledger_look_up_async (fixture->ledger, uid, NULL, on_ready, &result);
  WAIT_UNTIL (result != NULL);
  holder = brik_ledger_look_up_finish (fixture->ledger, result, &error);
  g_assert_no_error (error);
  return holder;
}

gint64
fixture_get_unsent (Fixture *fixture)
{
  gint64 n_unsent = 0;

  g_object_get (fixture->ledger, "unsent", &n_unsent, NULL);
  return n_unsent;
}

char *
fixture_get_trouble (Fixture *fixture)
{
  char *trouble = NULL;

  g_object_get (fixture->sync, "trouble", &trouble, NULL);
  return trouble;
}

gint64
fixture_get_price (Fixture *fixture)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) products = NULL;
  g_autoptr (GError) error = NULL;

  brik_ledger_list_products_async (fixture->ledger, NULL, on_ready, &result);
  WAIT_UNTIL (result != NULL);
  products = brik_ledger_list_products_finish (fixture->ledger, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (products->len, ==, 1);
  return ((BrikProductRecord *) g_ptr_array_index (products, 0))->price_ore;
}

GBytes *
fixture_get_photo (Fixture *fixture, const char *hash)
{
  g_autoptr (GAsyncResult) result = NULL;

  brik_ledger_get_photo_async (fixture->ledger, hash, NULL, on_ready, &result);
  WAIT_UNTIL (result != NULL);
  return brik_ledger_get_photo_finish (fixture->ledger, result, NULL);
}

void
fixture_assert_all_sent (Fixture *fixture)
{
  BrikHash previous = { { 0 } };

  g_assert_cmpint (fixture_get_unsent (fixture), ==, 0);
  g_assert_cmpuint (fixture->portal->booked->len, ==, N_ENTRIES_OF_OPENING + fixture->n_sold);
  for (guint i = 0; i < fixture->portal->booked->len; i++)
    {
      const BrikSealedLine *sealed = g_ptr_array_index (fixture->portal->booked, i);

      g_assert_cmpmem (&sealed->seal.previous, sizeof previous, &previous, sizeof previous);
      previous = sealed->seal.hash;
    }
}
