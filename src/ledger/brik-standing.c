/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "ledger/brik-standing.h"

#include "ledger/brik-place-table.h"

/* What is told before the first snapshot is complete is not there to be sold with yet. What cannot be read
 * now stays news. */
static void
report_place (BrikLedgerFile *file, BrikStanding *standing)
{
  g_autoptr (GError) error = NULL;

  if (!file->feed.complete || (file->store && brik_place_table_get (file->store, &standing->place, &error)))
    return;

  if (error)
    g_message ("%s", error->message);
  standing->news.place = FALSE;
  file->news.place = TRUE;
}

BrikStanding *
brik_standing_new (BrikLedgerFile *file)
{
  BrikStanding *standing = g_new0 (BrikStanding, 1);

  standing->news = file->news;
  file->news = (BrikNews){ 0 };
  if (standing->news.place)
    report_place (file, standing);
  standing->portal = g_strdup (file->till.portal);
  standing->till = g_strdup (file->till.till);
  standing->cashier = g_strdup (file->cashier);
  standing->run = g_strdup (*file->run ? file->run : NULL);
  standing->epoch = g_strdup (file->feed.epoch);
  standing->cursor = file->feed.cursor;
  standing->unsent = file->tail.sequence - file->till.acknowledged;
  standing->unsent_sales = file->tail.n_unsent_sales;
  standing->ready = brik_ledger_file_is_ready (file);
  return standing;
}

void
brik_standing_free (BrikStanding *standing)
{
  brik_news_clear (&standing->news);
  g_clear_pointer (&standing->place, brik_place_record_free);
  g_free (standing->portal);
  g_free (standing->till);
  g_free (standing->cashier);
  g_free (standing->run);
  g_free (standing->epoch);
  g_free (standing);
}
