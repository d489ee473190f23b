/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "reader/brik-wedge.h"

/* Keys at any pace, of a scanner, of a person or of both at once: three bytes each, the time since the one
 * before, what it is, and which. */
#define EVENT 3
const gsize fuzz_longest = EVENT * 400;

/* @held: character keys kept back; @lent: the first of them is not; @n_pressed, @n_typed, @n_dropped: what
 * became of them all; @begun_ms: when the first that is kept back came; @typed_ms: when the last came before
 * it that was a person's */
typedef struct
{
  BrikWedge *wedge;
  guint held;
  gboolean lent;
  guint32 now_ms;
  guint32 begun_ms;
  guint32 typed_ms;
  guint n_pressed;
  guint n_typed;
  guint n_dropped;
  gboolean hasty; /* some came at a device's pace */
} Desk;

void
fuzz_prepare (void)
{
}

static void
check_scan (Desk *desk)
{
  const char *text = brik_wedge_get_text (desk->wedge);
  glong n_characters = g_utf8_strlen (text, -1);

  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_cmpint (n_characters, >=, BRIK_WEDGE_MIN_CHARACTERS);
  g_assert_cmpint (n_characters, <=, BRIK_WEDGE_MAX_CHARACTERS);
  g_assert_true (desk->hasty);
}

/* @own: whether the key that led to @action is a character, which it decides on too */
static void
act (Desk *desk, BrikWedgeAction action, guint own)
{
  switch (action)
    {
    case BRIK_WEDGE_HOLD:
      g_assert_cmpuint (own, ==, 1);
      if (desk->held++ == 0 && !desk->lent)
        desk->begun_ms = desk->now_ms;
      return;
    case BRIK_WEDGE_LEND:
      g_assert_cmpuint (own, ==, 1);
      g_assert_cmpuint (desk->held, ==, 0);
      desk->lent = TRUE;
      desk->begun_ms = desk->now_ms;
      desk->n_typed++;
      return;
    case BRIK_WEDGE_PASS:
      /* It would overtake what is held. */
      g_assert_cmpuint (desk->held, ==, 0);
      desk->n_typed += own;
      if (own > 0 || desk->lent)
        desk->typed_ms = desk->now_ms;
      break;
    case BRIK_WEDGE_GIVE_BACK:
      g_assert_cmpuint (desk->held, >, 0);
      g_assert_cmpuint (desk->held, <, BRIK_WEDGE_MIN_CHARACTERS);
      desk->n_typed += desk->held + own;
      desk->typed_ms = desk->now_ms;
      break;
    case BRIK_WEDGE_TAKE_BACK:
      g_assert_true (desk->lent);
      desk->n_typed--;
      desk->n_dropped += 1 + desk->held + own;
      break;
    case BRIK_WEDGE_SCAN:
      check_scan (desk);
      G_GNUC_FALLTHROUGH;
    case BRIK_WEDGE_DROP:
    case BRIK_WEDGE_BROKEN:
    default:
      desk->n_dropped += desk->held + own;
      break;
    }
  desk->held = 0;
  desk->lent = FALSE;
}

static void
press (Desk *desk, guint kind, guint code, guint32 at_ms)
{
  BrikWedgeKey key = kind < 6 ? BRIK_WEDGE_KEY_CHARACTER : (BrikWedgeKey) (kind - 6);
  guint own = key == BRIK_WEDGE_KEY_CHARACTER;
  BrikWedgeAction action;

  if (brik_wedge_is_pause (desk->wedge, at_ms))
    act (desk, brik_wedge_pause (desk->wedge), 0);
  desk->now_ms = at_ms;
  desk->n_pressed += own;
  action = brik_wedge_press (desk->wedge, key, '0' + code % 0x1000, code, at_ms);
  /* Only after what a person has typed may it be the rest of something. */
  if (action == BRIK_WEDGE_BROKEN)
    g_assert_cmpuint (desk->begun_ms - desk->typed_ms, <=, BRIK_WEDGE_PATIENCE_MS);
  if (key == BRIK_WEDGE_KEY_MODIFIER)
    g_assert_cmpint (action, ==, BRIK_WEDGE_PASS);
  else
    act (desk, action, own);
}

void
fuzz_try (const guint8 *data, gsize size)
{
  g_autoptr (BrikWedge) wedge = brik_wedge_new ();
  guint32 now_ms = G_MAXUINT32 - 1000; /* the keyboard's time wraps around */
  Desk desk = { .wedge = wedge, .typed_ms = now_ms - G_MAXINT32 };
  FuzzInput input = fuzz_input (data, size);

  while (fuzz_left (&input) >= EVENT)
    {
      guint later_ms = fuzz_take_byte (&input);
      guint what = fuzz_take_byte (&input);
      guint code = fuzz_take_byte (&input);

      now_ms += later_ms;
      desk.hasty |= later_ms <= BRIK_WEDGE_PACE_MS;
      if (what & 0x80)
        brik_wedge_release (wedge, code);
      else
        press (&desk, what % 10, code, now_ms);
      /* Nothing is lost on the way, and nothing comes twice. */
      g_assert_cmpuint (desk.n_pressed, ==, desk.n_typed + desk.n_dropped + desk.held);
    }
  g_assert_true (desk.hasty || desk.n_dropped == 0);
}
