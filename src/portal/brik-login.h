/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "portal/brik-books.h"
#include "portal/brik-municipality.h"
#include "portal/brik-session.h"

G_BEGIN_DECLS

/* Failed attempts within %BRIK_LOGIN_WINDOW_US before the next is not even looked at. An address may be a
 * whole school's. */
#define BRIK_LOGIN_WINDOW_US (15 * G_TIME_SPAN_MINUTE)
#define BRIK_LOGIN_MAX_OF_CARD 5
#define BRIK_LOGIN_MAX_OF_ADDRESS 50

#define BRIK_LOGIN_MIN_PASSWORD 10 /* characters */

/**
 * BrikLoginResult:
 * @BRIK_LOGIN_WRONG: the number is not known, or the code or password is not its own: the two are told alike,
 * in words and in time
 * @BRIK_LOGIN_TOO_MANY: not looked at
 * @BRIK_LOGIN_FIRST: right by the printed code: a session that must choose a password (R8)
 * @BRIK_LOGIN_OPEN: right by the password
 */
typedef enum
{
  BRIK_LOGIN_FAILED, /* with an error */
  BRIK_LOGIN_WRONG,
  BRIK_LOGIN_TOO_MANY,
  BRIK_LOGIN_FIRST,
  BRIK_LOGIN_OPEN,
} BrikLoginResult;

/* Logs in by card number, in any form it may be written in (R3), and printed code or password. @token: (out):
 * the new session's. Blocks for the time of a password hash. */
BrikLoginResult brik_login_try (BrikBooks *books,
                                const BrikMunicipality *municipality,
                                const char *number,
                                const char *secret,
                                const char *address,
                                gint64 now_us,
                                char **token,
                                GError **error);

/* What a first login asks for (R8). %BRIK_STORE_ERROR_DUPLICATE: another user has that e-mail. On success
 * every printed code of the person is void, all sessions have ended, and @token is that of a new one. */
gboolean brik_login_complete (BrikBooks *books,
                              const BrikSession *session,
                              const char *password,
                              const char *name,
                              const char *email,
                              gint64 now_us,
                              char **token,
                              GError **error);

G_END_DECLS
