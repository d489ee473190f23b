/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The scripts schema-1.sql, schema-2.sql, … of a program, as brik_store_open () takes them: as many as
 * @resource holds under @stem, to which "1.sql" is added. (transfer full) */
GStrv brik_migrations_load (GResource *resource, const char *stem, GError **error);

G_END_DECLS
