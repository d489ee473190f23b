/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "chip-reader/brik-fault.h"

G_DEFINE_QUARK (brik - fault - quark, brik_fault)

const char *
brik_fault_get_word (BrikFault fault)
{
  static const char *const words[] = { "missing", "permission", "held",       "module",
                                       "silent",  "lost",       "unreadable", "hang" };
  g_return_val_if_fail (fault < G_N_ELEMENTS (words), "lost");
  return words[fault];
}
