/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SimDisk:
 *
 * A disk in memory: every database that SQLite opens in this process after sim_disk_install () lies there,
 * under its path, with its WAL. A sync costs nothing and a copy of a file is a copy of bytes. Files outlive
 * their connections until they are removed.
 */

void sim_disk_install (void);
/* FILE and FILE-wal as they are now, whether they are open or not; what was at @to before is gone. Nobody may
 * have @to open. */
void sim_disk_copy (const char *from, const char *to);
void sim_disk_remove (const char *path);

G_END_DECLS
