/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/brik-portal-fault.h"

#include <glib/gi18n.h>
#include <libsoup/soup.h>

#include "sync/brik-sync.h"

/* Which libsoup has no name for. */
#define STATUS_TOO_MANY_REQUESTS 429
#define STATUS_NETWORK_LOG_IN 511

static GError *
new_fault (BrikSyncError code, const char *sentence)
{
  return g_error_new_literal (BRIK_SYNC_ERROR, (gint) code, sentence);
}

GError *
brik_portal_fault_of_failure (const GError *cause)
{
  if (cause->domain == G_TLS_ERROR)
    return new_fault (BRIK_SYNC_ERROR_UNREACHABLE, _ ("The connection to the portal is not secure. Check the "
                                                      "address, and the date and time of this machine."));
  return new_fault (BRIK_SYNC_ERROR_UNREACHABLE, _ ("The portal does not answer. Check the network."));
}

static GError *
fault_of_another (void)
{
  return new_fault (BRIK_SYNC_ERROR_MALFORMED,
                    _ ("What answers is not the portal, or not one that this till understands. Check the "
                       "network and the address, or ask the office."));
}

GError *
brik_portal_fault_of_answer (const GError *cause)
{
  g_message ("the portal's answer: %s", cause->message);
  return fault_of_another ();
}

/* The portal sends nobody elsewhere: it is a guest network that wants to be logged in to, or another server.
 */
static gboolean
is_of_another (guint status)
{
  return SOUP_STATUS_IS_REDIRECTION (status) || status == SOUP_STATUS_NOT_FOUND ||
         status == SOUP_STATUS_PROXY_AUTHENTICATION_REQUIRED || status == STATUS_NETWORK_LOG_IN;
}

GError *
brik_portal_fault_of_status (guint status)
{
  if (is_of_another (status))
    return fault_of_another ();
  switch (status)
    {
    case SOUP_STATUS_UNAUTHORIZED:
    case SOUP_STATUS_FORBIDDEN:
      return new_fault (BRIK_SYNC_ERROR_REFUSED,
                        _ ("The portal no longer takes this till. Ask the office to enrol it again."));
    case SOUP_STATUS_REQUEST_TIMEOUT:
    case STATUS_TOO_MANY_REQUESTS:
      return new_fault (BRIK_SYNC_ERROR_UNREACHABLE, _ ("The portal is busy and asks to wait."));
    default:
      break;
    }
  if (status >= SOUP_STATUS_INTERNAL_SERVER_ERROR)
    return new_fault (BRIK_SYNC_ERROR_UNREACHABLE,
                      _ ("The portal has a fault of its own. It is tried again."));
  return g_error_new (BRIK_SYNC_ERROR, BRIK_SYNC_ERROR_MALFORMED,
                      _ ("The portal did not understand this till (status %u). Ask the office."), status);
}

GError *
brik_portal_fault_of_look_up (guint status)
{
  if (status == SOUP_STATUS_NOT_FOUND)
    return new_fault (BRIK_SYNC_ERROR_NOT_FOUND, _ ("The portal does not know it."));
  return brik_portal_fault_of_status (status);
}

GError *
brik_portal_fault_of_enrolment (guint status)
{
  if (status == SOUP_STATUS_FORBIDDEN)
    return new_fault (BRIK_SYNC_ERROR_REFUSED,
                      _ ("The code is wrong or used. Check it, or ask the office for a new one."));
  if (status == SOUP_STATUS_GONE)
    return new_fault (BRIK_SYNC_ERROR_REFUSED, _ ("The code is too old. Ask the office for a new one."));
  /* A web server of something else. */
  if (status == SOUP_STATUS_NOT_FOUND)
    return new_fault (BRIK_SYNC_ERROR_MALFORMED, _ ("There is no portal at this address. Check it."));
  return brik_portal_fault_of_status (status);
}
