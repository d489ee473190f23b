/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "chip-reader/brik-presence.h"

#define ALMA "04579A22352680"
#define BO "72BF9961"
#define ROUND_MS 50
#define ROUNDS 300

/* A presence, its clock and what it has said: "+UID" come, "-UID" gone, "2" several, "?" random. */
typedef struct
{
  BrikPresence presence;
  gint64 now_ms;
  GString *said;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer present)
{
  fixture->now_ms = 1000;
  fixture->said = g_string_new (NULL);
  brik_presence_init (&fixture->presence, present, fixture->now_ms);
}

static void
tear_down (Fixture *fixture, gconstpointer present)
{
  g_string_free (fixture->said, TRUE);
}

static void
say (Fixture *fixture, const BrikPresenceEvent *event)
{
  static const char *const signs[] = { "+", "-", "2", "?" };
  g_string_append_printf (fixture->said, "%s%s ", signs[event->kind],
                          event->kind == BRIK_PRESENCE_RANDOM ? "" : event->uid);
}

/* One look, as the loop makes it: what is behind a chip is only asked when the chip is news. */
static void
look (Fixture *fixture, const char *uid, const char *behind)
{
  BrikPresenceEvent events[BRIK_PRESENCE_EVENTS_MAX];
  gboolean asks = uid != NULL && brik_presence_is_news (&fixture->presence, uid);

  fixture->now_ms += ROUND_MS;
  guint n = brik_presence_see (&fixture->presence, uid, asks ? behind : NULL, fixture->now_ms, events);
  for (guint i = 0; i < n; i++)
    say (fixture, &events[i]);
}

static void
look_for (Fixture *fixture, guint ms, const char *uid, const char *behind)
{
  for (guint t = 0; t < ms; t += ROUND_MS)
    look (fixture, uid, behind);
}

#define assert_said(fixture, expected)                                                                       \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    g_assert_cmpstr ((fixture)->said->str, ==, expected);                                                    \
    g_string_truncate ((fixture)->said, 0);                                                                  \
  }                                                                                                          \
  G_STMT_END

static void
test_one_stay (Fixture *fixture, gconstpointer present)
{
  look_for (fixture, 500, NULL, NULL);
  assert_said (fixture, "");
  look_for (fixture, 600, ALMA, NULL);
  assert_said (fixture, "+" ALMA " ");
  look_for (fixture, 350, NULL, NULL); /* moved about */
  look_for (fixture, 600, ALMA, NULL);
  assert_said (fixture, "");
  look_for (fixture, 350, NULL, NULL);
  assert_said (fixture, "");
  look (fixture, NULL, NULL);
  assert_said (fixture, "-" ALMA " ");
  look_for (fixture, 5000, NULL, NULL);
  look (fixture, ALMA, NULL);
  assert_said (fixture, "+" ALMA " ");
}

/* 400 ms are not enough where a slow reader looked only once in them. */
static void
test_slow_looks (Fixture *fixture, gconstpointer present)
{
  look (fixture, ALMA, NULL);
  fixture->now_ms += 900;
  look (fixture, NULL, NULL);
  fixture->now_ms += 900;
  look (fixture, NULL, NULL);
  assert_said (fixture, "+" ALMA " ");
  look (fixture, NULL, NULL);
  assert_said (fixture, "-" ALMA " ");
}

static void
test_next_in_queue (Fixture *fixture, gconstpointer present)
{
  look (fixture, ALMA, NULL);
  look_for (fixture, 100, NULL, NULL);
  look_for (fixture, 500, BO, NULL);
  assert_said (fixture, "+" ALMA " -" ALMA " +" BO " ");
  look_for (fixture, 500, ALMA, NULL); /* and once more, after a while */
  assert_said (fixture, "-" BO " +" ALMA " ");
}

/* Two chips that take turns in being found are two chips, even if each looked alone. */
static void
test_taking_turns (Fixture *fixture, gconstpointer present)
{
  look (fixture, ALMA, NULL);
  look (fixture, BO, NULL);
  look (fixture, ALMA, NULL);
  look (fixture, BO, NULL);
  assert_said (fixture, "+" ALMA " -" ALMA " +" BO " 2 ");
}

static void
test_several (Fixture *fixture, gconstpointer present)
{
  look_for (fixture, 500, ALMA, BO);
  assert_said (fixture, "2 ");
  look_for (fixture, 2000, BO, NULL); /* the one that leaves last has not been tapped */
  assert_said (fixture, "");
  look_for (fixture, 400, NULL, NULL);
  assert_said (fixture, "");
  look (fixture, BO, NULL);
  assert_said (fixture, "+" BO " ");
}

