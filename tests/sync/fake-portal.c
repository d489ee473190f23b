/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "fake-portal.h"

#include "core/brik-limits.h"
#include "wire/brik-api.h"
#include "wire/brik-entry.h"
#include "wire/brik-json.h"
#include "wire/brik-request.h"

#define SLOW_MS 100

static void
answer (SoupServerMessage *message, guint status, const char *type, const char *body, gsize size)
{
  soup_message_body_truncate (soup_server_message_get_response_body (message));
  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, type, SOUP_MEMORY_COPY, body, size);
}

static void
answer_json (SoupServerMessage *message, guint status, const char *json)
{
  answer (message, status, "application/json", json, strlen (json));
}

static Fault
next_fault (FakePortal *portal, Route route)
{
  return GPOINTER_TO_INT (g_queue_pop_head (&portal->faults[route]));
}

static void
drop (SoupServerMessage *message)
{
  g_autoptr (GIOStream) connection = soup_server_message_steal_connection (message);

  g_io_stream_close (connection, NULL, NULL);
}

static void
hold (FakePortal *portal, SoupServerMessage *message)
{
  soup_server_message_pause (message);
  g_ptr_array_add (portal->held, g_object_ref (message));
}

/* What goes wrong before the portal has looked at the request. Returns whether it did. */
static gboolean
go_wrong_before (FakePortal *portal, SoupServerMessage *message, Fault fault)
{
  if (fault == FAULT_500)
    answer_json (message, 500, "{\"error\":\"fault\",\"message\":\"try later\"}");
  else if (fault == FAULT_429)
    {
      answer_json (message, 429, "{\"error\":\"too-many\",\"message\":\"wait\"}");
      soup_message_headers_replace (soup_server_message_get_response_headers (message), "Retry-After", "4");
    }
  else if (fault == FAULT_403)
    answer_json (message, 403, "{\"error\":\"revoked\",\"message\":\"ask the office\"}");
  else if (fault == FAULT_400)
    answer_json (message, 400, "{\"error\":\"malformed\",\"message\":\"?\"}");
  else if (fault == FAULT_REDIRECT)
    soup_server_message_set_redirect (message, 302, "http://127.0.0.1:1/");
  else if (fault == FAULT_DROP)
    drop (message);
  else if (fault == FAULT_HANG)
    hold (portal, message);
  else
    return FALSE;
  return TRUE;
}

/* A message whose client went away meanwhile must not be touched. */
static void
resume (SoupServerMessage *message)
{
  if (g_object_get_data (G_OBJECT (message), "over") == NULL)
    soup_server_message_unpause (message);
}

static gboolean
on_slow_enough (gpointer user_data)
{
  resume (user_data);
  return G_SOURCE_REMOVE;
}

static void
on_message_over (SoupServerMessage *message, gpointer user_data)
{
  g_object_set_data (G_OBJECT (message), "over", message);
}

/* What goes wrong with the answer, once the portal has done its part. */
static void
go_wrong_after (SoupServerMessage *message, Fault fault)
{
  if (fault == FAULT_LOSE_REPLY)
    drop (message);
  else if (fault == FAULT_GARBAGE)
    answer (message, 200, "text/html", "<html>Log in to the guest network</html>", 40);
  else if (fault == FAULT_EMPTY)
    answer_json (message, 200, "");
  else if (fault == FAULT_DEEP)
    {
      g_autofree char *deep = g_strnfill (60000, '[');

      answer_json (message, 200, deep);
    }
  else if (fault == FAULT_HUGE)
    {
      g_autofree char *huge = g_strnfill (BRIK_LIMIT_CHANGES_BODY + 100000, ' ');

      answer_json (message, 200, huge);
    }
  else if (fault == FAULT_TRUNCATED)
    {
      SoupMessageBody *body = soup_server_message_get_response_body (message);
      g_autoptr (GBytes) whole = soup_message_body_flatten (body);
      g_autofree char *half = g_strndup (g_bytes_get_data (whole, NULL), g_bytes_get_size (whole) / 2);

      answer_json (message, 200, half);
    }
  else if (fault == FAULT_SLOW)
    {
      soup_server_message_pause (message);
      g_timeout_add_full (G_PRIORITY_DEFAULT, SLOW_MS, on_slow_enough, g_object_ref (message),
                          g_object_unref);
    }
}

