/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "portal/brik-http.h"

G_BEGIN_DECLS

/* What an error of the books is answered with: a refusal in its own words, a fault of ours without any
 * detail, which goes to the log. */
BrikHttpResponse *brik_reply_to_error (const GError *error);
/* 429, with when to ask again. */
BrikHttpResponse *brik_reply_too_many (const char *message, guint wait_s);

G_END_DECLS
