/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal/brik-till-routes.h"

#include "core/brik-limits.h"
#include "portal/brik-admission.h"
#include "portal/brik-changes.h"
#include "portal/brik-intake.h"
#include "portal/brik-photo.h"
#include "portal/brik-portal-error.h"
#include "portal/brik-portal.h"
#include "portal/brik-replies.h"
#include "portal/brik-visitors.h"
#include "wire/brik-api.h"
#include "wire/brik-json.h"

#define MAX_PASSED_OVER 32

/* Enrolment */

typedef struct
{
  const char *code;
  BrikPublicKey key;
  gint64 now_us;
  char *till;
} Enrolment;

static gboolean
enrol (BrikStore *store, gpointer data, GError **error)
{
  Enrolment *enrolment = data;
  g_autoptr (BrikMunicipality) municipality = brik_municipality_load (store, error);

  if (!municipality)
    return FALSE;
  g_free (enrolment->till);
  enrolment->till =
    brik_till_enrol (store, municipality->id, enrolment->code, &enrolment->key, enrolment->now_us, error);
  return enrolment->till != NULL;
}

static gboolean
read_enrolment (JsonObject *object, Enrolment *enrolment, GError **error)
{
  const char *key;

  enrolment->code = brik_json_get_string (object, "code", BRIK_LIMIT_ID, error);
  key = enrolment->code ? brik_json_get_string (object, "key", 2 * BRIK_PUBLIC_KEY_SIZE, error) : NULL;
  if (!key)
    return FALSE;
  if (brik_bytes_from_hex (key, enrolment->key.bytes, sizeof enrolment->key.bytes))
    return TRUE;

  g_set_error_literal (error, BRIK_PORTAL_ERROR, BRIK_PORTAL_ERROR_INVALID, "“key” must be 64 hex digits.");
  return FALSE;
}

static BrikHttpResponse *
reply_enrolled (const Enrolment *enrolment)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  g_autofree char *text = NULL;

  json_object_set_string_member (object, "till", enrolment->till);
  json_object_set_int_member (object, "time", enrolment->now_us);
  json_node_take_object (node, object);
  text = brik_json_to_line (node);
  return brik_http_response_new_text (200, "application/json", text);
}

static BrikHttpResponse *
on_enrol (BrikPortal *portal, BrikHttpRequest *request)
{
  Enrolment enrolment = { .now_us = brik_portal_now (portal) };
  g_autofree char *till = NULL;
  g_autoptr (JsonObject) object = NULL;
  g_autoptr (GError) error = NULL;
  gsize size = 0;
  const char *text = g_bytes_get_data (brik_http_request_get_body (request), &size);
  gboolean written;

  object = brik_json_parse_object (text, (gssize) size, BRIK_LIMIT_REQUEST_BODY, &error);
  if (!object || !read_enrolment (object, &enrolment, &error))
    return brik_reply_to_error (error);

  written = brik_books_write (brik_portal_get_books (portal), enrol, &enrolment, &error);
  till = enrolment.till;
  if (!written)
    return brik_reply_to_error (error);
  return reply_enrolled (&enrolment);
}

/* Entries */

typedef struct
{
  BrikIntake *intake;
  BrikReceipt *receipt;
} Delivery;

static gboolean
deliver (BrikStore *store, gpointer data, GError **error)
{
  Delivery *delivery = data;

  g_clear_pointer (&delivery->receipt, brik_receipt_free);
  delivery->receipt = brik_intake_book (delivery->intake, store, error);
  return delivery->receipt != NULL;
}

static BrikHttpResponse *
book (BrikPortal *portal, BrikHttpRequest *request, gsize *n_stored)
{
  g_autoptr (BrikIntake) intake = NULL;
  g_autoptr (BrikReceipt) receipt = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *answer = NULL;
  GPtrArray *sealed;
  Delivery delivery;
  gboolean written;
  gsize size = 0;
  const char *text = g_bytes_get_data (brik_http_request_get_body (request), &size);

  sealed = brik_batch_from_json (text, (gssize) size, &error);
  if (!sealed)
    return brik_reply_to_error (error);

  intake = brik_intake_new (brik_http_request_get_caller (request), sealed, brik_portal_now (portal));
  delivery = (Delivery){ .intake = intake };
  written = brik_books_write (brik_portal_get_books (portal), deliver, &delivery, &error);
  /* There too where the group's commit failed afterwards. */
  receipt = delivery.receipt;
  if (!written)
    return brik_reply_to_error (error);

  *n_stored = brik_intake_get_n_stored (intake);
  /* Kept for the office to judge, but the till is told that it is shut out, and so keeps them too. */
  if (brik_intake_has_revoked (intake))
    return brik_http_response_new_error (403, "revoked",
                                         "The office has shut this till out. Ask the office.");
  answer = brik_receipt_to_json (receipt);
  return brik_http_response_new_text (200, "application/json", answer);
}

