/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal/brik-login.h"

#include <gio/gio.h>
#include <string.h>

#include "portal/brik-password.h"
#include "wire/brik-seal.h"

/* What failures are counted by: hashes, so that the books hold no list of numbers that people mistyped. */
typedef struct
{
  BrikHash card;
  BrikHash address;
} Subjects;

typedef struct
{
  const BrikMunicipality *municipality;
  const char *number;
  Subjects subjects;
  gint64 now_us;
  gboolean too_many;
  char *person;
  char *card;
  char *password_hash;
  char *code_hash;
  gboolean first;
  const char *token;
} Attempt;

static void
attempt_clear (Attempt *attempt)
{
  g_free (attempt->person);
  g_free (attempt->card);
  g_free (attempt->password_hash);
  g_free (attempt->code_hash);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Attempt, attempt_clear)

static void
hash_subject (const char *kind, const char *value, BrikHash *hash)
{
  g_autofree char *text = g_strconcat (kind, ":", value, NULL);

  brik_hash_of_bytes (text, strlen (text), hash);
}

/* Whoever has one address of version 6 has a network of them, 64 bits long; but not the addresses that stand
 * for ones of version 4, which begin with as many zeros. (transfer full) */
static char *
network_of (const char *address)
{
  static const guint8 nothing[8];
  g_autoptr (GInetAddress) inet = g_inet_address_new_from_string (address);
  const guint8 *bytes = inet ? g_inet_address_to_bytes (inet) : nothing;

  if (!inet || g_inet_address_get_family (inet) != G_SOCKET_FAMILY_IPV6 ||
      memcmp (bytes, nothing, sizeof nothing) == 0)
    return g_strdup (address);
  return brik_bytes_to_hex (bytes, sizeof nothing);
}

static gboolean
count_failures (BrikStore *store,
                const Attempt *attempt,
                const BrikHash *subject,
                gint64 *n_failures,
                GError **error)
{
  g_autoptr (BrikRows) rows =
    brik_store_query (store, error,
                      "SELECT count (*) FROM login_failure "
                      "WHERE municipality_id = ? AND subject = ? AND at_us > ?",
                      "sbi", attempt->municipality->id, subject->bytes, sizeof subject->bytes,
                      attempt->now_us - BRIK_LOGIN_WINDOW_US);

  if (rows == NULL || !brik_rows_next (rows, error))
    return FALSE;
  *n_failures = brik_rows_int (rows, 0);
  return TRUE;
}

static gboolean
note_attempt (BrikStore *store, const Attempt *attempt, const BrikHash *subject, GError **error)
{
  return brik_store_run (store, error,
                         "INSERT INTO login_failure (municipality_id, subject, at_us, serial) "
                         "SELECT ?1, ?2, ?3, coalesce (max (serial), 0) + 1 FROM login_failure "
                         "WHERE municipality_id = ?1 AND subject = ?2 AND at_us = ?3",
                         "sbi", attempt->municipality->id, subject->bytes, sizeof subject->bytes,
                         attempt->now_us);
}

