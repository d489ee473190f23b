/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "reader/brik-wedge.h"

#define NO_CHARACTER 0xfffd

/* Whose the keys of the run under way are. */
typedef enum
{
  RUN_NONE,
  RUN_OPEN,   /* not known yet: all are held, or the first is lent */
  RUN_DEVICE, /* too many for a person */
  RUN_LATE,   /* a device's that seemed to have broken off: its keys came late, though it pressed them in time
               */
  RUN_PERSON,
  RUN_ENDED, /* a scan, complete; what ends it may come twice: Enter and Tab, or a line feed */
} Run;

struct _BrikWedge
{
  Run run;
  guint n_characters;
  gboolean is_lent; /* the first of them is not held */
  GString *text;
  gboolean is_rest; /* the run may be the rest of something */
  guint32 last_ms;
  guint32 given_ms; /* when a person's last character came */
  gboolean has_given;
  guint down; /* the key pressed last, while it is down; only that one repeats */
  gboolean is_down;
};

BrikWedge *
brik_wedge_new (void)
{
  BrikWedge *wedge = g_new0 (BrikWedge, 1);

  wedge->text = g_string_new (NULL);
  return wedge;
}

void
brik_wedge_free (BrikWedge *wedge)
{
  g_string_free (wedge->text, TRUE);
  g_free (wedge);
}

guint
brik_wedge_get_wait_ms (BrikWedge *wedge)
{
  return wedge->run == RUN_DEVICE || wedge->run == RUN_LATE ? BRIK_WEDGE_PATIENCE_MS : BRIK_WEDGE_PACE_MS;
}

/* Keys that come out of order by a moment are of one run. */
static gboolean
is_after_pause (BrikWedge *wedge, guint32 at_ms)
{
  return (gint32) (at_ms - wedge->last_ms) > (gint32) brik_wedge_get_wait_ms (wedge);
}

gboolean
brik_wedge_is_pause (BrikWedge *wedge, guint32 at_ms)
{
  return wedge->run != RUN_NONE && is_after_pause (wedge, at_ms);
}

/* A person's key: with those that are held, or by itself. */
static BrikWedgeAction
let_through (BrikWedge *wedge)
{
  gboolean holds = wedge->run == RUN_OPEN && (!wedge->is_lent || wedge->n_characters > 1);
  BrikWedgeAction action = holds ? BRIK_WEDGE_GIVE_BACK : BRIK_WEDGE_PASS;

  wedge->run = RUN_PERSON;
  wedge->given_ms = wedge->last_ms;
  wedge->has_given = TRUE;
  return action;
}

BrikWedgeAction
brik_wedge_pause (BrikWedge *wedge)
{
  switch (wedge->run)
    {
    case RUN_OPEN:
      return let_through (wedge);
    case RUN_DEVICE:
      wedge->run = RUN_LATE;
      return BRIK_WEDGE_BROKEN;
    case RUN_NONE:
    case RUN_PERSON:
    case RUN_LATE:
    case RUN_ENDED:
    default:
      return BRIK_WEDGE_PASS;
    }
}

static BrikWedgeAction
begin (BrikWedge *wedge, gunichar character)
{
  wedge->is_rest = wedge->has_given && (gint32) (wedge->last_ms - wedge->given_ms) <= BRIK_WEDGE_PATIENCE_MS;
  wedge->run = RUN_OPEN;
  wedge->n_characters = 1;
  wedge->is_lent = g_unichar_isalpha (character);
  g_string_truncate (wedge->text, 0);
  g_string_append_unichar (wedge->text, character);
  return wedge->is_lent ? BRIK_WEDGE_LEND : BRIK_WEDGE_HOLD;
}

static BrikWedgeAction
go_on (BrikWedge *wedge, gunichar character)
{
  wedge->n_characters++;
  if (wedge->n_characters <= BRIK_WEDGE_MAX_CHARACTERS)
    g_string_append_unichar (wedge->text, character);
  if (wedge->n_characters < BRIK_WEDGE_MIN_CHARACTERS)
    return BRIK_WEDGE_HOLD;
  if (wedge->run != RUN_OPEN)
    return BRIK_WEDGE_DROP;
  wedge->run = RUN_DEVICE;
  return wedge->is_lent ? BRIK_WEDGE_TAKE_BACK : BRIK_WEDGE_DROP;
}

static BrikWedgeAction
press_character (BrikWedge *wedge, gunichar character, gboolean repeats)
{
  switch (wedge->run)
    {
    case RUN_DEVICE:
    case RUN_LATE:
      return go_on (wedge, character);
    case RUN_OPEN:
      return repeats ? let_through (wedge) : go_on (wedge, character);
    case RUN_PERSON:
      return let_through (wedge);
    case RUN_NONE:
    case RUN_ENDED:
    default:
      return repeats ? let_through (wedge) : begin (wedge, character);
    }
}

static BrikWedgeAction
press_end (BrikWedge *wedge)
{
  BrikWedgeAction action;

  switch (wedge->run)
    {
    case RUN_DEVICE:
    case RUN_LATE:
      wedge->run = RUN_ENDED;
      return wedge->is_rest ? BRIK_WEDGE_BROKEN : BRIK_WEDGE_SCAN;
    case RUN_ENDED:
      return BRIK_WEDGE_DROP;
    case RUN_OPEN:
    case RUN_PERSON:
    case RUN_NONE:
    default:
      action = let_through (wedge);
      /* What comes after an Enter is something new. */
      wedge->run = RUN_NONE;
      wedge->has_given = FALSE;
      return action;
    }
}

/* By itself it is a person's, or what a scanner is set to begin with: it says nothing of what comes after it.
 */
static BrikWedgeAction
press_other (BrikWedge *wedge)
{
  switch (wedge->run)
    {
    case RUN_DEVICE:
    case RUN_LATE:
      return go_on (wedge, NO_CHARACTER);
    case RUN_OPEN:
      return let_through (wedge);
    case RUN_PERSON:
      return BRIK_WEDGE_PASS;
    case RUN_NONE:
    case RUN_ENDED:
    default:
      wedge->run = RUN_NONE;
      return BRIK_WEDGE_PASS;
    }
}

BrikWedgeAction
brik_wedge_press (BrikWedge *wedge, BrikWedgeKey key, gunichar character, guint code, guint32 at_ms)
{
  gboolean repeats = wedge->is_down && wedge->down == code;

  if (is_after_pause (wedge, at_ms))
    wedge->run = RUN_NONE;
  /* Of a modifier too: a slow device takes one more step for a capital. */
  wedge->last_ms = at_ms;
  if (key == BRIK_WEDGE_KEY_MODIFIER)
    return BRIK_WEDGE_PASS;

  wedge->down = code;
  wedge->is_down = TRUE;
  switch (key)
    {
    case BRIK_WEDGE_KEY_CHARACTER:
      return press_character (wedge, character, repeats);
    case BRIK_WEDGE_KEY_END:
      return press_end (wedge);
    case BRIK_WEDGE_KEY_MODIFIER:
    case BRIK_WEDGE_KEY_OTHER:
    default:
      return press_other (wedge);
    }
}

void
brik_wedge_hold_lent (BrikWedge *wedge)
{
  wedge->is_lent = FALSE;
}

void
brik_wedge_release (BrikWedge *wedge, guint code)
{
  if (wedge->down == code)
    wedge->is_down = FALSE;
}

const char *
brik_wedge_get_text (BrikWedge *wedge)
{
  return wedge->text->str;
}
