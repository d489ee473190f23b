/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "reader/brik-wedge.h"

#include <string.h>

/* A window with one text field, whose keys pass the wedge first: what is given back or passed is typed into
 * it, in order. The waiting for a key that does not come is the test's to end: stall () has it end too early.
 */
typedef struct
{
  BrikWedge *wedge;
  GString *held;
  GString *field;
  GString *scans; /* each with a | after it */
  guint n_broken;
  guint32 now_ms;
  guint32 last_press_ms;
} Desk;

static void
set_up (Desk *desk, gconstpointer data)
{
  desk->wedge = brik_wedge_new ();
  desk->held = g_string_new (NULL);
  desk->field = g_string_new (NULL);
  desk->scans = g_string_new (NULL);
  /* The keyboard's time wraps around in the middle of every test. */
  desk->now_ms = G_MAXUINT32 - 20;
}

static void
tear_down (Desk *desk, gconstpointer data)
{
  brik_wedge_free (desk->wedge);
  g_string_free (desk->held, TRUE);
  g_string_free (desk->field, TRUE);
  g_string_free (desk->scans, TRUE);
}

/* The letter that was lent is the last in the field. */
static void
take_back (Desk *desk)
{
  const char *end = desk->field->str + desk->field->len;
  const char *last = g_utf8_find_prev_char (desk->field->str, end);

  g_assert_nonnull (last);
  g_assert_true (g_unichar_isalpha (g_utf8_get_char (last)));
  g_string_truncate (desk->field, (gsize) (last - desk->field->str));
}

static void
act (Desk *desk, BrikWedgeAction action, gunichar typed)
{
  switch (action)
    {
    case BRIK_WEDGE_HOLD:
      g_string_append_unichar (desk->held, typed);
      return;
    case BRIK_WEDGE_GIVE_BACK:
      g_string_append (desk->field, desk->held->str);
      break;
    case BRIK_WEDGE_PASS:
    case BRIK_WEDGE_LEND:
      break;
    case BRIK_WEDGE_TAKE_BACK:
      take_back (desk);
      break;
    case BRIK_WEDGE_SCAN:
      g_string_append_printf (desk->scans, "%s|", brik_wedge_get_text (desk->wedge));
      break;
    case BRIK_WEDGE_BROKEN:
      desk->n_broken++;
      break;
    case BRIK_WEDGE_DROP:
    default:
      break;
    }
  if (action == BRIK_WEDGE_PASS || action == BRIK_WEDGE_LEND || action == BRIK_WEDGE_GIVE_BACK)
    {
      /* What passes while others are held would overtake them. */
      if (action != BRIK_WEDGE_GIVE_BACK && typed != 0)
        g_assert_cmpuint (desk->held->len, ==, 0);
      if (typed != 0)
        g_string_append_unichar (desk->field, typed);
    }
  if (action != BRIK_WEDGE_PASS)
    g_string_truncate (desk->held, 0);
}

static void
stall (Desk *desk)
{
  act (desk, brik_wedge_pause (desk->wedge), 0);
}

static void
wait (Desk *desk, guint ms)
{
  desk->now_ms += ms;
  if (brik_wedge_is_pause (desk->wedge, desk->now_ms))
    stall (desk);
}

static void
press (Desk *desk, BrikWedgeKey key, gunichar typed, guint code)
{
  if (brik_wedge_is_pause (desk->wedge, desk->now_ms))
    stall (desk);
  act (desk, brik_wedge_press (desk->wedge, key, typed, code, desk->now_ms),
       key == BRIK_WEDGE_KEY_MODIFIER ? 0 : typed);
}

/* Types @text with @gap_ms before each key: \n is Enter, \t Tab, \b an arrow key; a capital takes Shift,
 * @gap_ms before it. */
static void
type (Desk *desk, const char *text, guint gap_ms)
{
  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      gunichar typed = g_utf8_get_char (text);
      gboolean ends = typed == '\n' || typed == '\t';

      if (g_unichar_isupper (typed))
        {
          wait (desk, gap_ms);
          press (desk, BRIK_WEDGE_KEY_MODIFIER, 0, 50);
        }
      wait (desk, gap_ms);
      press (desk,
             ends            ? BRIK_WEDGE_KEY_END
             : typed == '\b' ? BRIK_WEDGE_KEY_OTHER
                             : BRIK_WEDGE_KEY_CHARACTER,
             typed, g_unichar_tolower (typed));
      brik_wedge_release (desk->wedge, g_unichar_tolower (typed));
    }
}