static BrikHttpResponse *
on_entries (BrikPortal *portal, BrikHttpRequest *request)
{
  BrikQuota *quota = brik_portal_get_entry_quota (portal);
  const BrikTill *till = brik_http_request_get_caller (request);
  /* Who holds a key that was taken from the till does not use up the share of the one in its place. */
  g_autofree char *who = g_strconcat (till->id, till->asks_with == BRIK_KEY_ACTIVE ? NULL : " past", NULL);
  BrikHttpResponse *response;
  gsize n_stored = 0;
  guint wait_s;

  if (!brik_quota_enter (quota, who, g_get_monotonic_time (), &wait_s))
    return brik_reply_too_many ("The till sends more than tills do. It is to try again when it is told.",
                                wait_s);
  response = book (portal, request, &n_stored);
  brik_quota_leave (quota, who, g_get_monotonic_time (), n_stored);
  return response;
}

/* Changes and cards */

typedef struct
{
  const BrikTill *till;
  const char *epoch;
  gint64 after;
  const char *uid;
  const char *number; /* of a card, with @uid NULL */
  gint64 now_us;
  gboolean has_visitors; /* who are to leave first: there is no page yet */
  BrikChangesPage *page;
} Question;

static gboolean
load_page (BrikStore *store, const BrikMunicipality *municipality, Question *question, GError **error)
{
  question->page = brik_changes_load_page (store, municipality, question->till, question->epoch,
                                           question->after, question->now_us, error);
  return question->page != NULL;
}

static gboolean
load_changes (BrikStore *store, gpointer data, GError **error)
{
  g_autoptr (BrikMunicipality) municipality = brik_municipality_load (store, error);

  return municipality && load_page (store, municipality, data, error);
}

static gboolean
load_changes_or_visitors (BrikStore *store, gpointer data, GError **error)
{
  Question *question = data;
  g_autoptr (BrikMunicipality) municipality = brik_municipality_load (store, error);
  GDate today;

  if (!municipality)
    return FALSE;
  today = brik_municipality_date (municipality, question->now_us);
  return brik_visitors_have_stayed (store, question->till, &today, &question->has_visitors, error) &&
         (question->has_visitors || load_page (store, municipality, question, error));
}

static gboolean
let_visitors_go (BrikStore *store, gpointer data, GError **error)
{
  Question *question = data;
  g_autoptr (BrikMunicipality) municipality = brik_municipality_load (store, error);
  GDate today;

  if (!municipality)
    return FALSE;
  today = brik_municipality_date (municipality, question->now_us);
  return brik_visitors_let_go (store, question->till, &today, error);
}

/* Visitors leave at the till's first question after midnight, so that its answer tells it; a long poll is
 * asked again sooner than in a minute. */
static gboolean
ask_for_changes (BrikPortal *portal, Question *question, GError **error)
{
  BrikBooks *books = brik_portal_get_books (portal);

  return brik_books_read (books, load_changes_or_visitors, question, error) &&
         (!question->has_visitors || (brik_books_write (books, let_visitors_go, question, error) &&
                                      brik_books_read (books, load_changes, question, error)));
}

static gboolean
read_number (BrikHttpRequest *request, const char *name, gint64 max, gint64 *number)
{
  const char *text = brik_http_request_get_query (request, name);

  *number = 0;
  return !text || g_ascii_string_to_signed (text, 10, 0, max, number, NULL);
}

static BrikHttpResponse *
reply_page (BrikPortal *portal, const BrikChangesPage *page)
{
  g_autofree char *text = brik_changes_page_to_json (page);

  brik_feed_mark_raise (brik_portal_get_feed_mark (portal), page->cursor);
  return brik_http_response_new_text (200, "application/json", text);
}

/* A till that waits is not told of what does not concern it, but it is read anew at each wake: before that
 * gets much, the till is told how far it is. */
static gboolean
may_wait (const Question *question, const BrikChangesPage *page)
{
  return page->changes->len == 0 && !page->start_over && !page->more &&
         page->cursor - question->after < MAX_PASSED_OVER;
}

static BrikHttpResponse *
on_changes (BrikPortal *portal, BrikHttpRequest *request)
{
  Question question = {
    .till = brik_http_request_get_caller (request),
    .epoch = brik_http_request_get_query (request, "epoch"),
    .now_us = brik_portal_now (portal),
  };
  g_autoptr (BrikChangesPage) page = NULL;
  g_autoptr (GError) error = NULL;
  gint64 wait_s;

  if (!read_number (request, "after", G_MAXINT64, &question.after) ||
      !read_number (request, "wait", G_MAXINT32, &wait_s))
    return brik_http_response_new_error (400, "malformed", "“after” and “wait” must be numbers.");
  if (!ask_for_changes (portal, &question, &error))
    return brik_reply_to_error (error);

  page = question.page;
  if (wait_s > 0 && may_wait (&question, page) && !brik_http_request_is_last_try (request))
    return brik_http_response_new_parked ((guint) MIN (wait_s, BRIK_LIMIT_LONG_POLL_S));
  return reply_page (portal, page);
}