static gboolean
is_signed (FakePortal *portal, SoupServerMessage *message, gint64 *time_us)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *till = soup_message_headers_get_one (headers, BRIK_HEADER_TILL);
  const char *time = soup_message_headers_get_one (headers, BRIK_HEADER_TIME);
  const char *hex = soup_message_headers_get_one (headers, BRIK_HEADER_SIGNATURE);
  GUri *uri = soup_server_message_get_uri (message);
  const char *query = g_uri_get_query (uri);
  g_autofree char *target = g_strconcat (g_uri_get_path (uri), query != NULL ? "?" : NULL, query, NULL);
  g_autoptr (GBytes) body = soup_message_body_flatten (soup_server_message_get_request_body (message));
  BrikSignature signature;

  if (g_strcmp0 (till, FAKE_PORTAL_TILL) != 0 || time == NULL || hex == NULL ||
      !brik_bytes_from_hex (hex, signature.bytes, BRIK_SIGNATURE_SIZE))
    return FALSE;
  *time_us = g_ascii_strtoll (time, NULL, 10);
  return brik_request_check (soup_server_message_get_method (message), target, till, *time_us,
                             g_bytes_get_data (body, NULL), g_bytes_get_size (body), &portal->key,
                             &signature);
}

static gboolean
may_ask (FakePortal *portal, SoupServerMessage *message)
{
  g_autofree char *refusal = NULL;
  gint64 time_us = 0;

  if (!is_signed (portal, message, &time_us))
    {
      portal->n_unsigned++;
      answer_json (message, 403, "{\"error\":\"signature\",\"message\":\"no\"}");
      return FALSE;
    }
  if (ABS (time_us - portal->clock_us) <= BRIK_LIMIT_CLOCK_SKEW_S * G_USEC_PER_SEC)
    return TRUE;
  refusal = g_strdup_printf ("{\"error\":\"clock\",\"message\":\"set it\",\"time\":%" G_GINT64_FORMAT "}",
                             portal->clock_us);
  answer_json (message, 401, refusal);
  return FALSE;
}

static void
enrol (FakePortal *portal, SoupServerMessage *message)
{
  g_autoptr (GBytes) body = soup_message_body_flatten (soup_server_message_get_request_body (message));
  g_autoptr (JsonObject) object =
    brik_json_parse_object (g_bytes_get_data (body, NULL), (gssize) g_bytes_get_size (body), 4096, NULL);
  g_autofree char *json = NULL;

  g_assert_nonnull (object);
  if (!g_str_equal (json_object_get_string_member (object, "code"), FAKE_PORTAL_CODE))
    {
      answer_json (message, 403, "{\"error\":\"code\",\"message\":\"wrong\"}");
      return;
    }
  g_assert_true (brik_bytes_from_hex (json_object_get_string_member (object, "key"), portal->key.bytes,
                                      BRIK_PUBLIC_KEY_SIZE));
  json =
    g_strdup_printf ("{\"till\":\"" FAKE_PORTAL_TILL "\",\"time\":%" G_GINT64_FORMAT "}", portal->clock_us);
  answer_json (message, 200, json);
}

