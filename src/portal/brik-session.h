/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "portal/brik-books.h"

G_BEGIN_DECLS

#define BRIK_SESSION_IDLE_US (20 * G_TIME_SPAN_MINUTE)
#define BRIK_SESSION_LONGEST_US (8 * G_TIME_SPAN_HOUR)

/**
 * BrikSession:
 * @person: who logged in
 * @csrf: every form carries it back
 * @first: card number and printed code were right, and a password must be chosen before anything else (R8)
 * @card: (nullable): of a first login: the card
 *
 * A browser that has logged in. It knows a token; the books hold the token's hash only, so that a copy of
 * them opens nothing. A session ends after %BRIK_SESSION_IDLE_US unused and after %BRIK_SESSION_LONGEST_US at
 * last.
 */
typedef struct
{
  char *municipality;
  char *person;
  char *csrf;
  char *card;
  gboolean first;
} BrikSession;

void brik_session_free (BrikSession *session);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrikSession, brik_session_free)

/* 32 random bytes in hex: a session's token, a form's. */
char *brik_session_draw_token (void);

/* In brik_books_write (). Takes the place of every session of that person that is a first login, and clears
 * away what has ended. @token: from brik_session_draw_token (); @card: (nullable) */
gboolean brik_session_begin (BrikStore *store,
                             const char *municipality,
                             const char *person,
                             const char *card,
                             gboolean first,
                             const char *token,
                             gint64 now_us,
                             GError **error);
/* In brik_books_write (): all of @person's sessions end: the password is a new one. */
gboolean
brik_session_end_all (BrikStore *store, const char *municipality, const char *person, GError **error);

/* Finds the session of @token and notes that it is used; %BRIK_PORTAL_ERROR_EXPIRED when there is none (any
 * more). Not on the books' thread. */
BrikSession *brik_session_find (BrikBooks *books, const char *token, gint64 now_us, GError **error);
gboolean brik_session_end (BrikBooks *books, const char *token, GError **error);

G_END_DECLS
