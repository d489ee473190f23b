/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* brik-portal COMMAND: returns the program's exit status. */
int brik_command_run (int argc, char **argv);

/* What `import` and `audit` do: they write to standard output and error, and return the exit status. */
int brik_command_import (const char *database, const char *directory);
int brik_command_audit (const char *database);

G_END_DECLS
