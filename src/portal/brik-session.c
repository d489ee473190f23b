/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal/brik-session.h"

#include <sodium.h>
#include <string.h>

#include "portal/brik-portal-error.h"
#include "wire/brik-seal.h"

#define TOKEN_SIZE 32
/* Noting every use would be a write for every page. */
#define NOTE_USE_US G_TIME_SPAN_MINUTE

typedef struct
{
  BrikHash hash;
  gint64 now_us;
  gint64 seen_us;
  BrikSession *session;
} Search;

void
brik_session_free (BrikSession *session)
{
  if (session == NULL)
    return;
  g_free (session->municipality);
  g_free (session->person);
  g_free (session->csrf);
  g_free (session->card);
  g_free (session);
}

char *
brik_session_draw_token (void)
{
  guint8 bytes[TOKEN_SIZE];

  brik_seal_init ();
  randombytes_buf (bytes, sizeof bytes);
  return brik_bytes_to_hex (bytes, sizeof bytes);
}

static gboolean
clear_away (BrikStore *store, const char *municipality, const char *person, gint64 now_us, GError **error)
{
  return brik_store_run (
           store, error, "DELETE FROM session WHERE municipality_id = ? AND (seen_us < ? OR began_us < ?)",
           "sii", municipality, now_us - BRIK_SESSION_IDLE_US, now_us - BRIK_SESSION_LONGEST_US) &&
         brik_store_run (
           store, error,
           "DELETE FROM session WHERE municipality_id = ? AND person_id = ? AND state = 'first'", "ss",
           municipality, person);
}

gboolean
brik_session_begin (BrikStore *store,
                    const char *municipality,
                    const char *person,
                    const char *card,
                    gboolean first,
                    const char *token,
                    gint64 now_us,
                    GError **error)
{
  g_autofree char *csrf = brik_session_draw_token ();
  BrikHash hash;

  brik_hash_of_bytes (token, strlen (token), &hash);
  return clear_away (store, municipality, person, now_us, error) &&
         brik_store_run (
           store, error,
           "INSERT INTO session (municipality_id, token_hash, person_id, state, csrf, began_us, "
           "seen_us, card_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
           "sbsssiis", municipality, hash.bytes, sizeof hash.bytes, person, first ? "first" : "open", csrf,
           now_us, now_us, card);
}

gboolean
brik_session_end_all (BrikStore *store, const char *municipality, const char *person, GError **error)
{
  return brik_store_run (store, error, "DELETE FROM session WHERE municipality_id = ? AND person_id = ?",
                         "ss", municipality, person);
}

static gboolean
read_session (BrikStore *store, gpointer data, GError **error)
{
  Search *search = data;
  g_autoptr (BrikRows) rows =
    brik_store_query (store, error,
                      "SELECT municipality_id, person_id, csrf, state, card_id, seen_us FROM session "
                      "WHERE token_hash = ? AND seen_us >= ? AND began_us >= ?",
                      "bii", search->hash.bytes, sizeof search->hash.bytes,
                      search->now_us - BRIK_SESSION_IDLE_US, search->now_us - BRIK_SESSION_LONGEST_US);
  g_autoptr (GError) local_error = NULL;

  if (rows == NULL)
    return FALSE;
  if (!brik_rows_next (rows, &local_error))
    {
      if (local_error != NULL)
        g_propagate_error (error, g_steal_pointer (&local_error));
      else
        g_set_error_literal (error, BRIK_PORTAL_ERROR, BRIK_PORTAL_ERROR_EXPIRED, "Log in again.");
      return FALSE;
    }
  search->session = g_new0 (BrikSession, 1);
  search->session->municipality = g_strdup (brik_rows_text (rows, 0));
  search->session->person = g_strdup (brik_rows_text (rows, 1));
  search->session->csrf = g_strdup (brik_rows_text (rows, 2));
  search->session->first = g_strcmp0 (brik_rows_text (rows, 3), "first") == 0;
  search->session->card = g_strdup (brik_rows_text (rows, 4));
  search->seen_us = brik_rows_int (rows, 5);
  return TRUE;
}

static gboolean
note_use (BrikStore *store, gpointer data, GError **error)
{
  Search *search = data;

  return brik_store_run (
    store, error, "UPDATE session SET seen_us = ? WHERE municipality_id = ? AND token_hash = ?", "isb",
    search->now_us, search->session->municipality, search->hash.bytes, sizeof search->hash.bytes);
}

static gboolean
delete_session (BrikStore *store, gpointer data, GError **error)
{
  Search *search = data;

  return brik_store_run (store, error, "DELETE FROM session WHERE token_hash = ?", "b", search->hash.bytes,
                         sizeof search->hash.bytes);
}

BrikSession *
brik_session_find (BrikBooks *books, const char *token, gint64 now_us, GError **error)
{
  g_autoptr (BrikSession) session = NULL;
  Search search = { .now_us = now_us };

  brik_hash_of_bytes (token, strlen (token), &search.hash);
  if (!brik_books_read (books, read_session, &search, error))
    return NULL;
  session = search.session;
  if (now_us - search.seen_us > NOTE_USE_US && !brik_books_write (books, note_use, &search, error))
    return NULL;
  return g_steal_pointer (&session);
}

gboolean
brik_session_end (BrikBooks *books, const char *token, GError **error)
{
  Search search = { 0 };

  brik_hash_of_bytes (token, strlen (token), &search.hash);
  return brik_books_write (books, delete_session, &search, error);
}
