/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync-fixture.h"

#define OTHER_UID "72BF9961"
#define MINUTE_US (60 * G_TIME_SPAN_SECOND)

static void
test_enrol (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) none = NULL;

  brik_sync_start (fixture->sync);
  g_assert_false (fixture_enrol (fixture, fixture->portal->address, "wrong", &error));
  g_assert_error (error, BRIK_SYNC_ERROR, BRIK_SYNC_ERROR_REFUSED);
  g_assert_nonnull (strstr (error->message, "code"));
  g_assert_false (brik_ledger_is_enrolled (fixture->ledger));
  g_assert_true (fixture_enrol (fixture, fixture->portal->address, "  " FAKE_PORTAL_CODE "\n", &none));
  g_assert_no_error (none);
  g_assert_true (brik_ledger_is_ready (fixture->ledger));
  g_assert_true (brik_sync_get_online (fixture->sync));
  g_assert_cmpstr (brik_ledger_get_till (fixture->ledger), ==, FAKE_PORTAL_TILL);
  g_assert_cmpstr (brik_ledger_get_portal (fixture->ledger), ==, fixture->portal->address);
  g_assert_cmpint (fixture_get_price (fixture), ==, 500);
}

static void
test_enrol_faults (Fixture *fixture, gconstpointer data)
{
  static const Fault faults[] = { FAULT_500,   FAULT_REDIRECT,  FAULT_LOSE_REPLY, FAULT_GARBAGE,
                                  FAULT_EMPTY, FAULT_TRUNCATED, FAULT_HUGE };

  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autoptr (GError) error = NULL;

      /* libsoup tries a lost connection once more by itself. */
      fake_portal_script (fixture->portal, ROUTE_ENROL, faults[i], faults[i] == FAULT_LOSE_REPLY ? 5 : 1);
      g_assert_false (fixture_enrol (fixture, fixture->portal->address, FAKE_PORTAL_CODE, &error));
      g_assert_true (error->domain == BRIK_SYNC_ERROR);
      g_assert_false (brik_ledger_is_enrolled (fixture->ledger));
      g_queue_clear (&fixture->portal->faults[ROUTE_ENROL]);
    }
  g_assert_true (fixture_enrol (fixture, fixture->portal->address, FAKE_PORTAL_CODE, NULL));
}

static void
test_enrol_nobody_there (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) plain = NULL;

  fake_portal_go_away (fixture->portal);
  g_assert_false (fixture_enrol (fixture, fixture->portal->address, FAKE_PORTAL_CODE, &error));
  g_assert_true (brik_error_is_unreachable (error));
  g_assert_false (fixture_enrol (fixture, "http://portal.example", FAKE_PORTAL_CODE, &plain));
  g_assert_error (plain, BRIK_SYNC_ERROR, BRIK_SYNC_ERROR_REFUSED);
}

/* Anybody on the network can make such a certificate: the code must not be told to them. */
static void
test_enrol_untrusted (Fixture *fixture, gconstpointer data)
{
  g_autofree char *address = g_strdup_printf ("https://127.0.0.1:%u", fixture->portal->port);
  g_autoptr (GError) error = NULL;

  fake_portal_go_away (fixture->portal);
  fixture->portal->certificate = g_tls_certificate_new_from_file (SELF_SIGNED_PEM, &error);
  g_assert_no_error (error);
  fake_portal_come_back (fixture->portal);
  g_assert_false (fixture_enrol (fixture, address, FAKE_PORTAL_CODE, &error));
  g_assert_true (brik_error_is_unreachable (error));
  g_assert_nonnull (strstr (error->message, "secure"));
  g_assert_cmpuint (fixture->portal->n_requests[ROUTE_ENROL], ==, 0);
  g_assert_false (brik_ledger_is_enrolled (fixture->ledger));
}

static void
test_change (Fixture *fixture, gconstpointer data)
{
  g_autofree char *change = price_change (700);

  fixture_open_for_business (fixture);
  WAIT_UNTIL (fixture->portal->polls->len == 1);
  fake_portal_change (fixture->portal, change);
  WAIT_UNTIL (fixture_get_price (fixture) == 700);
}

static void
test_many_pages (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BrikCardholder) holder = NULL;

  for (guint i = 0; i < 1000; i++)
    {
      g_autofree char *id = g_strdup_printf ("konto-%u", i + 2);
      g_autofree char *uid = g_strdup_printf ("%08X", 0x10000000 + i);
      g_autofree char *change = account_change (id, uid, NULL);

      fake_portal_change (fixture->portal, change);
    }
  fixture_open_for_business (fixture);
  holder = fixture_get_holder (fixture, "100003E7");
  g_assert_nonnull (holder->card);
}