static gboolean
read_credentials (BrikStore *store, Attempt *attempt, GError **error)
{
  g_autoptr (BrikRows) rows = brik_store_query (
    store, error,
    "SELECT person.id, card.id, person.password_hash, card.code_hash FROM card "
    "JOIN account ON account.municipality_id = card.municipality_id AND account.id = card.account_id "
    "JOIN person ON person.municipality_id = account.municipality_id AND person.id = account.person_id "
    "WHERE card.municipality_id = ? AND card.number = ? AND card.state IN ('active', 'blocked')",
    "ss", attempt->municipality->id, attempt->number);
  g_autoptr (GError) local_error = NULL;

  if (rows == NULL)
    return FALSE;
  if (brik_rows_next (rows, &local_error))
    {
      attempt->person = g_strdup (brik_rows_text (rows, 0));
      attempt->card = g_strdup (brik_rows_text (rows, 1));
      attempt->password_hash = g_strdup (brik_rows_text (rows, 2));
      attempt->code_hash = g_strdup (brik_rows_text (rows, 3));
    }
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/* Counts the attempt as a failure before it is known to be one: many at once would otherwise all be let
 * through. */
static gboolean
open_attempt (BrikStore *store, gpointer data, GError **error)
{
  Attempt *attempt = data;
  gint64 n_of_card, n_of_address;

  if (!brik_store_run (store, error, "DELETE FROM login_failure WHERE municipality_id = ? AND at_us <= ?",
                       "si", attempt->municipality->id, attempt->now_us - BRIK_LOGIN_WINDOW_US) ||
      !count_failures (store, attempt, &attempt->subjects.card, &n_of_card, error) ||
      !count_failures (store, attempt, &attempt->subjects.address, &n_of_address, error))
    return FALSE;
  attempt->too_many = n_of_card >= BRIK_LOGIN_MAX_OF_CARD || n_of_address >= BRIK_LOGIN_MAX_OF_ADDRESS;
  if (attempt->too_many)
    return TRUE;
  return note_attempt (store, attempt, &attempt->subjects.card, error) &&
         note_attempt (store, attempt, &attempt->subjects.address, error) &&
         read_credentials (store, attempt, error);
}

static gboolean
forget_attempts (BrikStore *store, const Attempt *attempt, GError **error)
{
  return brik_store_run (store, error, "DELETE FROM login_failure WHERE municipality_id = ? AND subject = ?",
                         "sb", attempt->municipality->id, attempt->subjects.card.bytes,
                         sizeof attempt->subjects.card.bytes) &&
         brik_store_run (store, error,
                         "DELETE FROM login_failure WHERE municipality_id = ? AND subject = ? AND at_us = ?",
                         "sbi", attempt->municipality->id, attempt->subjects.address.bytes,
                         sizeof attempt->subjects.address.bytes, attempt->now_us);
}

static gboolean
begin_session (BrikStore *store, gpointer data, GError **error)
{
  Attempt *attempt = data;

  return forget_attempts (store, attempt, error) &&
         brik_session_begin (store, attempt->municipality->id, attempt->person, attempt->card, attempt->first,
                             attempt->token, attempt->now_us, error);
}

/* Both hashes are always worked out, whether they exist or not, so that all answers take the same time. A
 * person who has a password logs in by it alone: it made the printed codes void. */
static gboolean
check_secret (Attempt *attempt, const char *secret)
{
  gboolean by_password = brik_password_check (BRIK_PASSWORD_PERSONAL, attempt->password_hash, secret);
  gboolean by_code = brik_password_check (BRIK_PASSWORD_PRINTED, attempt->code_hash, secret);

  attempt->first = attempt->password_hash == NULL;
  return attempt->first ? by_code : by_password;
}

static BrikLoginResult
try_attempt (BrikBooks *books, Attempt *attempt, const char *secret, GError **error)
{
  if (!brik_books_write (books, open_attempt, attempt, error))
    return BRIK_LOGIN_FAILED;
  if (attempt->too_many)
    return BRIK_LOGIN_TOO_MANY;
  if (!check_secret (attempt, secret))
    return BRIK_LOGIN_WRONG;
  if (!brik_books_write (books, begin_session, attempt, error))
    return BRIK_LOGIN_FAILED;
  return attempt->first ? BRIK_LOGIN_FIRST : BRIK_LOGIN_OPEN;
}

BrikLoginResult
brik_login_try (BrikBooks *books,
                const BrikMunicipality *municipality,
                const char *number,
                const char *secret,
                const char *address,
                gint64 now_us,
                char **token,
                GError **error)
{
  g_autofree char *normalized = brik_card_number_normalize (number, municipality->card_form, NULL);
  g_autofree char *network = network_of (address);
  g_autofree char *new_token = brik_session_draw_token ();
  g_auto (Attempt) attempt = {
    .municipality = municipality,
    .number = normalized != NULL ? normalized : "",
    .now_us = now_us,
    .token = new_token,
  };
  BrikLoginResult result;

  if (!brik_password_take_turn (error))
    return BRIK_LOGIN_FAILED;
  hash_subject ("card", attempt.number, &attempt.subjects.card);
  hash_subject ("address", network, &attempt.subjects.address);
  result = try_attempt (books, &attempt, secret, error);
  brik_password_end_turn ();
  if (result == BRIK_LOGIN_FIRST || result == BRIK_LOGIN_OPEN)
    *token = g_steal_pointer (&new_token);
  return result;
}
