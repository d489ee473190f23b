/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "portal/brik-page-done.h"
#include "portal/brik-page-model.h"
#include "portal/brik-pages.h"

/* Where the card may be used: each kind of place is ticked or not (R31). The name of a box is "kind." and the
 * kind's id. */
static char *
field_name (const BrikKindRecord *kind)
{
  return g_strconcat ("kind.", kind->id, NULL);
}

static void
add_kinds (BrikPage *page, const BrikHolding *holding)
{
  const char *const *allowed = (const char *const *) holding->kinds_allowed;
  JsonArray *kinds = json_array_new ();

  for (guint i = 0; i < page->kinds->len; i++)
    {
      const BrikKindRecord *kind = page->kinds->pdata[i];
      g_autofree char *field = field_name (kind);
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "field", field);
      json_object_set_string_member (object, "name", kind->name);
      json_object_set_boolean_member (object, "ticked", g_strv_contains (allowed, kind->id));
      json_array_add_object_element (kinds, object);
    }
  json_object_set_array_member (page->data, "kinds", kinds);
  json_object_set_boolean_member (page->data, "nowhere", allowed[0] == NULL);
}

BrikHttpResponse *
brik_page_places_get (BrikPortal *portal, BrikHttpRequest *request)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikPage) page = brik_page_open (portal, request, &error);
  const BrikHolding *holding;

  if (page == NULL)
    return brik_page_fail (portal, request, brik_page_status_of (error), error);
  holding = brik_page_find_holding (page, brik_http_request_get_param (request, "account"));
  if (holding == NULL)
    return brik_page_fail (portal, request, 404, NULL);

  add_kinds (page, holding);
  brik_page_add_choices (page, holding, "places");
  brik_page_add_done (page);
  json_object_set_boolean_member (page->data, "read_only", !holding->may_manage);
  json_object_set_object_member (page->data, "account", brik_page_model_holding (page, holding, 0));
  json_object_set_string_member (page->data, "here", brik_http_request_get_path (page->request));
  return brik_page_render (page, 200, "places", N_ ("Places"));
}

typedef struct
{
  const BrikSession *session;
  const char *account;
  GStrv kinds;
} Change;

static gboolean
put_kinds (BrikStore *store, gpointer data, GError **error)
{
  Change *change = data;

  return brik_holder_put_kinds (store, change->session->municipality, change->session->person,
                                change->account, (const char *const *) change->kinds, error);
}

/* (transfer full) */
static GStrv
read_ticked (BrikPage *page)
{
  g_autoptr (GStrvBuilder) ticked = g_strv_builder_new ();

  for (guint i = 0; i < page->kinds->len; i++)
    {
      const BrikKindRecord *kind = page->kinds->pdata[i];
      g_autofree char *field = field_name (kind);

      if (brik_http_request_get_form (page->request, field) != NULL)
        g_strv_builder_add (ticked, kind->id);
    }
  return g_strv_builder_end (ticked);
}

BrikHttpResponse *
brik_page_places_post (BrikPortal *portal, BrikHttpRequest *request)
{
  const char *account = brik_http_request_get_param (request, "account");
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikPage) page = brik_page_open (portal, request, &error);
  g_autofree char *location =
    g_strconcat ("/accounts/", account, "/places?done=" BRIK_PAGE_DONE_PLACES, NULL);
  g_auto (GStrv) ticked = NULL;
  const BrikHolding *holding;
  Change change;

  if (page == NULL)
    return brik_page_fail (portal, request, brik_page_status_of (error), error);
  holding = brik_page_find_holding (page, account);
  if (holding == NULL || !holding->may_manage)
    return brik_page_fail (portal, request, holding == NULL ? 404 : 403, NULL);

  ticked = read_ticked (page);
  change = (Change){ .session = page->session, .account = account, .kinds = ticked };
  if (!brik_books_write (brik_portal_get_books (portal), put_kinds, &change, &error))
    return brik_page_fail (portal, request, brik_page_status_of (error), error);
  return brik_http_response_new_redirect (location);
}
