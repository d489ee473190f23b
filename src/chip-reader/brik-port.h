/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Locks the device file of a serial reader, so that two of us never talk on one line. Returns a descriptor
 * that holds the lock until it is closed, or -1 and a fault that says why the port cannot be had. */
int brik_port_lock (const char *path, GError **error);

/* The first kernel module in @modules (the text of /proc/modules) that takes USB readers for itself, or NULL.
 */
const char *brik_port_find_module (const char *modules);

G_END_DECLS
