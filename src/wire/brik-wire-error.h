/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BrikWireError:
 * @BRIK_WIRE_ERROR_MALFORMED: not the form it should have, or beyond a limit
 * @BRIK_WIRE_ERROR_VERSION: well formed, of a version or kind that this program does not know
 * @BRIK_WIRE_ERROR_SIGNATURE: a hash or signature does not fit
 */
typedef enum
{
  BRIK_WIRE_ERROR_MALFORMED,
  BRIK_WIRE_ERROR_VERSION,
  BRIK_WIRE_ERROR_SIGNATURE,
} BrikWireError;

#define BRIK_WIRE_ERROR (brik_wire_error_quark ())
GQuark brik_wire_error_quark (void);

G_END_DECLS
