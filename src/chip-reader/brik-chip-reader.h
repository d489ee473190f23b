/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define BRIK_CHIP_READER_ROUND_MS 50
#define BRIK_CHIP_READER_RETRY_LEAST_MS 250
#define BRIK_CHIP_READER_RETRY_MOST_MS 5000

/* Looks for chips on @connection and writes a line for each event, until standard input closes. The device is
 * opened again and again for as long as it cannot be used. @present: the chip that lay there when an earlier
 * process ended, or NULL; as long as it has not been away, it is not read again. */
void brik_chip_reader_run (const char *connection, const char *present);

G_END_DECLS
