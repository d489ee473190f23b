/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BrikPortalError:
 * @BRIK_PORTAL_ERROR_INVALID: what was given is not of the form it should have
 * @BRIK_PORTAL_ERROR_NOT_FOUND: no such thing, or none that this person may see: the two are answered alike
 * @BRIK_PORTAL_ERROR_REFUSED: the person may see it but not do that to it (D14), or a rule says no
 * @BRIK_PORTAL_ERROR_EXPIRED: it was good once
 * @BRIK_PORTAL_ERROR_STOPPED: the portal is stopping
 * @BRIK_PORTAL_ERROR_EMPTY: nothing has been imported yet
 * @BRIK_PORTAL_ERROR_TOO_MANY: more than anybody needs
 */
typedef enum
{
  BRIK_PORTAL_ERROR_INVALID,
  BRIK_PORTAL_ERROR_NOT_FOUND,
  BRIK_PORTAL_ERROR_REFUSED,
  BRIK_PORTAL_ERROR_EXPIRED,
  BRIK_PORTAL_ERROR_STOPPED,
  BRIK_PORTAL_ERROR_EMPTY,
  BRIK_PORTAL_ERROR_TOO_MANY,
} BrikPortalError;

#define BRIK_PORTAL_ERROR (brik_portal_error_quark ())
GQuark brik_portal_error_quark (void);

G_END_DECLS