static void
assert_desk (Desk *desk, const char *field, const char *scans)
{
  wait (desk, 1000);
  g_assert_cmpstr (desk->field->str, ==, field);
  g_assert_cmpstr (desk->scans->str, ==, scans);
}

/* Barcode scanners and slow badge readers; Enter or Tab; capitals. */
static void
test_scans (Desk *desk, gconstpointer data)
{
  static const guint paces_ms[] = { 0, 1, 5, 10, 30, 50, 57 };
  g_autoptr (GString) expected = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (paces_ms); i++)
    {
      wait (desk, 300);
      type (desk, "5701234567899\n", paces_ms[i]);
      wait (desk, 300);
      type (desk, "04579A22352680\t", paces_ms[i]);
      wait (desk, 300);
      type (desk, "B2BF9961\n", paces_ms[i]);
      wait (desk, 300);
      type (desk, "sae884263\n", paces_ms[i]);
      g_string_append (expected, "5701234567899|04579A22352680|B2BF9961|sae884263|");
    }
  assert_desk (desk, "", expected->str);
}

/* From 60 ms a key on nothing is a scan, whatever is typed, and nothing of it is lost or late. */
static void
test_quick_typist (Desk *desk, gconstpointer data)
{
  g_autoptr (GString) expected = g_string_new (NULL);

  for (guint gap_ms = 60; gap_ms < 400; gap_ms += 5)
    {
      type (desk, "5701234567899\nGrønbolle\t123456\n", gap_ms);
      g_string_append (expected, "5701234567899\nGrønbolle\t123456\n");
    }
  assert_desk (desk, expected->str, "");
  g_assert_cmpuint (desk->n_broken, ==, 0);
}

/* A typist whose fingers roll has two, three or four keys down within a moment. */
static void
test_rolling_fingers (Desk *desk, gconstpointer data)
{
  type (desk, "t", 200);
  type (desk, "h", 20);
  type (desk, "e", 90);
  type (desk, "1", 120);
  type (desk, "234\n", 25);
  type (desk, "s", 300);
  type (desk, "kyr", 40);
  assert_desk (desk, "the1234\nskyr", "");
}

/* Held back for no longer than it takes to know. */
static void
test_delay (Desk *desk, gconstpointer data)
{
  static const char *const digits[] = { "5", " ", "+" };
  g_autoptr (GString) expected = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (digits); i++)
    {
      type (desk, digits[i], 500);
      g_assert_cmpstr (desk->field->str, ==, expected->str);
      wait (desk, BRIK_WEDGE_PACE_MS + 1);
      g_string_append (expected, digits[i]);
      g_assert_cmpstr (desk->field->str, ==, expected->str);
    }

  /* Enter, arrows and the like, with nothing before them, not at all; nor the letters that a person types. */
  type (desk, "\n\b\tgrØd", 60);
  g_string_append (expected, "\n\b\tgrØd");
  g_assert_cmpstr (desk->field->str, ==, expected->str);
}

/* One that cannot be lent now is held like a digit. */
static void
test_letter_held (Desk *desk, gconstpointer data)
{
  guint32 at_ms = desk->now_ms;

  g_assert_cmpint (brik_wedge_press (desk->wedge, BRIK_WEDGE_KEY_CHARACTER, 'b', 1, at_ms), ==,
                   BRIK_WEDGE_LEND);
  brik_wedge_hold_lent (desk->wedge);
  g_assert_cmpint (brik_wedge_pause (desk->wedge), ==, BRIK_WEDGE_GIVE_BACK);

  at_ms += 500;
  g_assert_cmpint (brik_wedge_press (desk->wedge, BRIK_WEDGE_KEY_CHARACTER, 'b', 2, at_ms), ==,
                   BRIK_WEDGE_LEND);
  brik_wedge_hold_lent (desk->wedge);
  for (guint i = 2; i < BRIK_WEDGE_MIN_CHARACTERS; i++)
    g_assert_cmpint (brik_wedge_press (desk->wedge, BRIK_WEDGE_KEY_CHARACTER, '5', i + 1, at_ms), ==,
                     BRIK_WEDGE_HOLD);
  g_assert_cmpint (brik_wedge_press (desk->wedge, BRIK_WEDGE_KEY_CHARACTER, '5', 20, at_ms), ==,
                   BRIK_WEDGE_DROP);
}

