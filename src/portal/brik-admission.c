/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal/brik-admission.h"

#include "core/brik-limits.h"
#include "portal/brik-municipality.h"
#include "portal/brik-portal.h"
#include "portal/brik-replies.h"
#include "portal/brik-till.h"
#include "wire/brik-json.h"
#include "wire/brik-request.h"

/* What the three headers say. */
typedef struct
{
  const char *till;
  gint64 time_us;
  BrikSignature signature;
} Claim;

static gboolean
read_claim (BrikHttpRequest *request, Claim *claim)
{
  const char *time = brik_http_request_get_header (request, BRIK_HEADER_TIME);
  const char *signature = brik_http_request_get_header (request, BRIK_HEADER_SIGNATURE);

  claim->till = brik_http_request_get_header (request, BRIK_HEADER_TILL);
  return claim->till && strlen (claim->till) <= BRIK_LIMIT_ID && time && signature &&
         g_ascii_string_to_signed (time, 10, 0, G_MAXINT64, &claim->time_us, NULL) &&
         brik_bytes_from_hex (signature, claim->signature.bytes, sizeof claim->signature.bytes);
}

typedef struct
{
  const char *id;
  BrikTill *till;
} LoadTill;

static gboolean
load_till (BrikStore *store, gpointer data, GError **error)
{
  LoadTill *load = data;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BrikMunicipality) municipality = brik_municipality_load (store, error);

  if (!municipality)
    return FALSE;
  load->till = brik_till_load (store, municipality->id, load->id, &local_error);
  return brik_error_pass_on (&local_error, error);
}

/* The key of the till that the request is signed with; NULL for none. */
static const BrikTillKey *
find_key (const BrikTill *till, BrikHttpRequest *request, const Claim *claim)
{
  gsize size = 0;
  const void *body = g_bytes_get_data (brik_http_request_get_body (request), &size);

  for (guint i = 0; till && i < till->keys->len; i++)
    {
      const BrikTillKey *key = &g_array_index (till->keys, BrikTillKey, i);

      if (brik_request_check (brik_http_request_get_method (request), brik_http_request_get_target (request),
                              claim->till, claim->time_us, body, size, &key->key, &claim->signature))
        return key;
    }
  return NULL;
}

/* With the portal's time, from which a till learns its offset. */
static BrikHttpResponse *
refuse (BrikPortal *portal, const char *word, const char *message)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  g_autofree char *text = NULL;

  json_object_set_string_member (object, "error", word);
  json_object_set_string_member (object, "message", message);
  json_object_set_int_member (object, "time", brik_portal_now (portal));
  json_node_take_object (node, object);
  text = brik_json_to_line (node);
  return brik_http_response_new_text (401, "application/json", text);
}

BrikHttpResponse *
brik_admission_of_till (BrikPortal *portal, BrikHttpRequest *request, const BrikRoute *route)
{
  Claim claim;
  LoadTill load = { 0 };
  g_autoptr (BrikTill) till = NULL;
  g_autoptr (GError) error = NULL;
  const BrikTillKey *key;

  if (!read_claim (request, &claim))
    return refuse (portal, "unsigned", "Only an enrolled till may ask this: the request is not signed.");
  if (ABS (claim.time_us - brik_portal_now (portal)) > BRIK_LIMIT_CLOCK_SKEW_S * G_USEC_PER_SEC)
    return refuse (portal, "clock", "The till's clock is more than five minutes off the portal's.");

  load.id = claim.till;
  if (!brik_books_read (brik_portal_get_books (portal), load_till, &load, &error))
    return brik_reply_to_error (error);
  till = load.till;

  key = find_key (till, request, &claim);
  if (!key)
    return refuse (portal, "signature", "The request is not signed by a till that is enrolled here.");
  if (key->state == BRIK_KEY_REVOKED && route->role != BRIK_ROLE_PAST_TILL)
    return brik_http_response_new_error (403, "revoked",
                                         "The office has shut this till out. Ask the office.");
  if (key->state == BRIK_KEY_RETIRED && route->role != BRIK_ROLE_PAST_TILL)
    return brik_http_response_new_error (403, "replaced",
                                         "Another till was enrolled in this one's place. Ask the office.");

  till->asks_with = key->state;
  till->run = g_strdup (brik_http_request_get_query (request, "run"));
  brik_http_request_set_caller (request, g_steal_pointer (&till), (GDestroyNotify) brik_till_free);
  return NULL;
}
