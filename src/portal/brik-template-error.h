/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BrikTemplateError:
 * @BRIK_TEMPLATE_ERROR_SYNTAX: a template that is not Mustache, or uses a tag that is not allowed here
 * @BRIK_TEMPLATE_ERROR_MISSING: a template asked for by a name that was never added
 * @BRIK_TEMPLATE_ERROR_TOO_MUCH: too deep, too long, or an answer beyond %BRIK_LIMIT_TEMPLATE_OUTPUT
 * @BRIK_TEMPLATE_ERROR_CATALOG: a file of translations that is damaged or of a form not known
 */
typedef enum
{
  BRIK_TEMPLATE_ERROR_SYNTAX,
  BRIK_TEMPLATE_ERROR_MISSING,
  BRIK_TEMPLATE_ERROR_TOO_MUCH,
  BRIK_TEMPLATE_ERROR_CATALOG,
} BrikTemplateError;

#define BRIK_TEMPLATE_ERROR (brik_template_error_quark ())
GQuark brik_template_error_quark (void);

G_END_DECLS
