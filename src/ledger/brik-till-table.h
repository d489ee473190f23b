/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/brik-store.h"
#include "wire/brik-seal.h"

G_BEGIN_DECLS

/**
 * BrikTillRow:
 * @portal: (nullable): base address; NULL until enrolled, as is @till
 * @running: whether a run has begun that nobody has ended
 * @acknowledged: the newest entry that the portal holds
 * @wrong_pins: since the last right one
 *
 * Who the till is, and how far it has come.
 */
typedef struct
{
  BrikPublicKey public_key;
  BrikSecretKey secret_key;
  char *portal;
  char *till;
  gboolean running;
  gint64 acknowledged;
  gint64 wrong_pins;
} BrikTillRow;

void brik_till_row_clear (BrikTillRow *row);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BrikTillRow, brik_till_row_clear)

/* Reads the row; draws a key pair and makes it in a file that is new. */
gboolean brik_till_table_get (BrikStore *store, BrikTillRow *row, GError **error);
gboolean brik_till_table_enrol (BrikStore *store, const char *portal, const char *till, GError **error);
gboolean brik_till_table_set_running (BrikStore *store, gboolean running, GError **error);
gboolean brik_till_table_set_wrong_pins (BrikStore *store, gint64 n, GError **error);
gboolean brik_till_table_set_acknowledged (BrikStore *store, gint64 sequence, GError **error);

G_END_DECLS
