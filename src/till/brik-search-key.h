/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* (transfer full): @text as it is compared in a search: case and accents do not count, so that "creme" finds
 * "Crème fraîche"; æ, ø and å are letters of their own. */
char *brik_search_key (const char *text);

G_END_DECLS
