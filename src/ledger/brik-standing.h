/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ledger/brik-ledger-file.h"

G_BEGIN_DECLS

/**
 * BrikStanding:
 * @news: what the work before it has changed
 * @place: (nullable): only where @news says that it has changed
 *
 * A copy of what the main thread may know of the file, made after each piece of work.
 */
typedef struct
{
  BrikNews news;
  BrikPlaceRecord *place;
  char *portal;
  char *till;
  char *cashier;
  char *run;
  char *epoch;
  gint64 cursor;
  gint64 unsent;
  gint64 unsent_sales;
  gboolean ready;
} BrikStanding;

/* Takes the news along. */
BrikStanding *brik_standing_new (BrikLedgerFile *file);
void brik_standing_free (BrikStanding *standing);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrikStanding, brik_standing_free)

G_END_DECLS