static gboolean
load_card (BrikStore *store, gpointer data, GError **error)
{
  Question *question = data;
  g_autoptr (BrikMunicipality) municipality = brik_municipality_load (store, error);
  g_autofree char *account = NULL;

  g_clear_pointer (&question->page, brik_changes_page_free);
  if (municipality)
    account = question->uid ? brik_changes_find_uid (store, municipality->id, question->uid, error)
                            : brik_changes_find_number (store, municipality, question->number, error);
  if (account)
    question->page =
      brik_changes_load_visitor (store, municipality, question->till, account, question->now_us, error);
  return question->page != NULL;
}

static BrikHttpResponse *
look_up (BrikPortal *portal, Question *question)
{
  g_autoptr (BrikChangesPage) page = NULL;
  g_autoptr (GError) error = NULL;
  gboolean written = brik_books_write (brik_portal_get_books (portal), load_card, question, &error);

  page = question->page;
  return written ? reply_page (portal, page) : brik_reply_to_error (error);
}

static BrikHttpResponse *
on_card (BrikPortal *portal, BrikHttpRequest *request)
{
  g_autofree char *uid = brik_card_uid_normalize (brik_http_request_get_param (request, "uid"), NULL);
  Question question = {
    .till = brik_http_request_get_caller (request),
    .uid = uid,
    .now_us = brik_portal_now (portal),
  };

  if (!uid)
    return brik_http_response_new_error (400, "malformed", "This is no number of a chip.");
  return look_up (portal, &question);
}

static BrikHttpResponse *
on_number (BrikPortal *portal, BrikHttpRequest *request)
{
  BrikQuota *quota = brik_portal_get_number_quota (portal);
  Question question = {
    .till = brik_http_request_get_caller (request),
    .number = brik_http_request_get_query (request, "number"),
    .now_us = brik_portal_now (portal),
  };
  BrikHttpResponse *response;
  guint wait_s;

  if (!question.number)
    return brik_http_response_new_error (400, "malformed", "“number” must be there.");
  if (!brik_quota_enter (quota, question.till->id, g_get_monotonic_time (), &wait_s))
    return brik_reply_too_many ("This till has asked for too many cards.", wait_s);
  response = look_up (portal, &question);
  brik_quota_leave (quota, question.till->id, g_get_monotonic_time (), BRIK_LIMIT_NUMBER_S);
  return response;
}

/* Photos */

typedef struct
{
  const BrikTill *till;
  BrikHash hash;
  GBytes *photo;
  char *type;
} Portrait;

static gboolean
load_photo (BrikStore *store, gpointer data, GError **error)
{
  Portrait *portrait = data;

  portrait->photo =
    brik_photo_get (store, portrait->till->municipality, &portrait->hash, &portrait->type, error);
  return portrait->photo != NULL;
}

static BrikHttpResponse *
on_photo (BrikPortal *portal, BrikHttpRequest *request)
{
  Portrait portrait = { .till = brik_http_request_get_caller (request) };
  g_autoptr (GBytes) photo = NULL;
  g_autofree char *type = NULL;
  g_autoptr (GError) error = NULL;
  BrikHttpResponse *response;

  if (!brik_bytes_from_hex (brik_http_request_get_param (request, "hash"), portrait.hash.bytes,
                            sizeof portrait.hash.bytes))
    return brik_http_response_new_error (400, "malformed", "A photo is named by 64 hex digits.");
  if (!brik_books_read (brik_portal_get_books (portal), load_photo, &portrait, &error))
    return brik_reply_to_error (error);

  photo = portrait.photo;
  type = portrait.type;
  response = brik_http_response_new (200, type, photo);
  /* What is named by its content never changes. */
  brik_http_response_set_header (response, "Cache-Control", "private, max-age=31536000, immutable");
  return response;
}

static BrikHttpResponse *
fail (BrikPortal *portal, BrikHttpRequest *request, guint status)
{
  return status == 405
           ? brik_http_response_new_error (405, "method", "This address cannot be used in that way.")
           : brik_http_response_new_error (404, "not-found", "A till cannot ask for this.");
}

static const BrikRoute routes[] = {
  { "POST", BRIK_API_ENROL, BRIK_ROLE_PUBLIC, on_enrol },
  { "POST", BRIK_API_ENTRIES, BRIK_ROLE_PAST_TILL, on_entries },
  { "GET", BRIK_API_CHANGES, BRIK_ROLE_TILL, on_changes },
  { "GET", BRIK_API_CARDS "{uid}", BRIK_ROLE_TILL, on_card },
  { "GET", BRIK_API_NUMBERS, BRIK_ROLE_TILL, on_number },
  { "GET", BRIK_API_PHOTOS "{hash}", BRIK_ROLE_TILL, on_photo },
};

const BrikRouteTable brik_till_routes = {
  .routes = routes,
  .n_routes = G_N_ELEMENTS (routes),
  .admit = brik_admission_of_till,
  .fail = fail,
  .prefix = "/till/",
};
