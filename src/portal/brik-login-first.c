/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal/brik-feed.h"
#include "portal/brik-login.h"
#include "portal/brik-password.h"
#include "portal/brik-portal-error.h"

/* The first login's last step (R8). */
typedef struct
{
  const BrikSession *session;
  const char *password_hash;
  const char *name;
  const char *email;
  const char *token;
  gint64 now_us;
} Completion;

static gboolean
put_person (BrikStore *store, const Completion *completion, GError **error)
{
  if (!brik_store_run (store, error,
                       "UPDATE person SET name = ?, email = ?, password_hash = ? "
                       "WHERE municipality_id = ? AND id = ? AND password_hash IS NULL",
                       "sssss", completion->name, completion->email, completion->password_hash,
                       completion->session->municipality, completion->session->person))
    return FALSE;
  if (brik_store_get_n_changed (store) == 1)
    return TRUE;
  g_set_error_literal (error, BRIK_PORTAL_ERROR, BRIK_PORTAL_ERROR_EXPIRED,
                       "A password has been chosen already. Log in with it.");
  return FALSE;
}

static gboolean
void_codes (BrikStore *store, const Completion *completion, GError **error)
{
  return brik_store_run (
    store, error,
    "UPDATE card SET code_hash = NULL, code_void = 1 WHERE municipality_id = ?1 "
    "AND account_id IN (SELECT id FROM account WHERE municipality_id = ?1 AND person_id = ?2)",
    "ss", completion->session->municipality, completion->session->person);
}

/* The tills show the name. */
static gboolean
tell_tills (BrikStore *store, const Completion *completion, GError **error)
{
  const char *municipality = completion->session->municipality;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GPtrArray) accounts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (BrikRows) rows =
    brik_store_query (store, error, "SELECT id FROM account WHERE municipality_id = ? AND person_id = ?",
                      "ss", municipality, completion->session->person);

  if (rows == NULL)
    return FALSE;
  while (brik_rows_next (rows, &local_error))
    g_ptr_array_add (accounts, g_strdup (brik_rows_text (rows, 0)));
  for (guint i = 0; local_error == NULL && i < accounts->len; i++)
    brik_feed_touch (store, municipality, BRIK_RECORD_ACCOUNT, accounts->pdata[i], &local_error);
  return brik_error_pass_on (&local_error, error);
}

static gboolean
complete (BrikStore *store, gpointer data, GError **error)
{
  const Completion *completion = data;

  return put_person (store, completion, error) && void_codes (store, completion, error) &&
         tell_tills (store, completion, error) &&
         brik_session_end_all (store, completion->session->municipality, completion->session->person,
                               error) &&
         brik_session_begin (store, completion->session->municipality, completion->session->person, NULL,
                             FALSE, completion->token, completion->now_us, error);
}

static char *
hash_in_turn (const char *password, GError **error)
{
  char *hash;

  if (!brik_password_take_turn (error))
    return NULL;
  hash = brik_password_hash (BRIK_PASSWORD_PERSONAL, password, error);
  brik_password_end_turn ();
  return hash;
}

gboolean
brik_login_complete (BrikBooks *books,
                     const BrikSession *session,
                     const char *password,
                     const char *name,
                     const char *email,
                     gint64 now_us,
                     char **token,
                     GError **error)
{
  g_autofree char *password_hash = hash_in_turn (password, error);
  g_autofree char *new_token = brik_session_draw_token ();
  Completion completion = {
    .session = session,
    .password_hash = password_hash,
    .name = name,
    .email = email,
    .token = new_token,
    .now_us = now_us,
  };

  if (password_hash == NULL || !brik_books_write (books, complete, &completion, error))
    return FALSE;
  *token = g_steal_pointer (&new_token);
  return TRUE;
}
