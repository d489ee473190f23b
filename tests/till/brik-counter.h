/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "brik-display-till.h"
#include "brik-display.h"
#include "till/brik-goods.h"
#include "till/brik-sale.h"

G_BEGIN_DECLS

/* Goods and people of the filled till of the display tests, and three more. */
#define UID_RIK "04112233445566"    /* Rik Rask: no caps, 10 000,00, a pupil */
#define UID_ANNA "04112233445577"   /* Anna Næste: the same; next in the queue */
#define UID_NOBODY "04FFFFFFFFFF01" /* known nowhere */
#define CHEESE "vare-07"            /* 3,00 */
#define DISH "vare-01"              /* 25,00 */
#define ICE "vare-18"               /* not for sale now */
#define RIK "Rik Rask"
#define ANNA "Anna Næste"

/**
 * BrikCounter:
 * @cues: (element-type BrikSound): all that was to be heard
 * @asked: (nullable): the chip that the portal was asked about
 *
 * A sale on a real ledger, without a screen, a reader or a portal: the test is all three.
 */
typedef struct
{
  BrikDisplayTill *till;
  BrikGoods *goods;
  BrikSale *sale;
  GArray *cues;
  char *asked;
} BrikCounter;

void brik_counter_open (BrikCounter *counter);
void brik_counter_close (BrikCounter *counter);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BrikCounter, brik_counter_close)
/* A new sale at the same till: what was sold stays sold. */
void brik_counter_renew_sale (BrikCounter *counter);

/* The record of one more person, in @page. */
void brik_counter_add_person (BrikChangesPage *page, const char *id, const char *name, const char *uid);

void brik_counter_tap (BrikCounter *counter, const char *uid);
void brik_counter_add (BrikCounter *counter, const char *product);
void brik_counter_wait_for (BrikCounter *counter, BrikSaleState state);
/* Until the ledger is done with what was started; a question to the portal may be open. */
void brik_counter_settle (BrikCounter *counter);
gboolean brik_counter_is_asked (gpointer counter);

BrikProduct *brik_counter_product (BrikCounter *counter, const char *id);
guint brik_counter_n_goods (BrikCounter *counter);
gint64 brik_counter_total (BrikCounter *counter);
const char *brik_counter_person (BrikCounter *counter);
gboolean brik_counter_can (BrikCounter *counter, const char *property);
BrikSound brik_counter_last_cue (BrikCounter *counter);
gint64 brik_counter_balance_of (BrikCounter *counter, const char *uid);

G_END_DECLS
