/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "till/brik-till-context.h"

G_BEGIN_DECLS

/**
 * BrikDisplayFill:
 * @BRIK_DISPLAY_NEW: the very first start
 * @BRIK_DISPLAY_ENROLLED: taken on by a portal, nothing fetched yet
 * @BRIK_DISPLAY_FILLED: a place, goods, staff and people
 */
typedef enum
{
  BRIK_DISPLAY_NEW,
  BRIK_DISPLAY_ENROLLED,
  BRIK_DISPLAY_FILLED,
} BrikDisplayFill;

/* The till's clock stands at 20 November 2026, 11.42 in Denmark. */
#define BRIK_DISPLAY_NOW_US (G_GINT64_CONSTANT (1795171320) * G_USEC_PER_SEC)
/* Everybody's. */
#define BRIK_DISPLAY_PIN "1234"
#define BRIK_DISPLAY_CASHIER "Mette K."
#define BRIK_DISPLAY_CASHIER_ID "mette"

/* Barcodes of vare-07, which is sold for 3,00 and has the EAN-8 96385074 too, and of what is not for sale
 * now. */
#define BRIK_DISPLAY_BARCODE_CHEESE "5701234567899"
#define BRIK_DISPLAY_BARCODE_ICE "4006381333931"

/* Chips of people that the filled till knows. */
#define BRIK_DISPLAY_UID_ALMA "04579A22352680" /* ordinary: 128,50, day 0 of 40,00, week 62 of 150,00 */
#define BRIK_DISPLAY_UID_NOAH "72BF9961"       /* near the club's and the school's cap: 22,00 of 25,00 */
#define BRIK_DISPLAY_UID_SARA "04AABBCCDDEE01" /* blocked card */
#define BRIK_DISPLAY_UID_EMIL "04AABBCCDDEE02" /* 3,00 left on the account */
#define BRIK_DISPLAY_UID_LIV "04AABBCCDDEE03"  /* not allowed at schools */
#define BRIK_DISPLAY_UID_OLD "04AABBCCDDEE04"  /* Alma's card before this one */
#define BRIK_DISPLAY_UID_LONG                                                                                \
  "04AABBCCDDEE05" /* every cap there is, 400,00, names that do not end, no photo */

/**
 * BrikDisplayTill:
 *
 * A till without a screen: a ledger in a folder of its own, a clock that stands still, a reader and a sync
 * that are not started. Everything goes with brik_display_till_free ().
 */
typedef struct
{
  char *folder;
  BrikClock *clock;
  BrikLedger *ledger;
  BrikTillContext *context;
} BrikDisplayTill;

BrikDisplayTill *brik_display_till_new (BrikDisplayFill fill);
void brik_display_till_free (BrikDisplayTill *till);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrikDisplayTill, brik_display_till_free)

/* Signs Mette in with the ledger and names her to the context; waits until it is done. */
void brik_display_till_sign_in (BrikDisplayTill *till);
/* Applies a page of changes of the test's own, as if the portal had sent it. @page is consumed. */
void brik_display_till_apply (BrikDisplayTill *till, BrikChangesPage *page);
/* Starts the till's reader on a program that says @lines, such as "fault\tmissing\tno such device\n", and
 * then nothing more. */
void brik_display_till_start_reader (BrikDisplayTill *till, const char *lines);
/**
 * BrikDisplayDisk:
 * @BRIK_DISPLAY_DISK_FULL: every write that would make the ledger's files longer fails
 * @BRIK_DISPLAY_DISK_DEAD: every write fails
 */
typedef enum
{
  BRIK_DISPLAY_DISK_WHOLE,
  BRIK_DISPLAY_DISK_FULL,
  BRIK_DISPLAY_DISK_DEAD,
} BrikDisplayDisk;

void brik_display_till_set_disk (BrikDisplayTill *till, BrikDisplayDisk disk);
/* What a chip on the reader does. */
void brik_display_till_tap (BrikDisplayTill *till, const char *uid);

/* The records that a filled till starts from. (transfer full) */
BrikChangesPage *brik_display_records_new (void);
/* A person's drawn picture as an encoded PNG, and its hash. (transfer full) */
GBytes *brik_display_photo_new (const char *colour, char **hash);

G_END_DECLS