static void
book (FakePortal *portal, const BrikSealedLine *sealed)
{
  g_autoptr (BrikEntry) entry = brik_entry_from_line (sealed->line, strlen (sealed->line), NULL);
  g_autofree char *name = NULL;
  const BrikSealedLine *known = NULL;
  BrikSealedLine *kept = NULL;

  g_assert_nonnull (entry);
  g_assert_true (brik_seal_check_hash (&sealed->seal, sealed->line, strlen (sealed->line)));
  g_assert_true (brik_seal_check_signature (&sealed->seal, &portal->key));
  name = g_strdup_printf ("%s %" G_GINT64_FORMAT, entry->run, entry->number);
  known = g_hash_table_lookup (portal->by_name, name);
  if (known != NULL)
    {
      portal->n_repeated++;
      portal->n_altered += !g_str_equal (known->line, sealed->line);
      return;
    }
  kept = g_memdup2 (sealed, sizeof *sealed);
  kept->line = g_strdup (sealed->line);
  g_ptr_array_add (portal->booked, kept);
  g_hash_table_insert (portal->by_name, g_steal_pointer (&name), kept);
}

static char *
receipt_for (FakePortal *portal, guint n_entries)
{
  g_autoptr (BrikReceipt) receipt = g_new0 (BrikReceipt, 1);
  g_autoptr (BrikEntry) newest = NULL;
  BrikBooking booked = BRIK_BOOKING_BOOKED;

  receipt->time_us = portal->clock_us - portal->stale_us;
  receipt->bookings = g_array_new (FALSE, FALSE, sizeof (BrikBooking));
  for (guint i = 0; i < n_entries; i++)
    g_array_append_val (receipt->bookings, booked);
  if (portal->booked->len > 0)
    {
      const BrikSealedLine *last = g_ptr_array_index (portal->booked, portal->booked->len - 1);

      newest = brik_entry_from_line (last->line, strlen (last->line), NULL);
      receipt->run = g_strdup (newest->run);
      receipt->number = newest->number;
    }
  return brik_receipt_to_json (receipt);
}

/* Books what continues what it holds, as the real portal does: after a gap the rest waits. */
static gboolean
continues (FakePortal *portal, const BrikSealedLine *sealed)
{
  const BrikSealedLine *last = NULL;
  g_autoptr (BrikEntry) entry = brik_entry_from_line (sealed->line, strlen (sealed->line), NULL);
  g_autofree char *name = g_strdup_printf ("%s %" G_GINT64_FORMAT, entry->run, entry->number);

  if (portal->booked->len == 0)
    return entry->number == 1;
  last = g_ptr_array_index (portal->booked, portal->booked->len - 1);
  return g_hash_table_contains (portal->by_name, name) ||
         memcmp (&last->seal.hash, &sealed->seal.previous, sizeof (BrikHash)) == 0;
}

static void
take_entries (FakePortal *portal, SoupServerMessage *message)
{
  g_autoptr (GBytes) body = soup_message_body_flatten (soup_server_message_get_request_body (message));
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries =
    brik_batch_from_json (g_bytes_get_data (body, NULL), (gssize) g_bytes_get_size (body), &error);
  g_autofree char *json = NULL;

  g_assert_no_error (error);
  for (guint i = 0; i < entries->len; i++)
    if (continues (portal, g_ptr_array_index (entries, i)))
      book (portal, g_ptr_array_index (entries, i));
  json = receipt_for (portal, entries->len);
  answer_json (message, 200, json);
}

static char *
page_after (FakePortal *portal, gint64 after, gboolean start_over)
{
  g_autoptr (GString) page = g_string_new (NULL);
  guint last = MIN (portal->changes->len, (guint) after + BRIK_LIMIT_CHANGES_PAGE);

  g_string_printf (page,
                   "{\"epoch\":\"%s\",\"cursor\":%u,\"start-over\":%s,\"more\":%s,\"time\":%" G_GINT64_FORMAT
                   ",\"changes\":[",
                   portal->epoch, last, start_over ? "true" : "false",
                   last < portal->changes->len ? "true" : "false", portal->clock_us - portal->stale_us);
  for (guint i = (guint) after; i < last; i++)
    g_string_append_printf (page, "%s%s", i > after ? "," : "",
                            (char *) g_ptr_array_index (portal->changes, i));
  g_string_append (page, "]}");
  return g_string_free (g_steal_pointer (&page), FALSE);
}