static void
test_key_repeat (Desk *desk, gconstpointer data)
{
  static const guint paces_ms[] = { 20, 33, 40, 55 };

  for (gsize i = 0; i < G_N_ELEMENTS (paces_ms); i++)
    {
      wait (desk, 500);
      press (desk, BRIK_WEDGE_KEY_CHARACTER, '5', 14);
      wait (desk, i % 2 == 0 ? 500 : paces_ms[i]); /* a keyboard may be set to repeat at once */
      for (guint n = 0; n < 12; n++)
        {
          press (desk, BRIK_WEDGE_KEY_CHARACTER, '5', 14);
          wait (desk, paces_ms[i]);
        }
      brik_wedge_release (desk->wedge, 14);
      type (desk, "\n", 30);
      g_assert_cmpstr (desk->field->str, ==, "5555555555555\n");
      g_string_truncate (desk->field, 0);
    }
  assert_desk (desk, "", "");
}

/* The same digit twice is no repeat: the key went up between. */
static void
test_double_digits (Desk *desk, gconstpointer data)
{
  type (desk, "5555555555555\n0000000000\n", 3);
  assert_desk (desk, "", "5555555555555|0000000000|");
}

static void
test_two_in_a_row (Desk *desk, gconstpointer data)
{
  type (desk, "5701234567899\n5701234567899\n", 2);
  type (desk, "96385074\n\n", 2);  /* carriage return and line feed */
  type (desk, "96385074\n\t", 10); /* Enter and Tab */
  type (desk, "72BF9961\n", 2);
  assert_desk (desk, "", "5701234567899|5701234567899|96385074|96385074|72BF9961|");
  /* A second Enter a while later is a person's. */
  type (desk, "\n", 100);
  assert_desk (desk, "\n", "5701234567899|5701234567899|96385074|96385074|72BF9961|");
}

/* A person types, a scan comes, the person goes on. */
static void
test_in_the_middle (Desk *desk, gconstpointer data)
{
  type (desk, "sky", 110);
  wait (desk, BRIK_WEDGE_PATIENCE_MS);
  type (desk, "5701234567899\n", 8);
  type (desk, "r", 140);
  assert_desk (desk, "skyr", "5701234567899|");
}

/* Cut off: nothing of it is sold, typed or put in front of the next. */
static void
test_broken_off (Desk *desk, gconstpointer data)
{
  type (desk, "57012345", 5);
  wait (desk, 400);
  g_assert_cmpuint (desk->n_broken, ==, 1);
  type (desk, "5701234567899\n", 5);
  assert_desk (desk, "", "5701234567899|");
  g_assert_cmpuint (desk->n_broken, ==, 1);

  /* A few characters are no scan, however quick. */
  type (desk, "57012\n", 5);
  assert_desk (desk, "57012\n", "5701234567899|");
}

static void
try_held_up (Desk *desk, const char *scan)
{
  for (guint hold_ms = BRIK_WEDGE_PACE_MS + 1; hold_ms < BRIK_WEDGE_PATIENCE_MS; hold_ms += 20)
    for (gsize at = 1; at < strlen (scan); at++)
      {
        g_autofree char *head = g_strndup (scan, at);
        g_autofree char *whole = g_strconcat (scan, "|", NULL);

        wait (desk, 1000);
        type (desk, head, 10);
        wait (desk, hold_ms - 10);
        type (desk, scan + at, 10);
        type (desk, "\n", 10);
        wait (desk, 1000);
        g_assert_cmpstr (desk->scans->str, ==, at >= BRIK_WEDGE_MIN_CHARACTERS ? whole : "");
        g_string_truncate (desk->scans, 0);
      }
}

/* Held up on its way for a moment, by a radio or a hub: all of it or nothing, for a part of a card's number
 * may be another card's. */
static void
test_held_up (Desk *desk, gconstpointer data)
{
  try_held_up (desk, "1925159265");
  try_held_up (desk, "b925159265");
}

/* A program that stood still sees keys late, but knows when they were pressed. The tail of a scan is no scan:
 * a part of a card number may be another's. */
static void
test_stalls (Desk *desk, gconstpointer data)
{
  static const char scan[] = "1234567890123";

  for (gsize at = 1; at < sizeof scan - 1; at++)
    {
      g_autofree char *head = g_strndup (scan, at);

      wait (desk, 500);
      type (desk, head, 10);
      stall (desk);
      type (desk, scan + at, 10);
      type (desk, "\n", 10);
      wait (desk, 500);
      if (at < BRIK_WEDGE_MIN_CHARACTERS)
        g_assert_cmpstr (desk->scans->str, ==, "");
      else
        g_assert_cmpstr (desk->scans->str, ==, "1234567890123|");
      g_string_truncate (desk->scans, 0);
    }
}

