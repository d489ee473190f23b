/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal/brik-http-send.h"

static const char *const usual_headers[][2] = {
  { "Cache-Control", "no-store" },
  { "Content-Security-Policy",
    "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'" },
  { "Cross-Origin-Resource-Policy", "same-origin" },
  { "Referrer-Policy", "same-origin" },
  { "X-Content-Type-Options", "nosniff" },
  { "X-Frame-Options", "DENY" },
};

static void
bytes_unref (void *data)
{
  g_bytes_unref (data);
}

enum MHD_Result
brik_http_send (struct MHD_Connection *connection, BrikHttpResponse *response)
{
  gsize size = 0;
  const void *data = g_bytes_get_data (response->body, &size);
  struct MHD_Response *message = MHD_create_response_from_buffer_with_free_callback_cls (
    size, (void *) data, bytes_unref, g_bytes_ref (response->body));
  enum MHD_Result result;

  if (!message)
    {
      g_bytes_unref (response->body);
      return MHD_NO;
    }

  for (guint i = 0; i < response->headers->len; i++)
    {
      BrikHttpField *field = g_ptr_array_index (response->headers, i);

      MHD_add_response_header (message, field->name, field->value);
    }
  for (guint i = 0; i < G_N_ELEMENTS (usual_headers); i++)
    {
      if (!brik_http_response_get_header (response, usual_headers[i][0]))
        MHD_add_response_header (message, usual_headers[i][0], usual_headers[i][1]);
    }

  result = MHD_queue_response (connection, response->status, message);
  MHD_destroy_response (message);
  return result;
}
