/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal/brik-replies.h"

#include "core/brik-limits.h"
#include "portal/brik-portal-error.h"
#include "wire/brik-wire-error.h"

BrikHttpResponse *
brik_reply_too_many (const char *message, guint wait_s)
{
  BrikHttpResponse *response = brik_http_response_new_error (429, "too-many", message);
  g_autofree char *seconds = g_strdup_printf ("%u", wait_s);

  brik_http_response_set_header (response, "Retry-After", seconds);
  return response;
}

static BrikHttpResponse *
reply_to_refusal (const GError *error)
{
  switch ((BrikPortalError) error->code)
    {
    case BRIK_PORTAL_ERROR_INVALID:
      return brik_http_response_new_error (400, "malformed", error->message);
    case BRIK_PORTAL_ERROR_NOT_FOUND:
      return brik_http_response_new_error (404, "not-found", error->message);
    case BRIK_PORTAL_ERROR_REFUSED:
      return brik_http_response_new_error (403, "refused", error->message);
    case BRIK_PORTAL_ERROR_EXPIRED:
      return brik_http_response_new_error (410, "expired", error->message);
    case BRIK_PORTAL_ERROR_TOO_MANY:
      return brik_reply_too_many (error->message, BRIK_LIMIT_RETRY_AFTER_S);
    case BRIK_PORTAL_ERROR_STOPPED:
    case BRIK_PORTAL_ERROR_EMPTY:
    default:
      return brik_http_response_new_error (503, "not-ready", error->message);
    }
}

BrikHttpResponse *
brik_reply_to_error (const GError *error)
{
  if (error->domain == BRIK_PORTAL_ERROR)
    return reply_to_refusal (error);
  if (error->domain == BRIK_WIRE_ERROR)
    return brik_http_response_new_error (400, "malformed", error->message);

  g_warning ("a request failed: %s", error->message);
  return brik_http_response_new_error (503, "fault", "The portal has a fault. Try again in a moment.");
}
