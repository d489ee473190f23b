/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal/brik-http-private.h"

#include <json-glib/json-glib.h>
#include <string.h>

static void
field_free (gpointer data)
{
  BrikHttpField *field = data;

  g_free (field->name);
  g_free (field->value);
  g_free (field);
}

BrikHttpResponse *
brik_http_response_new (guint status, const char *content_type, GBytes *body)
{
  BrikHttpResponse *response = g_new0 (BrikHttpResponse, 1);

  response->status = status;
  response->body = body ? g_bytes_ref (body) : g_bytes_new_static ("", 0);
  response->headers = g_ptr_array_new_with_free_func (field_free);
  if (content_type)
    brik_http_response_set_header (response, "Content-Type", content_type);
  return response;
}

BrikHttpResponse *
brik_http_response_new_text (guint status, const char *content_type, const char *text)
{
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));

  return brik_http_response_new (status, content_type, body);
}

BrikHttpResponse *
brik_http_response_new_error (guint status, const char *word, const char *message)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  g_autofree char *text = NULL;

  json_object_set_string_member (object, "error", word);
  json_object_set_string_member (object, "message", message);
  json_node_take_object (node, object);
  text = json_to_string (node, FALSE);
  return brik_http_response_new_text (status, "application/json", text);
}

BrikHttpResponse *
brik_http_response_new_redirect (const char *location)
{
  BrikHttpResponse *response = brik_http_response_new (303, NULL, NULL);

  brik_http_response_set_header (response, "Location", location);
  return response;
}

BrikHttpResponse *
brik_http_response_new_parked (guint seconds)
{
  BrikHttpResponse *response = brik_http_response_new (503, NULL, NULL);

  response->park_s = seconds;
  return response;
}

void
brik_http_response_set_header (BrikHttpResponse *response, const char *name, const char *value)
{
  for (guint i = response->headers->len; i > 0; i--)
    {
      BrikHttpField *field = g_ptr_array_index (response->headers, i - 1);

      if (g_ascii_strcasecmp (field->name, name) == 0)
        g_ptr_array_remove_index (response->headers, i - 1);
    }
  brik_http_response_add_header (response, name, value);
}

void
brik_http_response_add_header (BrikHttpResponse *response, const char *name, const char *value)
{
  BrikHttpField *field = g_new0 (BrikHttpField, 1);

  /* A line end in a value would begin a header of somebody else's making. */
  g_assert (!strpbrk (name, "\r\n: ") && !strpbrk (value, "\r\n"));
  field->name = g_strdup (name);
  field->value = g_strdup (value);
  g_ptr_array_add (response->headers, field);
}

gboolean
brik_http_response_is_parked (BrikHttpResponse *response)
{
  return response->park_s > 0;
}

guint
brik_http_response_get_status (BrikHttpResponse *response)
{
  return response->status;
}

const char *
brik_http_response_get_header (BrikHttpResponse *response, const char *name)
{
  for (guint i = 0; i < response->headers->len; i++)
    {
      BrikHttpField *field = g_ptr_array_index (response->headers, i);

      if (g_ascii_strcasecmp (field->name, name) == 0)
        return field->value;
    }
  return NULL;
}

void
brik_http_response_free (BrikHttpResponse *response)
{
  g_bytes_unref (response->body);
  g_ptr_array_unref (response->headers);
  g_free (response);
}
