/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BrikHttpPhase:
 * @BRIK_HTTP_PHASE_ASKING: no request is under way, or its head is coming
 * @BRIK_HTTP_PHASE_SENDING: its body is coming
 * @BRIK_HTTP_PHASE_WAITING: it has come; the peer waits for us
 * @BRIK_HTTP_PHASE_HEARING: the peer is to take its answer
 */
typedef enum
{
  BRIK_HTTP_PHASE_ASKING,
  BRIK_HTTP_PHASE_SENDING,
  BRIK_HTTP_PHASE_WAITING,
  BRIK_HTTP_PHASE_HEARING,
} BrikHttpPhase;

/**
 * BrikHttpWatch:
 *
 * The connections there are, and what each is about. The HTTP library ends one that is silent; this ends one
 * whose peer says or takes a byte now and then (each phase has a time), one whose peer has left in the middle
 * of a body, which the library does not see, and, where they become too many, the one that has been asking
 * the longest: whoever means it asks again, and a crowd that only sits there does not keep others out.
 *
 * It shuts a connection down; the library notices, and closes it. Any thread.
 */
typedef struct _BrikHttpWatch BrikHttpWatch;
typedef struct _BrikHttpConnection BrikHttpConnection;

/* @crowd: of so many, the one that has been asking or sending longest is ended whenever one comes. */
BrikHttpWatch *brik_http_watch_new (guint crowd);
void brik_http_watch_free (BrikHttpWatch *watch);
/* (transfer none): it begins ASKING; valid until it is removed, which is before @fd is closed. */
BrikHttpConnection *brik_http_watch_add (BrikHttpWatch *watch, int fd);
void brik_http_watch_remove (BrikHttpWatch *watch, BrikHttpConnection *connection);
void brik_http_watch_enter (BrikHttpWatch *watch, BrikHttpConnection *connection, BrikHttpPhase phase);
/* Looks after all of them. To be called every half second or so: a peer is gone that was so twice. */
void brik_http_watch_look (BrikHttpWatch *watch);

G_END_DECLS
