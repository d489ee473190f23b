/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "chip-reader/brik-presence.h"

#include <string.h>

/* Looks at the field, one byte each: which chip, which behind it, and how long after the last look. However
 * they come, a chip is announced once a stay and never while another may lie there. */
const gsize fuzz_longest = 512;

static const char *const uids[] = { NULL,       "04579A22352680", "72BF9961",
                                    "08AA0101", "08BB0202",       "04A3C1F05B7E80112233" };

void
fuzz_prepare (void)
{
}

/* @lying: what the till believes lies there; empty for nothing */
static void
follow (const BrikPresenceEvent *event, char *lying, gsize size)
{
  switch (event->kind)
    {
    case BRIK_PRESENCE_CARD:
    case BRIK_PRESENCE_RANDOM:
      g_assert_cmpstr (lying, ==, "");
      g_assert_true (g_str_has_prefix (event->uid, "08") == (event->kind == BRIK_PRESENCE_RANDOM));
      g_strlcpy (lying, event->uid, size);
      break;
    case BRIK_PRESENCE_REMOVED:
      g_assert_cmpstr (lying, ==, event->uid);
      *lying = '\0';
      break;
    case BRIK_PRESENCE_SEVERAL:
      g_assert_cmpstr (event->uid, ==, "");
      break;
    default:
      g_assert_not_reached ();
    }
}

void
fuzz_try (const guint8 *data, gsize size)
{
  FuzzInput input = fuzz_input (data, size);
  const char *present = uids[fuzz_take_byte (&input) % G_N_ELEMENTS (uids)];
  char lying[BRIK_UID_TEXT_SIZE] = "";
  BrikPresence presence;
  gboolean several = FALSE;
  gint64 now_ms = 0;

  g_strlcpy (lying, present ? present : "", sizeof lying);
  brik_presence_init (&presence, present, now_ms);
  while (fuzz_left (&input) > 0)
    {
      guint look = fuzz_take_byte (&input);
      const char *uid = uids[look % G_N_ELEMENTS (uids)];
      const char *behind = uid ? uids[look / 8 % G_N_ELEMENTS (uids)] : NULL;
      BrikPresenceEvent events[BRIK_PRESENCE_EVENTS_MAX];
      guint n_events;

      now_ms += look & 0x80 ? 150 : 50;
      if (look == 0xff)
        brik_presence_resume (&presence, now_ms);
      n_events = brik_presence_see (&presence, uid, behind, now_ms, events);
      g_assert_cmpuint (n_events, <=, BRIK_PRESENCE_EVENTS_MAX);
      for (guint i = 0; i < n_events; i++)
        {
          /* After “several”, nothing is announced until the field was empty. */
          g_assert_true (!several || events[i].kind == BRIK_PRESENCE_REMOVED);
          follow (&events[i], lying, sizeof lying);
        }
      several = presence.several;
    }
}
