/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "till/brik-goods.h"

G_BEGIN_DECLS

BrikCategory *brik_category_new (const char *id, const char *name);
gboolean brik_category_is (BrikCategory *category, const char *id, const char *name);

G_END_DECLS
