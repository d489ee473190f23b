/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "portal-fixture.h"

G_BEGIN_DECLS

/* A portal with a small municipality for harnesses whose inputs change its books: each finds them as the
 * first did. */

/* Open from fuzz_prepare () until the program ends. */
extern PortalFixture fuzz_portal;

void fuzz_portal_open (void);
/* The books as they are now are those that every input finds. */
void fuzz_portal_keep (void);
void fuzz_portal_put_back (void);
/* What the books hold, as text: a line of what each of @queries, which give one text, found. (transfer full)
 */
char *fuzz_portal_picture (const char *const *queries, gsize n_queries);

G_END_DECLS
