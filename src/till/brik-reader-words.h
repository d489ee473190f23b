/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The CODE of brik-chip-reader's `fault` line in words for the cashier: in short, and what to do about it. A
 * code that is not known, or %NULL, is a reader that does not answer. (transfer none) */
const char *brik_reader_fault_in_short (const char *code);
const char *brik_reader_fault_what_to_do (const char *code);

G_END_DECLS
