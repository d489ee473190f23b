/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "wire/brik-wire-error.h"

#include "wire/brik-wire-private.h"

G_DEFINE_QUARK (brik - wire - error - quark, brik_wire_error)

gboolean
brik_wire_malformed (GError **error, const char *format, ...)
{
  va_list arguments;
  g_autofree char *message = NULL;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error_literal (error, BRIK_WIRE_ERROR, BRIK_WIRE_ERROR_MALFORMED, message);
  return FALSE;
}