/* A malformed page changes nothing and is said; the next good one goes on from where it was. */
static void
test_faults (Fixture *fixture, gconstpointer data)
{
  static const Fault faults[] = { FAULT_500,   FAULT_400,  FAULT_REDIRECT,  FAULT_DROP, FAULT_GARBAGE,
                                  FAULT_EMPTY, FAULT_DEEP, FAULT_TRUNCATED, FAULT_HUGE, FAULT_403 };
  static const gboolean are_trouble[] = { FALSE, TRUE, TRUE, FALSE, TRUE, TRUE, TRUE, TRUE, TRUE, TRUE };

  fixture_open_for_business (fixture);
  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autofree char *change = price_change (1000 + (gint64) i);
      g_autofree char *trouble = NULL;
      g_autofree char *none = NULL;

      WAIT_UNTIL (fixture->portal->polls->len == 1);
      fake_portal_script (fixture->portal, ROUTE_CHANGES, faults[i], 6);
      brik_sync_try_now (fixture->sync);
      WAIT_UNTIL (!brik_sync_get_online (fixture->sync));
      trouble = fixture_get_trouble (fixture);
      g_assert_cmpint (trouble != NULL, ==, are_trouble[i]);
      g_ptr_array_set_size (fixture->portal->polls, 0);
      fake_portal_change (fixture->portal, change);
      WAIT_UNTIL (brik_sync_get_online (fixture->sync));
      WAIT_UNTIL (fixture_get_price (fixture) == 1000 + (gint64) i);
      none = fixture_get_trouble (fixture);
      g_assert_null (none);
    }
}

static void
test_new_epoch (Fixture *fixture, gconstpointer data)
{
  g_autofree char *change = price_change (900);
  g_autofree char *epoch = NULL;
  gint64 cursor = 0;

  fixture_open_for_business (fixture);
  fake_portal_go_away (fixture->portal);
  g_free (fixture->portal->epoch);
  fixture->portal->epoch = g_strdup ("e2");
  g_ptr_array_remove_index (fixture->portal->changes, 3);
  fake_portal_change (fixture->portal, change);
  fake_portal_come_back (fixture->portal);
  WAIT_UNTIL (fixture_get_price (fixture) == 900);
  WAIT_UNTIL (brik_sync_get_online (fixture->sync));
  brik_ledger_get_cursor (fixture->ledger, &epoch, &cursor);
  g_assert_cmpstr (epoch, ==, "e2");
}

/* A till whose clock is off learns the portal's time from its refusal and from every answer (D2). */
static void
test_clock (Fixture *fixture, gconstpointer data)
{
  gint64 n_requests = 0;

  fixture_open_for_business (fixture);
  fixture->portal->clock_us = FAKE_PORTAL_NOON + 90 * MINUTE_US;
  fixture_sell (fixture);
  WAIT_UNTIL (fixture_get_unsent (fixture) == 0);
  g_assert_cmpint (brik_clock_now (fixture->clock), ==, fixture->portal->clock_us);
  n_requests = fixture->portal->n_requests[ROUTE_ENTRIES];
  fixture_sell (fixture);
  WAIT_UNTIL (fixture_get_unsent (fixture) == 0);
  g_assert_cmpint (fixture->portal->n_requests[ROUTE_ENTRIES] - n_requests, ==, 1);
  g_assert_true (brik_sync_get_online (fixture->sync));
}

/* An answer that something on the way has kept tells a time at which the portal would have refused the
 * request: what it says is taken, its time is not. */
static void
test_stale_answer (Fixture *fixture, gconstpointer data)
{
  gint64 answered_us;

  fixture_open_for_business (fixture);
  fixture->portal->stale_us = 3 * 60 * MINUTE_US;
  fixture_sell (fixture);
  WAIT_UNTIL (fixture_get_unsent (fixture) == 0);
  g_assert_cmpint (brik_clock_now (fixture->clock), ==, FAKE_PORTAL_NOON);
  /* And the data is no newer than it says. */
  g_object_get (fixture->ledger, "answered-at", &answered_us, NULL);
  g_assert_cmpint (answered_us, ==, FAKE_PORTAL_NOON - fixture->portal->stale_us);
}