static void
tell_changes (FakePortal *portal, SoupServerMessage *message)
{
  g_autoptr (GHashTable) query = soup_form_decode (g_uri_get_query (soup_server_message_get_uri (message)));
  const char *epoch = g_hash_table_lookup (query, "epoch");
  gint64 after = g_ascii_strtoll (g_hash_table_lookup (query, "after"), NULL, 10);
  gint64 wait_s = g_ascii_strtoll (g_hash_table_lookup (query, "wait"), NULL, 10);
  gboolean start_over = g_strcmp0 (epoch, portal->epoch) != 0 || after > portal->changes->len;
  g_autofree char *json = NULL;

  if (wait_s > 0 && !start_over && after == portal->changes->len)
    {
      soup_server_message_pause (message);
      g_ptr_array_add (portal->polls, g_object_ref (message));
      return;
    }
  json = page_after (portal, start_over ? 0 : after, start_over);
  answer_json (message, 200, json);
}

static void
tell_card (FakePortal *portal, SoupServerMessage *message, const char *uid)
{
  const char *change = g_hash_table_lookup (portal->cards, uid);
  g_autofree char *json = NULL;

  if (change == NULL)
    {
      answer_json (message, 404, "{\"error\":\"unknown\",\"message\":\"no such card\"}");
      return;
    }
  json = g_strdup_printf (
    "{\"epoch\":\"%s\",\"cursor\":0,\"start-over\":false,\"more\":false,\"time\":%" G_GINT64_FORMAT
    ",\"changes\":[%s]}",
    portal->epoch, portal->clock_us, change);
  answer_json (message, 200, json);
}

static void
on_photo_finished (SoupServerMessage *message, FakePortal *portal)
{
  portal->n_photos--;
}

static void
send_photo (FakePortal *portal, SoupServerMessage *message, const char *hash)
{
  GBytes *photo = g_hash_table_lookup (portal->photos, hash);

  portal->n_photos++;
  portal->most_photos = MAX (portal->most_photos, portal->n_photos);
  g_signal_connect (message, "finished", G_CALLBACK (on_photo_finished), portal);
  if (photo == NULL)
    answer_json (message, 404, "{\"error\":\"unknown\",\"message\":\"no such photo\"}");
  else
    answer (message, 200, "image/png", g_bytes_get_data (photo, NULL), g_bytes_get_size (photo));
}

static Route
route_of (const char *path)
{
  if (g_str_equal (path, BRIK_API_ENROL))
    return ROUTE_ENROL;
  if (g_str_equal (path, BRIK_API_ENTRIES))
    return ROUTE_ENTRIES;
  if (g_str_equal (path, BRIK_API_CHANGES))
    return ROUTE_CHANGES;
  return g_str_has_prefix (path, BRIK_API_CARDS) ? ROUTE_CARDS : ROUTE_PHOTOS;
}

static void
on_request (SoupServer *server,
            SoupServerMessage *message,
            const char *path,
            GHashTable *query,
            gpointer user_data)
{
  FakePortal *portal = user_data;
  Route route = route_of (path);
  Fault fault = next_fault (portal, route);

  portal->n_requests[route]++;
  g_signal_connect (message, "finished", G_CALLBACK (on_message_over), NULL);
  g_signal_connect (message, "disconnected", G_CALLBACK (on_message_over), NULL);
  if (go_wrong_before (portal, message, fault) || (route != ROUTE_ENROL && !may_ask (portal, message)))
    return;
  switch (route)
    {
    case ROUTE_ENROL:
      enrol (portal, message);
      break;
    case ROUTE_ENTRIES:
      take_entries (portal, message);
      break;
    case ROUTE_CHANGES:
      tell_changes (portal, message);
      break;
    case ROUTE_CARDS:
      tell_card (portal, message, path + strlen (BRIK_API_CARDS));
      break;
    case ROUTE_PHOTOS:
      send_photo (portal, message, path + strlen (BRIK_API_PHOTOS));
      break;
    default:
      g_assert_not_reached ();
    }
  go_wrong_after (message, fault);
}

