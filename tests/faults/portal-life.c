/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal-life.h"

#include "portal/brik-audit.h"

/* Alma's, as it is imported. */
#define OPENING_ORE 10000
#define BATCH 50

enum
{
  MARK_IMPORTED = 1,
  MARK_ENROLLED = 2,
};

static void
tell (PortalLife *life, guint n_entries)
{
  g_array_append_val (life->told, n_entries);
  brik_disk_mark (life->disk);
}

void
portal_life_begin (PortalLife *life)
{
  life->disk = brik_disk_new ();
  life->told = g_array_new (FALSE, FALSE, sizeof (guint));
  life->sold_ore = g_array_new (FALSE, FALSE, sizeof (gint64));
  brik_disk_record (life->disk);
  portal_fixture_set_up (&life->fixture, NULL);
  tell (life, 0);
  life->till = portal_till_new (&life->fixture, "norre-1", "norre");
  g_array_append_val (life->sold_ore, (gint64){ 0 });
  tell (life, 0);
}

void
portal_life_end (PortalLife *life)
{
  g_clear_pointer (&life->till, portal_till_free);
  portal_fixture_tear_down (&life->fixture, NULL);
  g_clear_pointer (&life->disk, brik_disk_free);
  g_clear_pointer (&life->told, g_array_unref);
  g_clear_pointer (&life->sold_ore, g_array_unref);
}

void
portal_life_sell (PortalLife *life)
{
  static char *last = NULL;
  gint64 sold_ore = g_array_index (life->sold_ore, gint64, life->sold_ore->len - 1);

  if (life->till->journal->len % 3 == 0 && last)
    {
      portal_till_undo (life->till, "alma", 1, last);
      sold_ore -= PORTAL_PRICE_ORE;
      g_clear_pointer (&last, g_free);
    }
  else
    {
      g_clear_pointer (&last, g_free);
      portal_till_sell (life->till, "alma", 1, &last);
      sold_ore += PORTAL_PRICE_ORE;
    }
  g_array_append_val (life->sold_ore, sold_ore);
}

guint
portal_life_push (PortalLife *life, guint n)
{
  guint n_entries = life->till->journal->len;
  g_auto (PortalAnswer) answer = portal_till_push_raw (life->till, n_entries - n, n_entries - 1);

  if (answer.status == 200)
    tell (life, n_entries);
  else
    g_test_message ("%u: %s", answer.status, answer.text);
  return answer.status;
}

static gint64
number_of (PortalLife *life, const char *sql)
{
  return portal_fixture_number (&life->fixture, sql);
}

static char *
check_books (PortalLife *life)
{
  g_autoptr (GPtrArray) found = portal_fixture_audit (&life->fixture);

  return found->len > 0 ? g_strdup (g_ptr_array_index (found, 0)) : NULL;
}

static char *
check_entries (PortalLife *life, guint n_told, guint *n_held)
{
  *n_held =
    (guint) number_of (life, "SELECT count (*) FROM entry WHERE till_id = 'norre-1' AND state = 'booked'");
  if (*n_held < n_told)
    return g_strdup_printf ("%u entries were told to be booked, %u are there", n_told, *n_held);
  if (*n_held > life->till->journal->len || number_of (life, "SELECT count (*) FROM held") > 0)
    return g_strdup ("there are entries that nobody sent");
  if (*n_held > 0 && portal_fixture_balance (&life->fixture, "alma") !=
                       OPENING_ORE - g_array_index (life->sold_ore, gint64, *n_held - 1))
    return g_strdup_printf ("the balance is not what %u entries make it", *n_held);
  return NULL;
}

/* As a till does that has had no answer. */
static char *
send_all_again (PortalLife *life)
{
  guint n_entries = life->till->journal->len;
  guint n_held;

  for (guint first = 0; first < n_entries; first += BATCH)
    {
      guint last = MIN (first + BATCH, n_entries) - 1;
      g_auto (PortalAnswer) answer = portal_till_push_raw (life->till, first, last);

      if (answer.status != 200)
        return g_strdup_printf ("what is sent again is answered with %u: %s", answer.status, answer.text);
    }
  return check_entries (life, n_entries, &n_held);
}

static char *
judge_running (PortalLife *life, guint n_marks)
{
  guint n_told = n_marks > 0 ? g_array_index (life->told, guint, n_marks - 1) : 0;
  gboolean imported = number_of (life, "SELECT count (*) FROM account WHERE id = 'alma'") == 1;
  gboolean enrolled = number_of (life, "SELECT count (*) FROM till_key WHERE till_id = 'norre-1'") == 1;
  guint n_held = 0;
  char *wrong = NULL;

  if (n_marks >= MARK_IMPORTED && !imported)
    wrong = g_strdup ("what was imported is gone");
  if (!wrong && n_marks >= MARK_ENROLLED && !enrolled)
    wrong = g_strdup ("the till is no longer enrolled");
  if (!wrong && imported)
    wrong = check_books (life);
  if (!wrong && enrolled)
    wrong = check_entries (life, n_told, &n_held);
  if (!wrong && enrolled)
    wrong = send_all_again (life);
  return wrong ? wrong : imported ? check_books (life) : NULL;
}

char *
portal_life_judge (PortalLife *life, guint n_marks)
{
  PortalFixture *fixture = &life->fixture;
  g_autoptr (GError) error = NULL;
  char *wrong;

  fixture->portal = brik_portal_start (fixture->database, "127.0.0.1:0", fixture->clock, &error);
  if (!fixture->portal)
    return g_strdup_printf ("does not start: %s", error->message);
  wrong = judge_running (life, n_marks);
  portal_fixture_stop (fixture);
  return wrong;
}
