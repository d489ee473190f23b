/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define BRIK_UID_TEXT_SIZE 21      /* 10 bytes in hex and the end of the string */
#define BRIK_PRESENCE_GONE_MS 400  /* unseen for this long a chip is gone, */
#define BRIK_PRESENCE_GONE_LOOKS 3 /* if this many looks found nothing: a slow reader looks seldom */

typedef enum
{
  BRIK_PRESENCE_CARD,    /* a chip has come */
  BRIK_PRESENCE_REMOVED, /* it has gone */
  BRIK_PRESENCE_SEVERAL, /* more than one chip; none counts until the field has been empty */
  BRIK_PRESENCE_RANDOM,  /* a chip that draws a new UID each time: no identity */
} BrikPresenceEventKind;

typedef struct
{
  BrikPresenceEventKind kind;
  char uid[BRIK_UID_TEXT_SIZE]; /* empty for several */
} BrikPresenceEvent;

#define BRIK_PRESENCE_EVENTS_MAX 2

/**
 * BrikPresence:
 *
 * Makes one event of each stay of a chip in the field, out of looks that come every 50 ms and now and then
 * miss it. Pure: it neither reads a clock nor a device. Times are monotonic, in ms. UIDs are upper-case hex.
 */
typedef struct
{
  char current[BRIK_UID_TEXT_SIZE]; /* announced and not yet gone; empty: none */
  char left[BRIK_UID_TEXT_SIZE];    /* the one that current took the place of */
  gboolean several;
  gboolean occupied; /* something was in the field a moment ago */
  guint empty_looks;
  gint64 seen_ms;      /* when the field was last seen occupied */
  gint64 left_seen_ms; /* when @left was last seen */
} BrikPresence;

/* @present: a chip that an earlier process announced and that may still lie there, or NULL. */
void brik_presence_init (BrikPresence *presence, const char *present, gint64 now_ms);
/* TRUE if @uid would be announced. Then a second look must tell whether another chip hides behind it. */
gboolean brik_presence_is_news (const BrikPresence *presence, const char *uid);
/* One look: @uid is the chip that was found or NULL; @behind the one found behind it, or NULL. Fills @events
 * in the order they happened and returns how many. */
guint brik_presence_see (BrikPresence *presence,
                         const char *uid,
                         const char *behind,
                         gint64 now_ms,
                         BrikPresenceEvent events[BRIK_PRESENCE_EVENTS_MAX]);
/* Looking starts again after the device was away: what lay there has its time to be seen once more. */
void brik_presence_resume (BrikPresence *presence, gint64 now_ms);

G_END_DECLS
