/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BrikCoreError:
 * @BRIK_CORE_ERROR_INVALID: the text or value is not of the form it should have
 * @BRIK_CORE_ERROR_OVERFLOW: the amount is beyond %BRIK_MONEY_MAX_ORE
 * @BRIK_CORE_ERROR_FULL: a limit of `brik-limits.h` is reached
 */
typedef enum
{
  BRIK_CORE_ERROR_INVALID,
  BRIK_CORE_ERROR_OVERFLOW,
  BRIK_CORE_ERROR_FULL,
} BrikCoreError;

#define BRIK_CORE_ERROR (brik_core_error_quark ())
GQuark brik_core_error_quark (void);

G_END_DECLS
