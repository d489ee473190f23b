/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <microhttpd.h>

#include "portal/brik-http-private.h"

G_BEGIN_DECLS

/* Queues @response on @connection, with the headers that every answer has unless it set its own. */
enum MHD_Result brik_http_send (struct MHD_Connection *connection, BrikHttpResponse *response);

G_END_DECLS
