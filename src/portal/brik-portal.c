/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal/brik-portal.h"

#include "core/brik-limits.h"
#include "portal/brik-feed-mark.h"
#include "portal/brik-retry.h"
#include "wire/brik-seal.h"

struct _BrikPortal
{
  BrikClock *clock;
  BrikBooks *books;
  BrikFeedMark *mark;
  BrikQuota *entry_quota;
  BrikQuota *number_quota;
  BrikLanguages *languages;
  BrikHttpServer *server;
};

static BrikHttpResponse *
on_request (BrikHttpRequest *request, gpointer data)
{
  return brik_router_answer (data, request);
}

/* On the books' thread: whoever waits for changes looks again. */
static void
on_books_changed (gpointer data)
{
  brik_http_server_wake (data);
}

static gboolean
retry_set_aside (BrikStore *store, gpointer data, GError **error)
{
  return brik_retry_set_aside (store, brik_portal_now (data), error);
}

BrikPortal *
brik_portal_start (const char *path, const char *listen, BrikClock *clock, GError **error)
{
  g_autoptr (BrikPortal) portal = g_new0 (BrikPortal, 1);

  brik_seal_init ();
  portal->clock = g_object_ref (clock);
  portal->entry_quota = brik_quota_new (BRIK_LIMIT_TILL_BYTES, BRIK_LIMIT_TILL_BYTES_PER_S);
  portal->number_quota = brik_quota_new ((BRIK_LIMIT_NUMBERS - 1) * BRIK_LIMIT_NUMBER_S, 1);
  portal->languages = brik_languages_load (error);
  if (!portal->languages)
    return NULL;

  portal->books = brik_books_open (path, error);
  if (!portal->books)
    return NULL;

  portal->mark = brik_feed_mark_open (portal->books, error);
  if (!portal->mark || !brik_books_write (portal->books, retry_set_aside, portal, error))
    return NULL;

  if (!listen)
    return g_steal_pointer (&portal);
  portal->server = brik_http_server_start (listen, on_request, portal, error);
  if (!portal->server)
    return NULL;

  brik_books_set_notify (portal->books, on_books_changed, portal->server);
  return g_steal_pointer (&portal);
}

void
brik_portal_stop (BrikPortal *portal)
{
  if (portal->server)
    {
      brik_books_set_notify (portal->books, NULL, NULL);
      brik_http_server_stop (portal->server);
    }
  g_clear_pointer (&portal->mark, brik_feed_mark_close);
  g_clear_pointer (&portal->books, brik_books_close);
  g_clear_pointer (&portal->languages, brik_languages_free);
  g_clear_pointer (&portal->entry_quota, brik_quota_free);
  g_clear_pointer (&portal->number_quota, brik_quota_free);
  g_object_unref (portal->clock);
  g_free (portal);
}

BrikBooks *
brik_portal_get_books (BrikPortal *portal)
{
  return portal->books;
}

BrikFeedMark *
brik_portal_get_feed_mark (BrikPortal *portal)
{
  return portal->mark;
}

BrikQuota *
brik_portal_get_entry_quota (BrikPortal *portal)
{
  return portal->entry_quota;
}

BrikQuota *
brik_portal_get_number_quota (BrikPortal *portal)
{
  return portal->number_quota;
}

const BrikLanguages *
brik_portal_get_languages (BrikPortal *portal)
{
  return portal->languages;
}

const char *
brik_portal_get_address (BrikPortal *portal)
{
  return brik_http_server_get_address (portal->server);
}

gint64
brik_portal_now (BrikPortal *portal)
{
  return brik_clock_now (portal->clock);
}