static void
test_bounded (Desk *desk, gconstpointer data)
{
  g_autofree char *code = g_strnfill (5000, '7');
  g_autofree char *kept = g_strnfill (BRIK_WEDGE_MAX_CHARACTERS, '7');
  g_autofree char *scan = g_strdup_printf ("%s|", kept);

  type (desk, code, 2);
  type (desk, "\n", 2);
  assert_desk (desk, "", scan);
}

/* A scanner that is set to another country's keys presses some that type nothing here: kept out all the same.
 */
static void
test_other_layout (Desk *desk, gconstpointer data)
{
  type (desk, "12345678\b9æ\n", 5);
  assert_desk (desk, "", "12345678\357\277\2759æ|");
}

/* A key that types nothing is no part of a scan before it: neither a person's Esc, nor what a scanner is set
 * to begin with. */
static void
test_begun_by_another_key (Desk *desk, gconstpointer data)
{
  static const guint gaps_ms[] = { 0, 5, 30, BRIK_WEDGE_PACE_MS, 60, 150, BRIK_WEDGE_PATIENCE_MS };
  g_autoptr (GString) keys = g_string_new (NULL);
  g_autoptr (GString) scans = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (gaps_ms); i++)
    {
      wait (desk, 500);
      type (desk, "\b\b", 40);
      wait (desk, gaps_ms[i]);
      type (desk, "5701234567899\n", 5);
      type (desk, "\b5701234567899\n", gaps_ms[i] % BRIK_WEDGE_PACE_MS);
      g_string_append (keys, "\b\b\b");
      g_string_append (scans, "5701234567899|5701234567899|");
    }
  assert_desk (desk, keys->str, scans->str);

  /* After a person's character it does not make anything new of what follows. */
  type (desk, "s\b", 40);
  wait (desk, 100);
  type (desk, "123456\n", 5);
  g_string_append (keys, "s\b");
  assert_desk (desk, keys->str, scans->str);
  g_assert_cmpuint (desk->n_broken, ==, 1);
}

/* Whoever types, all of it gets into the field in order or into a scan, each key into one of them. */
static void
test_nothing_is_lost (Desk *desk, gconstpointer data)
{
  g_autoptr (GString) typed = g_string_new (NULL);
  g_autoptr (GString) scans = g_string_new (NULL);
  guint n_scans = 0;

  for (guint i = 0; i < 20000; i++)
    {
      g_autofree char *text = NULL;

      wait (desk, (guint) g_test_rand_int_range (BRIK_WEDGE_PACE_MS + 1, 400));
      if (g_test_rand_int_range (0, 3) == 0)
        {
          wait (desk, BRIK_WEDGE_PATIENCE_MS);
          text = g_strdup_printf ("%06u%04u\n", (guint) g_test_rand_int_range (0, 1000000), i % 10000);
          type (desk, text, (guint) g_test_rand_int_range (1, BRIK_WEDGE_PACE_MS + 1));
          text[strlen (text) - 1] = '|';
          g_string_append (scans, text);
          n_scans++;
          continue;
        }
      text = g_strnfill ((gsize) g_test_rand_int_range (1, BRIK_WEDGE_MIN_CHARACTERS), 'a' + (char) (i % 26));
      type (desk, text, (guint) g_test_rand_int_range (1, 200));
      g_string_append (typed, text);
    }
  assert_desk (desk, typed->str, scans->str);
  g_test_message ("covered: %u scans in between what a person typed", n_scans);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function) g_test_add ("/reader/wedge/" name, Desk, NULL, set_up, function, tear_down)
  ADD ("scans", test_scans);
  ADD ("quick-typist", test_quick_typist);
  ADD ("rolling-fingers", test_rolling_fingers);
  ADD ("delay", test_delay);
  ADD ("letter-held", test_letter_held);
  ADD ("key-repeat", test_key_repeat);
  ADD ("double-digits", test_double_digits);
  ADD ("two-in-a-row", test_two_in_a_row);
  ADD ("in-the-middle", test_in_the_middle);
  ADD ("broken-off", test_broken_off);
  ADD ("held-up", test_held_up);
  ADD ("stalls", test_stalls);
  ADD ("bounded", test_bounded);
  ADD ("other-layout", test_other_layout);
  ADD ("begun-by-another-key", test_begun_by_another_key);
  ADD ("nothing-is-lost", test_nothing_is_lost);

  return g_test_run ();
}
