/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "chip-reader/brik-presence.h"

#include <string.h>

#define RANDOM_UID_LENGTH 8

/* A 4-byte UID that starts with 08 is drawn anew at each selection (ISO/IEC 14443-3). */
static gboolean
is_random (const char *uid)
{
  return strlen (uid) == RANDOM_UID_LENGTH && g_str_has_prefix (uid, "08");
}

/* A random chip has another UID at each look and still is the one chip that lies there. */
static gboolean
is_same_chip (const char *one, const char *other)
{
  return g_str_equal (one, other) || (is_random (one) && is_random (other));
}

void
brik_presence_init (BrikPresence *presence, const char *present, gint64 now_ms)
{
  *presence = (BrikPresence){ .seen_ms = now_ms };
  if (present == NULL)
    return;
  g_strlcpy (presence->current, present, sizeof presence->current);
  presence->occupied = TRUE;
}

void
brik_presence_resume (BrikPresence *presence, gint64 now_ms)
{
  presence->seen_ms = now_ms;
  presence->empty_looks = 0;
}

gboolean
brik_presence_is_news (const BrikPresence *presence, const char *uid)
{
  return !presence->several && !is_same_chip (presence->current, uid);
}

static void
add_event (BrikPresenceEvent *events, guint *n_events, BrikPresenceEventKind kind, const char *uid)
{
  g_assert (*n_events < BRIK_PRESENCE_EVENTS_MAX);
  events[*n_events].kind = kind;
  g_strlcpy (events[*n_events].uid, uid, sizeof events->uid);
  (*n_events)++;
}

static guint
see_nothing (BrikPresence *presence, gint64 now_ms, BrikPresenceEvent *events)
{
  guint n_events = 0;

  presence->empty_looks++;
  if (!presence->occupied || presence->empty_looks < BRIK_PRESENCE_GONE_LOOKS ||
      now_ms - presence->seen_ms < BRIK_PRESENCE_GONE_MS)
    return 0;

  if (*presence->current != '\0')
    add_event (events, &n_events, BRIK_PRESENCE_REMOVED, presence->current);
  *presence = (BrikPresence){ .seen_ms = now_ms };
  return n_events;
}

/* A chip that takes another's place while that one may still be near is told from two that take turns: if the
 * first is seen again at once, there are two. */
static gboolean
is_taking_turns (const BrikPresence *presence, const char *uid, gint64 now_ms)
{
  return *presence->left != '\0' && is_same_chip (presence->left, uid) &&
         now_ms - presence->left_seen_ms < BRIK_PRESENCE_GONE_MS;
}

static guint
announce (BrikPresence *presence, const char *uid, BrikPresenceEvent *events)
{
  guint n_events = 0;

  if (*presence->current != '\0')
    add_event (events, &n_events, BRIK_PRESENCE_REMOVED, presence->current);
  g_strlcpy (presence->left, presence->current, sizeof presence->left);
  presence->left_seen_ms = presence->seen_ms;
  g_strlcpy (presence->current, uid, sizeof presence->current);
  add_event (events, &n_events, is_random (uid) ? BRIK_PRESENCE_RANDOM : BRIK_PRESENCE_CARD, uid);
  return n_events;
}

guint
brik_presence_see (BrikPresence *presence,
                   const char *uid,
                   const char *behind,
                   gint64 now_ms,
                   BrikPresenceEvent events[BRIK_PRESENCE_EVENTS_MAX])
{
  guint n_events = 0;

  if (uid == NULL)
    return see_nothing (presence, now_ms, events);

  if (brik_presence_is_news (presence, uid))
    {
      if ((behind != NULL && !g_str_equal (behind, uid)) || is_taking_turns (presence, uid, now_ms))
        {
          presence->several = TRUE;
          add_event (events, &n_events, BRIK_PRESENCE_SEVERAL, "");
        }
      else
        n_events = announce (presence, uid, events);
    }
  presence->occupied = TRUE;
  presence->empty_looks = 0;
  presence->seen_ms = now_ms;
  return n_events;
}