/* A portal whose own clock is dead is obeyed in what it signs by, and teaches nobody the time. */
static void
test_portal_in_1970 (Fixture *fixture, gconstpointer data)
{
  fixture_open_for_business (fixture);
  fixture->portal->clock_us = 10 * MINUTE_US;
  fixture_sell (fixture);
  WAIT_UNTIL (fixture_get_unsent (fixture) == 0);
  g_assert_cmpint (brik_clock_now (fixture->clock), ==, FAKE_PORTAL_NOON);
  g_assert_true (brik_sync_get_online (fixture->sync));
}

static void
test_clock_behind_at_enrolment (Fixture *fixture, gconstpointer data)
{
  brik_clock_set_fake (fixture->clock, 0);
  fixture_open_for_business (fixture);
  g_assert_cmpint (brik_clock_now (fixture->clock), ==, FAKE_PORTAL_NOON);
}

static void
test_look_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BrikCardholder) before = NULL;
  g_autoptr (BrikCardholder) after = NULL;
  g_autoptr (GError) error = NULL;

  fixture_open_for_business (fixture);
  g_hash_table_insert (fixture->portal->cards, g_strdup (OTHER_UID),
                       account_change ("konto-9", OTHER_UID, NULL));
  before = fixture_get_holder (fixture, OTHER_UID);
  g_assert_null (before->card);
  g_assert_true (fixture_look_up (fixture, OTHER_UID, &error));
  g_assert_no_error (error);
  after = fixture_get_holder (fixture, OTHER_UID);
  g_assert_nonnull (after->card);
  g_assert_cmpstr (after->account->id, ==, "konto-9");
  g_assert_false (fixture_look_up (fixture, "00000000", &error));
  g_assert_true (brik_error_is_not_found (error));
  g_assert_true (brik_sync_get_online (fixture->sync));
}

/* Nobody answers: said within three seconds, and the till notices that it is offline. */
static void
test_look_up_in_vain (Fixture *fixture, gconstpointer data)
{
  gint64 asked_us = 0;
  g_autoptr (GError) error = NULL;

  fixture_open_for_business (fixture);
  fake_portal_script (fixture->portal, ROUTE_CARDS, FAULT_HANG, 1);
  fake_portal_script (fixture->portal, ROUTE_CHANGES, FAULT_500, 1000);
  asked_us = g_get_monotonic_time ();
  g_assert_false (fixture_look_up (fixture, OTHER_UID, &error));
  g_assert_true (brik_error_is_unreachable (error));
  /* Other requests have more than twice that, and the portal here never answers. */
  g_assert_cmpint (g_get_monotonic_time () - asked_us, <, 10 * G_USEC_PER_SEC);
  g_assert_false (brik_sync_get_online (fixture->sync));
}

static char *
add_photo (Fixture *fixture, const char *id, const char *bytes, gboolean under_its_hash)
{
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, under_its_hash ? bytes : id, -1);
  g_autofree char *uid = g_strdup_printf ("%08X", 0x20000000 + g_hash_table_size (fixture->portal->photos));
  g_autofree char *change = account_change (id, uid, hash);

  fake_portal_change (fixture->portal, change);
  g_hash_table_insert (fixture->portal->photos, g_strdup (hash), g_bytes_new (bytes, strlen (bytes)));
  return g_steal_pointer (&hash);
}

static gboolean
has_photo (Fixture *fixture, const char *hash)
{
  g_autoptr (GBytes) photo = fixture_get_photo (fixture, hash);

  return photo != NULL;
}

static void
test_photos (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) hashes = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *missing = NULL;
  g_autofree char *other = NULL;
  g_autofree char *huge = NULL;
  g_autofree char *huge_bytes = g_strnfill (300 * 1024, 'x');

  missing = add_photo (fixture, "a-missing", "missing", TRUE);
  g_hash_table_remove (fixture->portal->photos, missing);
  other = add_photo (fixture, "b-other", "another picture", FALSE);
  huge = add_photo (fixture, "c-huge", huge_bytes, TRUE);
  for (guint i = 0; i < 70; i++)
    {
      g_autofree char *id = g_strdup_printf ("konto-%u", i + 100);
      g_autofree char *bytes = g_strdup_printf ("picture %u", i);

      g_ptr_array_add (hashes, add_photo (fixture, id, bytes, TRUE));
    }
  fake_portal_script (fixture->portal, ROUTE_PHOTOS, FAULT_SLOW, 3);
  fixture_open_for_business (fixture);
  for (guint i = 0; i < hashes->len; i++)
    WAIT_UNTIL (has_photo (fixture, g_ptr_array_index (hashes, i)));
  g_assert_false (has_photo (fixture, missing));
  g_assert_false (has_photo (fixture, other));
  g_assert_false (has_photo (fixture, huge));
  g_assert_cmpuint (fixture->portal->most_photos, ==, 2);
  /* What could not be had is not asked for over and over. */
  g_assert_cmpuint (fixture->portal->n_requests[ROUTE_PHOTOS], <=, 70 + 3);
  WAIT_UNTIL (brik_sync_get_online (fixture->sync));
}

