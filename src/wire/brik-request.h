/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "wire/brik-seal.h"

G_BEGIN_DECLS

/* How a till proves who asks: three headers, over method, target as sent (path and query), till, time and
 * body. The signed text is "METHOD\nTARGET\nTILL\nTIME_US\nSHA256-HEX-OF-BODY\n". */
#define BRIK_HEADER_TILL "Brik-Till"
#define BRIK_HEADER_TIME "Brik-Time"           /* UTC µs, the till's raw clock plus learnt offset */
#define BRIK_HEADER_SIGNATURE "Brik-Signature" /* 128 hex digits */

void brik_request_sign (const char *method,
                        const char *target,
                        const char *till,
                        gint64 time_us,
                        const void *body,
                        gsize body_size,
                        const BrikSecretKey *key,
                        BrikSignature *signature);
gboolean brik_request_check (const char *method,
                             const char *target,
                             const char *till,
                             gint64 time_us,
                             const void *body,
                             gsize body_size,
                             const BrikPublicKey *key,
                             const BrikSignature *signature);

G_END_DECLS
