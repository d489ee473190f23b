/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BrikFault:
 * @BRIK_FAULT_MISSING: there is no such device; unplugged, or the wrong name
 * @BRIK_FAULT_PERMISSION: the device may not be opened by this user
 * @BRIK_FAULT_HELD: another program has it
 * @BRIK_FAULT_MODULE: a kernel module has it
 * @BRIK_FAULT_SILENT: the device is there but no reader answers on it
 * @BRIK_FAULT_LOST: the reader has stopped answering
 * @BRIK_FAULT_UNREADABLE: a chip is there whose UID cannot be used
 * @BRIK_FAULT_HANG: libnfc did not come back; the process ends
 *
 * What can be wrong, as a GError; the message says what to do. The word of each is the CODE of a `fault`
 * line.
 */
typedef enum
{
  BRIK_FAULT_MISSING,
  BRIK_FAULT_PERMISSION,
  BRIK_FAULT_HELD,
  BRIK_FAULT_MODULE,
  BRIK_FAULT_SILENT,
  BRIK_FAULT_LOST,
  BRIK_FAULT_UNREADABLE,
  BRIK_FAULT_HANG,
} BrikFault;

#define BRIK_FAULT (brik_fault_quark ())
GQuark brik_fault_quark (void);
const char *brik_fault_get_word (BrikFault fault);

G_END_DECLS
