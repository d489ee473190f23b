/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "brik-disk.h"
#include "portal-fixture.h"

G_BEGIN_DECLS

/**
 * PortalLife:
 * @till: (nullable): norre-1, once it is enrolled
 * @told: (element-type guint): after each mark of the disk, how many entries of the till's journal were
 * answered with 200
 * @sold_ore: (element-type gint64): what Alma's account has spent by each entry of the journal
 *
 * A portal with its database on a disk in memory, a till that sends it sales, and what it has answered. The
 * first mark is an import that was done, the second a till that was enrolled.
 */
typedef struct
{
  BrikDisk *disk;
  PortalFixture fixture;
  PortalTill *till;
  GArray *told;
  GArray *sold_ore;
} PortalLife;

/* A recording of the disk is begun before anything is done. Imported, started, enrolled. */
void portal_life_begin (PortalLife *life);
void portal_life_end (PortalLife *life);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PortalLife, portal_life_end)

/* A sale, or every third time the undo of the one before, sealed and not sent. */
void portal_life_sell (PortalLife *life);
/* Sends @n of the journal's newest entries; those that were told among them are known. Returns the answer's
 * status. */
guint portal_life_push (PortalLife *life, guint n);

/* Starts a portal on what the disk holds after @n_marks: it has what was told and nothing that nobody sent,
 * its books add up, and when all is sent again it is booked once. (nullable) (transfer full): what is wrong
 */
char *portal_life_judge (PortalLife *life, guint n_marks);

G_END_DECLS
