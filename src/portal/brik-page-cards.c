/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>
#include <string.h>

#include "portal/brik-page-done.h"
#include "portal/brik-page-model.h"
#include "portal/brik-pages.h"

static void
add_cards (BrikPage *page)
{
  JsonArray *cards = json_array_new ();
  gboolean any_blocked = FALSE;

  for (guint i = 0; i < page->holdings->len; i++)
    {
      const BrikHolding *holding = page->holdings->pdata[i];

      for (guint j = 0; j < holding->cards->len; j++)
        {
          const BrikCardRecord *card = holding->cards->pdata[j];
          JsonObject *object = brik_page_model_holding (page, holding, json_array_get_length (cards));

          json_object_set_object_member (object, "card", brik_page_model_card (holding, card));
          json_array_add_object_element (cards, object);
          any_blocked = any_blocked || card->state == BRIK_CARD_BLOCKED;
        }
    }
  json_object_set_array_member (page->data, "cards", cards);
  json_object_set_boolean_member (page->data, "any_blocked", any_blocked);
}

BrikHttpResponse *
brik_page_cards_get (BrikPortal *portal, BrikHttpRequest *request)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikPage) page = brik_page_open (portal, request, &error);

  if (page == NULL)
    return brik_page_fail (portal, request, brik_page_status_of (error), error);
  add_cards (page);
  brik_page_add_done (page);
  json_object_set_string_member (page->data, "here", "cards");
  return brik_page_render (page, 200, "cards", N_ ("My cards"));
}

typedef struct
{
  const BrikSession *session;
  const char *card;
  BrikCardState state;
} Change;

static gboolean
set_state (BrikStore *store, gpointer data, GError **error)
{
  Change *change = data;

  return brik_holder_set_card_state (store, change->session->municipality, change->session->person,
                                     change->card, change->state, error);
}

/* Goes back to the page that the button stood on. */
static BrikHttpResponse *
change_state (BrikPortal *portal, BrikHttpRequest *request, BrikCardState state)
{
  Change change = { .session = brik_http_request_get_caller (request),
                    .card = brik_http_request_get_param (request, "card"),
                    .state = state };
  gboolean from_accounts = g_strcmp0 (brik_http_request_get_form (request, "from"), "accounts") == 0;
  g_autofree char *location = g_strconcat (
    from_accounts ? "/accounts" : "/cards",
    "?done=", state == BRIK_CARD_BLOCKED ? BRIK_PAGE_DONE_BLOCKED : BRIK_PAGE_DONE_ACTIVATED, NULL);
  g_autoptr (GError) error = NULL;

  if (!brik_books_write (brik_portal_get_books (portal), set_state, &change, &error))
    return brik_page_fail (portal, request, brik_page_status_of (error), error);
  return brik_http_response_new_redirect (location);
}

BrikHttpResponse *
brik_page_cards_block (BrikPortal *portal, BrikHttpRequest *request)
{
  return change_state (portal, request, BRIK_CARD_BLOCKED);
}

BrikHttpResponse *
brik_page_cards_activate (BrikPortal *portal, BrikHttpRequest *request)
{
  return change_state (portal, request, BRIK_CARD_ACTIVE);
}