static void
test_second_joins (Fixture *fixture, gconstpointer present)
{
  look_for (fixture, 500, ALMA, NULL);
  look_for (fixture, 500, BO, ALMA);
  look_for (fixture, 500, ALMA, NULL);
  look_for (fixture, 450, NULL, NULL);
  assert_said (fixture, "+" ALMA " 2 -" ALMA " ");
}

static void
test_random (Fixture *fixture, gconstpointer present)
{
  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *uid = g_strdup_printf ("08%06X", i * 7919);
      look (fixture, uid, NULL);
    }
  look_for (fixture, 500, NULL, NULL);
  assert_said (fixture, "? -08000000 ");
  look (fixture, "08000001", "08000002");
  assert_said (fixture, "2 ");
}

static void
test_left_lying (Fixture *fixture, gconstpointer present)
{
  look_for (fixture, 2000, ALMA, NULL);
  assert_said (fixture, "");
  fixture->now_ms += 60000; /* unplugged for a minute */
  brik_presence_resume (&fixture->presence, fixture->now_ms);
  look_for (fixture, 150, NULL, NULL);
  look_for (fixture, 500, ALMA, NULL);
  assert_said (fixture, "");
}

static void
test_gone_meanwhile (Fixture *fixture, gconstpointer present)
{
  look_for (fixture, 500, NULL, NULL);
  assert_said (fixture, "-" ALMA " ");
}

static void
test_another_meanwhile (Fixture *fixture, gconstpointer present)
{
  look_for (fixture, 500, BO, NULL);
  assert_said (fixture, "-" ALMA " +" BO " ");
}

/* Random queues of people whose chips are missed now and then, never for 400 ms: each tap is told once, in
 * order. */
static void
test_property (Fixture *fixture, gconstpointer present)
{
  static const char *const uids[] = { ALMA, BO, "0102030405060708090A", "DEADBEEF", "04112233445566" };
  g_autoptr (GString) expected = g_string_new (NULL);

  for (guint i = 0; i < ROUNDS; i++)
    {
      const char *uid = uids[g_test_rand_int_range (0, G_N_ELEMENTS (uids))];
      guint looks = g_test_rand_int_range (1, 30), missed = 0;

      look (fixture, uid, NULL);
      for (guint n = 1; n < looks; n++)
        {
          gboolean misses = missed < 6 && g_test_rand_int_range (0, 3) == 0;
          missed = misses ? missed + 1 : 0;
          look (fixture, misses ? NULL : uid, NULL);
        }
      look_for (fixture, 450, NULL, NULL);
      g_string_append_printf (expected, "+%s -%s ", uid, uid);
    }
  g_assert_cmpstr (fixture->said->str, ==, expected->str);
}

/* Whatever is seen: a chip that came is gone before another comes, and nothing is said twice. */
static void
test_grammar (Fixture *fixture, gconstpointer present)
{
  static const char *const uids[] = { NULL, NULL, ALMA, BO, "DEADBEEF", "08112233" };
  g_autofree char *here = NULL;

  for (guint i = 0; i < ROUNDS * 10; i++)
    {
      const char *uid = uids[g_test_rand_int_range (0, G_N_ELEMENTS (uids))];
      const char *behind = uids[g_test_rand_int_range (0, G_N_ELEMENTS (uids))];
      look_for (fixture, g_test_rand_int_range (1, 12) * ROUND_MS, uid, behind);
    }

  g_auto (GStrv) words = g_strsplit (g_strchomp (fixture->said->str), " ", -1);
  g_assert_cmpuint (g_strv_length (words), >, ROUNDS / 10);
  for (guint i = 0; words[i] != NULL; i++)
    {
      if (*words[i] == '+' || *words[i] == '?')
        {
          g_assert_null (here);
          here = g_strdup (*words[i] == '?' ? "08112233" : words[i] + 1);
        }
      else if (*words[i] == '-')
        {
          g_assert_cmpstr (here, ==, words[i] + 1);
          g_clear_pointer (&here, g_free);
        }
    }
}

#define add(path, present, test) g_test_add (path, Fixture, present, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/presence/one-stay", NULL, test_one_stay);
  add ("/presence/slow-looks", NULL, test_slow_looks);
  add ("/presence/next-in-queue", NULL, test_next_in_queue);
  add ("/presence/taking-turns", NULL, test_taking_turns);
  add ("/presence/several", NULL, test_several);
  add ("/presence/second-joins", NULL, test_second_joins);
  add ("/presence/random", NULL, test_random);
  add ("/presence/left-lying", ALMA, test_left_lying);
  add ("/presence/gone-meanwhile", ALMA, test_gone_meanwhile);
  add ("/presence/another-meanwhile", ALMA, test_another_meanwhile);
  add ("/presence/property", NULL, test_property);
  add ("/presence/grammar", NULL, test_grammar);
  return g_test_run ();
}
