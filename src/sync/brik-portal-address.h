/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A portal's address as somebody typed it, as "https://host[:port]" without a slash at its end. https:// is
 * assumed. http:// is taken where it is written and the host is this machine: names of children and the
 * enrolment code go over it. Otherwise NULL with %BRIK_SYNC_ERROR_REFUSED, saying what to type. */
char *brik_portal_address_normalize (const char *typed, GError **error);

G_END_DECLS