void
fake_portal_come_back (FakePortal *portal)
{
  g_autoptr (GError) error = NULL;
  GSList *uris = NULL;

  portal->server = soup_server_new (NULL, NULL);
  soup_server_add_handler (portal->server, NULL, on_request, portal, NULL);
  if (portal->certificate != NULL)
    soup_server_set_tls_certificate (portal->server, portal->certificate);
  soup_server_listen_local (
    portal->server, portal->port,
    SOUP_SERVER_LISTEN_IPV4_ONLY | (portal->certificate != NULL ? SOUP_SERVER_LISTEN_HTTPS : 0), &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (portal->server);
  portal->port = (guint) g_uri_get_port (uris->data);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
}

void
fake_portal_go_away (FakePortal *portal)
{
  g_ptr_array_set_size (portal->polls, 0);
  g_ptr_array_set_size (portal->held, 0);
  soup_server_disconnect (portal->server);
  g_clear_object (&portal->server);
}

void
fake_portal_script (FakePortal *portal, Route route, Fault fault, guint n_times)
{
  for (guint i = 0; i < n_times; i++)
    g_queue_push_tail (&portal->faults[route], GINT_TO_POINTER (fault));
}

void
fake_portal_change (FakePortal *portal, const char *json)
{
  g_autoptr (GPtrArray) polls = g_steal_pointer (&portal->polls);
  g_autofree char *page = NULL;

  portal->polls = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (portal->changes, g_strdup (json));
  page = page_after (portal, portal->changes->len - 1, FALSE);
  for (guint i = 0; i < polls->len; i++)
    {
      answer_json (g_ptr_array_index (polls, i), 200, page);
      resume (g_ptr_array_index (polls, i));
    }
}

void
fake_portal_forget (FakePortal *portal, guint n_kept)
{
  g_ptr_array_set_size (portal->booked, (gint) n_kept);
  g_hash_table_remove_all (portal->by_name);
  for (guint i = 0; i < n_kept; i++)
    {
      BrikSealedLine *sealed = g_ptr_array_index (portal->booked, i);
      g_autoptr (BrikEntry) entry = brik_entry_from_line (sealed->line, strlen (sealed->line), NULL);

      g_hash_table_insert (portal->by_name,
                           g_strdup_printf ("%s %" G_GINT64_FORMAT, entry->run, entry->number), sealed);
    }
}

FakePortal *
fake_portal_new (void)
{
  FakePortal *portal = g_new0 (FakePortal, 1);

  portal->clock_us = FAKE_PORTAL_NOON;
  portal->epoch = g_strdup ("e1");
  portal->booked = g_ptr_array_new_with_free_func ((GDestroyNotify) brik_sealed_line_free);
  portal->by_name = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  portal->changes = g_ptr_array_new_with_free_func (g_free);
  portal->photos = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
  portal->cards = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  portal->polls = g_ptr_array_new_with_free_func (g_object_unref);
  portal->held = g_ptr_array_new_with_free_func (g_object_unref);
  for (Route route = 0; route < N_ROUTES; route++)
    g_queue_init (&portal->faults[route]);
  fake_portal_come_back (portal);
  portal->address = g_strdup_printf ("http://127.0.0.1:%u", portal->port);
  return portal;
}

void
fake_portal_free (FakePortal *portal)
{
  if (portal->server != NULL)
    fake_portal_go_away (portal);
  for (Route route = 0; route < N_ROUTES; route++)
    g_queue_clear (&portal->faults[route]);
  g_ptr_array_unref (portal->held);
  g_ptr_array_unref (portal->polls);
  g_hash_table_unref (portal->cards);
  g_hash_table_unref (portal->photos);
  g_ptr_array_unref (portal->changes);
  g_hash_table_unref (portal->by_name);
  g_ptr_array_unref (portal->booked);
  g_clear_object (&portal->certificate);
  g_free (portal->epoch);
  g_free (portal->address);
  g_free (portal);
}
