/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Opens "HOST:PORT", "[V6]:PORT" or "unix:PATH" for connections. @address: (out) (transfer full): as
 * brik_http_server_get_address (). (transfer full) */
GSocket *brik_http_listen (const char *listen, char **address, GError **error);

G_END_DECLS
