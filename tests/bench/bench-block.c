/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "brik-town.h"

#include "figure.h"

/* From a holder's block on the portal to the refusal of the card at every till that is online (promise 6). */

#define BLOCKS 200
#define TILLS 4

typedef struct
{
  BrikTownTill *tills[TILLS];
  BrikCardState wanted;
} Block;

static gboolean
knows (BrikTownTill *till, BrikCardState wanted)
{
  g_autoptr (BrikCardholder) holder = brik_town_till_look_up (till, BRIK_TOWN_EMIL);

  return holder->card->state == wanted;
}

static gboolean
all_know (gpointer data)
{
  Block *block = data;

  for (guint i = 0; i < TILLS; i++)
    {
      if (!knows (block->tills[i], block->wanted))
        return FALSE;
    }
  return TRUE;
}

static double
measure (BrikTown *town, Block *block, gboolean blocked)
{
  double began_us = figure_now_us ();

  block->wanted = blocked ? BRIK_CARD_BLOCKED : BRIK_CARD_ACTIVE;
  brik_town_set_card (town, "emil", blocked);
  brik_town_wait (all_know, block, "the tills to hear of the card");
  return figure_now_us () - began_us;
}

int
main (void)
{
  static const char *const ids[TILLS] = { "skole-1", "skole-2", "skole-3", "klub-1" };
  g_autoptr (BrikTown) town = brik_town_new ("2026-11-20 11:30");
  g_autoptr (Series) blocks = series_new ();
  Block block;

  for (guint i = 0; i < TILLS; i++)
    block.tills[i] = brik_town_add_till (town, ids[i]);
  series_begin_round (blocks);
  for (guint i = 0; i < BLOCKS; i++)
    {
      series_add (blocks, measure (town, &block, TRUE) / 1e3);
      if (brik_town_till_sell (block.tills[i % TILLS], BRIK_TOWN_EMIL, "krone", 1) !=
          BRIK_REASON_CARD_BLOCKED)
        g_error ("a blocked card was not refused");
      measure (town, &block, FALSE);
    }
  figure_print ("a block on the portal, refused at 4 tills, p99", series_percentile (blocks, 99), "ms",
                "≤ 2000");
  return 0;
}
