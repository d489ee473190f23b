/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Digits of an EAN-13, the form that all are compared in. */
#define BRIK_BARCODE_DIGITS 13

/**
 * brik_barcode_normalize:
 * @text: what a scanner read: an EAN-13, EAN-8 or UPC-A, with its check digit
 *
 * The one form that barcodes are kept and compared in: thirteen digits, shorter ones with noughts before
 * them, as the trade does (a GTIN). So a UPC-A is the same whether the scanner sends it with twelve digits or
 * with thirteen. A GTIN-14 of the single article, which begins with a nought, is taken too; one of a crate is
 * not.
 *
 * Returns: (transfer full) (nullable): NULL with %BRIK_CORE_ERROR_INVALID, which says whether it is the
 * length or the check digit
 */
char *brik_barcode_normalize (const char *text, GError **error);
/* Whether it is in that form. */
gboolean brik_barcode_is_valid (const char *text);

G_END_DECLS
