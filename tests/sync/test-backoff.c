/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>

#include "sync/brik-backoff.h"
#include "sync/brik-health.h"
#include "sync/brik-portal-address.h"
#include "sync/brik-sync.h"

static void
test_doubling (void)
{
  BrikBackoff backoff;
  guint middle_ms = BRIK_BACKOFF_FIRST_MS;

  brik_backoff_init (&backoff, BRIK_BACKOFF_FIRST_MS, BRIK_BACKOFF_LONGEST_MS);
  for (guint i = 0; i < 12; i++)
    {
      guint ms = brik_backoff_next (&backoff);

      g_assert_cmpuint (ms, >=, middle_ms - middle_ms / 4);
      g_assert_cmpuint (ms, <=, middle_ms + middle_ms / 4);
      middle_ms = MIN (middle_ms * 2, BRIK_BACKOFF_LONGEST_MS);
    }
  brik_backoff_reset (&backoff);
  g_assert_cmpuint (brik_backoff_next (&backoff), <=, BRIK_BACKOFF_FIRST_MS * 5 / 4);
}

static void
test_jitter (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < 100; i++)
    {
      BrikBackoff backoff;

      brik_backoff_init (&backoff, BRIK_BACKOFF_FIRST_MS, BRIK_BACKOFF_LONGEST_MS);
      g_hash_table_add (seen, GUINT_TO_POINTER (brik_backoff_next (&backoff)));
    }
  g_assert_cmpuint (g_hash_table_size (seen), >, 20);
}

static gboolean
on_never_reached (gpointer user_data)
{
  g_assert_not_reached ();
}

/* Every sale made offline wakes the sending: that alone must not make the next try late. */
static void
test_cut_short (void)
{
  BrikBackoff backoff;

  brik_backoff_init (&backoff, BRIK_BACKOFF_FIRST_MS, BRIK_BACKOFF_LONGEST_MS);
  for (guint i = 0; i < 40; i++)
    {
      brik_backoff_wait (&backoff, on_never_reached, NULL);
      brik_backoff_end_wait (&backoff);
      brik_backoff_end_wait (&backoff);
    }
  g_assert_cmpuint (brik_backoff_next (&backoff), <=, BRIK_BACKOFF_FIRST_MS * 5 / 4);
}

static void
test_address (void)
{
  static const char *const good[][2] = {
    { "portal.example.dk", "https://portal.example.dk" },
    { "  portal.example.dk/ ", "https://portal.example.dk" },
    { "https://portal.example.dk:8443", "https://portal.example.dk:8443" },
    { "http://localhost:8080", "http://localhost:8080" },
    { "http://127.0.0.1:8080/", "http://127.0.0.1:8080" },
    { "http://[::1]:8080", "http://[::1]:8080" },
    { "localhost", "https://localhost" },
    { "kantine.grønby.dk", "https://kantine.xn--grnby-wua.dk" },
  };
  static const char *const bad[] = {
    "",
    " ",
    "http://portal.example.dk",
    "http://10.0.0.1",
    "http://localhost.example.dk",
    "ftp://localhost",
    "https://portal.example.dk/brik",
    "https://a:b@portal.example.dk",
    "https://portal.example.dk?x",
    "https://",
    "http://127.0.0.1.example.dk",
    "https://portal example",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *address = brik_portal_address_normalize (good[i][0], &error);

      g_assert_no_error (error);
      g_assert_cmpstr (address, ==, good[i][1]);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (brik_portal_address_normalize (bad[i], &error));
      g_assert_error (error, BRIK_SYNC_ERROR, BRIK_SYNC_ERROR_REFUSED);
    }
}

static GError *
unreachable (void)
{
  return g_error_new_literal (BRIK_SYNC_ERROR, BRIK_SYNC_ERROR_UNREACHABLE, "away");
}

static void
on_notify (GObject *object, GParamSpec *pspec, guint *n_notified)
{
  (*n_notified)++;
}

static void
on_contradicted (guint *n_contradicted)
{
  *n_contradicted += 1;
}

static void
test_health (void)
{
  g_autoptr (BrikClock) clock = brik_clock_new_fake (1000);
  g_autoptr (BrikHealth) health = brik_health_new (clock);
  g_autoptr (GError) away = unreachable ();
  g_autoptr (GError) revoked = g_error_new_literal (BRIK_SYNC_ERROR, BRIK_SYNC_ERROR_REFUSED, "revoked");
  g_autoptr (GError) stopped = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "stopped");
  guint n_notified = 0;
  guint n_contradicted = 0;

  g_signal_connect (health, "notify::online", G_CALLBACK (on_notify), &n_notified);
  brik_health_answered (health, BRIK_CHANNEL_PUSH);
  g_assert_false (brik_health_get_online (health));
  brik_clock_set_fake (clock, 2000);
  brik_health_answered (health, BRIK_CHANNEL_PULL);
  brik_health_answered (health, BRIK_CHANNEL_PULL);
  g_assert_true (brik_health_get_online (health));
  g_assert_cmpint (brik_health_get_since (health), ==, 2000);
  g_assert_cmpuint (n_notified, ==, 1);
  brik_health_failed (health, BRIK_CHANNEL_PUSH, stopped);
  g_assert_true (brik_health_get_online (health));
  brik_clock_set_fake (clock, 3000);
  brik_health_failed (health, BRIK_CHANNEL_PUSH, away);
  g_assert_false (brik_health_get_online (health));
  g_assert_cmpint (brik_health_get_since (health), ==, 3000);
  g_assert_null (brik_health_get_trouble (health));
  /* The long poll alone does not make the push good. */
  brik_health_answered (health, BRIK_CHANNEL_PULL);
  g_assert_false (brik_health_get_online (health));
  brik_health_failed (health, BRIK_CHANNEL_PUSH, revoked);
  g_assert_cmpstr (brik_health_get_trouble (health), ==, "revoked");
  brik_health_answered (health, BRIK_CHANNEL_PUSH);
  g_assert_null (brik_health_get_trouble (health));
  g_assert_true (brik_health_get_online (health));
  /* What the long poll has not noticed yet, good or bad, is told once. */
  g_signal_connect_swapped (health, "contradicted", G_CALLBACK (on_contradicted), &n_contradicted);
  brik_health_failed (health, BRIK_CHANNEL_PUSH, away);
  g_assert_cmpuint (n_contradicted, ==, 1);
  brik_health_failed (health, BRIK_CHANNEL_PULL, away);
  brik_health_failed (health, BRIK_CHANNEL_PUSH, away);
  g_assert_cmpuint (n_contradicted, ==, 1);
  brik_health_answered (health, BRIK_CHANNEL_PUSH);
  g_assert_cmpuint (n_contradicted, ==, 2);
  brik_health_answered (health, BRIK_CHANNEL_PULL);
  brik_health_answered (health, BRIK_CHANNEL_PUSH);
  g_assert_cmpuint (n_contradicted, ==, 2);
  /* A question is made good by any answer. */
  brik_health_failed (health, BRIK_CHANNEL_ASK, away);
  g_assert_false (brik_health_get_online (health));
  brik_health_answered (health, BRIK_CHANNEL_PULL);
  g_assert_true (brik_health_get_online (health));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sync/backoff/doubling", test_doubling);
  g_test_add_func ("/sync/backoff/jitter", test_jitter);
  g_test_add_func ("/sync/backoff/cut-short", test_cut_short);
  g_test_add_func ("/sync/address", test_address);
  g_test_add_func ("/sync/health", test_health);
  return g_test_run ();
}
