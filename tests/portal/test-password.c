/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal/brik-password.h"

#define MANY 40

static void
test_check (void)
{
  const BrikPasswordKind kinds[] = { BRIK_PASSWORD_PERSONAL, BRIK_PASSWORD_PRINTED };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *hash = brik_password_hash (kinds[i], "blåbærgrød", &error);
      g_autofree char *again = brik_password_hash (kinds[i], "blåbærgrød", &error);

      g_assert_no_error (error);
      g_assert_true (g_str_has_prefix (hash, "$argon2id$"));
      g_assert_cmpstr (hash, !=, again);
      g_assert_true (brik_password_check (kinds[i], hash, "blåbærgrød"));
      g_assert_false (brik_password_check (kinds[i], hash, "blåbærgrø"));
      g_assert_false (brik_password_check (kinds[i], hash, ""));
      g_assert_false (brik_password_check (kinds[i], NULL, "blåbærgrød"));
      g_assert_false (brik_password_check (kinds[i], "no hash", "blåbærgrød"));
    }
}

typedef struct
{
  gint n_at_once;
  gint n_most;
  gint n_done;
  gint n_refused;
  gint open; /* nobody ends a turn before it is 1 */
} Crowd;

static gpointer
take_a_turn (gpointer data)
{
  Crowd *crowd = data;
  g_autoptr (GError) error = NULL;
  gint n_at_once;

  if (!brik_password_take_turn (&error))
    {
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_BUSY);
      g_atomic_int_inc (&crowd->n_refused);
      return NULL;
    }
  n_at_once = g_atomic_int_add (&crowd->n_at_once, 1) + 1;
  while (g_atomic_int_get (&crowd->n_most) < n_at_once)
    g_atomic_int_set (&crowd->n_most, n_at_once);
  while (!g_atomic_int_get (&crowd->open))
    g_usleep (100);
  g_atomic_int_add (&crowd->n_at_once, -1);
  g_atomic_int_inc (&crowd->n_done);
  brik_password_end_turn ();
  return NULL;
}

/* However many come, two hash, a few wait and all others are told at once; and nobody is forgotten. */
static void
test_turns (void)
{
  Crowd crowd = { 0 };
  GThread *threads[MANY];
  gint64 deadline_us = g_get_monotonic_time () + 10 * G_TIME_SPAN_SECOND;

  for (guint i = 0; i < MANY; i++)
    threads[i] = g_thread_new ("turn", take_a_turn, &crowd);
  while (g_atomic_int_get (&crowd.n_refused) < MANY - 10 && g_get_monotonic_time () < deadline_us)
    g_usleep (1000);
  g_assert_cmpint (g_atomic_int_get (&crowd.n_refused), ==, MANY - 10);
  g_atomic_int_set (&crowd.open, 1);
  for (guint i = 0; i < MANY; i++)
    g_thread_join (threads[i]);
  g_assert_cmpint (crowd.n_done, ==, 10);
  g_assert_cmpint (crowd.n_most, ==, 2);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/password/check", test_check);
  g_test_add_func ("/password/turns", test_turns);
  return g_test_run ();
}