static void
test_photos_after_a_fault (Fixture *fixture, gconstpointer data)
{
  g_autofree char *hash = add_photo (fixture, "konto-2", "picture", TRUE);

  fake_portal_script (fixture->portal, ROUTE_PHOTOS, FAULT_500, 2);
  fixture_open_for_business (fixture);
  WAIT_UNTIL (has_photo (fixture, hash));
  WAIT_UNTIL (brik_sync_get_online (fixture->sync));
}

/* One that is looked at overtakes those that are not, also if it could not be had before. */
static void
test_photos_on_demand (Fixture *fixture, gconstpointer data)
{
  g_autofree char *wanted = NULL;
  GBytes *bytes = NULL;

  for (guint i = 0; i < 40; i++)
    {
      g_autofree char *id = g_strdup_printf ("konto-%u", i + 100);
      g_autofree char *picture = g_strdup_printf ("picture %u", i);

      g_free (wanted);
      wanted = add_photo (fixture, id, picture, TRUE);
    }
  bytes = g_bytes_ref (g_hash_table_lookup (fixture->portal->photos, wanted));
  g_hash_table_remove (fixture->portal->photos, wanted);
  fixture_open_for_business (fixture);
  WAIT_UNTIL (fixture->portal->n_requests[ROUTE_PHOTOS] == 40 && fixture->portal->n_photos == 0);
  g_assert_false (has_photo (fixture, wanted));
  g_hash_table_insert (fixture->portal->photos, g_strdup (wanted), bytes);
  brik_sync_want_photo (fixture->sync, wanted);
  WAIT_UNTIL (has_photo (fixture, wanted));
  g_assert_cmpuint (fixture->portal->n_requests[ROUTE_PHOTOS], ==, 41);
}

static void
test_photo_overtakes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) hashes = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < 30; i++)
    {
      g_autofree char *id = g_strdup_printf ("konto-%u", i + 100);

      g_ptr_array_add (hashes, add_photo (fixture, id, id, TRUE));
    }
  fake_portal_script (fixture->portal, ROUTE_PHOTOS, FAULT_SLOW, 100);
  fixture_open_for_business (fixture);
  WAIT_UNTIL (fixture->portal->n_requests[ROUTE_PHOTOS] >= 1);
  for (guint i = 0; i < hashes->len; i++)
    if (i % 7 == 3 && !has_photo (fixture, g_ptr_array_index (hashes, i)))
      {
        guint n_before = fixture->portal->n_requests[ROUTE_PHOTOS];

        brik_sync_want_photo (fixture->sync, g_ptr_array_index (hashes, i));
        WAIT_UNTIL (has_photo (fixture, g_ptr_array_index (hashes, i)));
        g_assert_cmpuint (fixture->portal->n_requests[ROUTE_PHOTOS] - n_before, <=, 5);
      }
}

#define ADD(name, func) g_test_add ("/sync/" name, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  brik_seal_init ();
  ADD ("enrol", test_enrol);
  ADD ("enrol-faults", test_enrol_faults);
  ADD ("enrol-nobody-there", test_enrol_nobody_there);
  ADD ("enrol-untrusted", test_enrol_untrusted);
  ADD ("pull/change", test_change);
  ADD ("pull/many-pages", test_many_pages);
  ADD ("pull/faults", test_faults);
  ADD ("pull/new-epoch", test_new_epoch);
  ADD ("clock/off", test_clock);
  ADD ("clock/stale-answer", test_stale_answer);
  ADD ("clock/portal-in-1970", test_portal_in_1970);
  ADD ("clock/at-enrolment", test_clock_behind_at_enrolment);
  ADD ("look-up", test_look_up);
  ADD ("look-up/in-vain", test_look_up_in_vain);
  ADD ("photos", test_photos);
  ADD ("photos/on-demand", test_photos_on_demand);
  ADD ("photos/overtakes", test_photo_overtakes);
  ADD ("photos/after-a-fault", test_photos_after_a_fault);
  return g_test_run ();
}
