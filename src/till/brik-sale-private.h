/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "till/brik-sale.h"

G_BEGIN_DECLS

/* The insides of a sale, shared by the files that make it up: what it is (brik-sale.c), what may be touched
 * and what that does (brik-sale-touch.c, brik-sale-fast.c), whose chip it is (brik-sale-chip.c), what the
 * ledger is asked to book (brik-sale-booking.c, brik-sale-rejecting.c), and what it could not do
 * (brik-sale-fault.c). */

enum
{
  PROP_0,
  PROP_LEDGER,
  PROP_STATE,
  PROP_NOTICE,
  PROP_STEP,
  PROP_BASKET,
  PROP_PERSON,
  PROP_REFUSAL,
  PROP_REFUSAL_TOLD,
  PROP_FAULT,
  PROP_SOLD_ORE,
  PROP_SOLD_TO,
  PROP_RECOVERED,
  PROP_REST_MS,
  PROP_QUEUE,
  PROP_FAST,
  PROP_CHANGING,
  PROP_N_FAST,
  PROP_ANSWER_AT,
  PROP_ANSWER_ORE,
  PROP_CARD_STATE,
  /* From here on worked out from the others. */
  PROP_ROOM_ORE,
  PROP_CAN_CHANGE,
  PROP_CAN_PAY,
  PROP_CAN_CLEAR,
  PROP_CAN_GO_BACK,
  PROP_CAN_UNDO,
  PROP_CAN_RETRY,
  PROP_CAN_CLOSE,
  PROP_CAN_LEAVE,
  PROP_BALANCE_SHOWN,
  PROP_CAN_SHOW_BALANCE,
  PROP_CAN_START_FAST,
  PROP_CAN_CHANGE_PRESET,
  PROP_CAN_END_FAST,
  PROP_CAN_SELL_AGAIN,
  PROP_CAN_REJECT,
  PROP_CAN_BLOCK,
  N_PROPS,
};

#define N_DERIVED (N_PROPS - PROP_ROOM_ORE)

struct _BrikSale
{
  GObject parent_instance;

  BrikLedger *ledger;
  BrikSaleState state;
  BrikSaleNotice notice;
  BrikSaleStep step;
  gint64 derived[N_DERIVED]; /* as last notified */

  char *id; /* of the sale at hand, made before anything else happens to it */
  BrikBasketModel *basket;
  BrikPerson *person;
  gboolean balance_asked;
  BrikQueue *queue;
  gboolean from_queue; /* whoever is shown has waited for it */

  gboolean fast;
  gboolean changing;
  guint n_fast;
  gboolean once; /* the sale at hand is none where the card has only just paid (D12) */

  char *uid;          /* of the chip under way */
  gboolean sells;     /* it pays for what lies in the basket as soon as it is known */
  gboolean was_asked; /* the portal has been asked about it */
  gboolean awaits_answer;
  gboolean no_answer; /* it could not be asked */
  GCancellable *looking;
  GCancellable *refreshing;

  BrikRefusal *refusal;
  guint refusal_number; /* tells a record that comes late from this refusal's own */
  gboolean refusal_told;
  GError *fault;
  gboolean unsure; /* what was touched last may be stored, until the ledger has said otherwise */
  gboolean left;   /* whoever touched it has gone: the answer is nobody's */
  guint ask_again_source;

  char *sold; /* the last sale, while it can be taken back */
  gint64 sold_ore;
  char *sold_to;
  gboolean recovered;
  guint rest_ms;
  guint rest_source;

  char *rejection;   /* id of the entry, made before it is asked for */
  char *reject_sale; /* that it takes back; NULL: of the person shown */
  gint64 answer_us;
  gint64 answer_ore;
  BrikCardState card_state;
};

/* brik-sale.c: each notifies on change only. */
void brik_sale_notify_derived (BrikSale *sale);
void brik_sale_ask (BrikSale *sale);
void brik_sale_set_state (BrikSale *sale, BrikSaleState state);
void brik_sale_set_notice (BrikSale *sale, BrikSaleNotice notice);
void brik_sale_set_step (BrikSale *sale, BrikSaleStep step);
/* @refusal, @fault: (transfer full) (nullable) */
void brik_sale_set_refusal (BrikSale *sale, BrikRefusal *refusal);
void brik_sale_set_refusal_told (BrikSale *sale, gboolean told);
void brik_sale_set_fault (BrikSale *sale, GError *fault);
/* @holder: (nullable): nobody. */
void brik_sale_set_holder (BrikSale *sale, BrikCardholder *holder);
/* @to_name: (nullable) */
void brik_sale_set_last (BrikSale *sale,
                         const char *id,
                         gint64 amount_ore,
                         const char *to_name,
                         gboolean recovered);
void brik_sale_renew_id (BrikSale *sale);
void brik_sale_set_fast (BrikSale *sale, gboolean fast, gboolean changing);
void brik_sale_set_n_fast (BrikSale *sale, guint n_fast);
void brik_sale_set_answer (BrikSale *sale, gint64 at_us, gint64 amount_ore);
/* @card: (nullable): where the till no longer knows it */
void brik_sale_set_card (BrikSale *sale, const BrikCardRecord *card);
/* The surface that is shown gives way by itself. */
void brik_sale_rest (BrikSale *sale);
/* A clean slate, but for the last sale. */
void brik_sale_begin (BrikSale *sale);
/* Whether the ledger's answer comes too late for anybody: then it is forgotten. @error: (nullable): its */
gboolean brik_sale_forget_if_left (BrikSale *sale, const GError *error);

/* brik-sale-fault.c. @error: (transfer full) */
void brik_sale_fail (BrikSale *sale, GError *error);
/* Of the step that may have been done. */
void brik_sale_ask_what_stands (BrikSale *sale);

/* brik-sale-touch.c. The value of a derived property, worked out now. */
gint64 brik_sale_derive (BrikSale *sale, guint property);
gboolean brik_sale_may (BrikSale *sale, guint property);
gboolean brik_sale_has_goods (BrikSale *sale);
/* Whether the goods in the basket stay when a sale ends: they are fast mode's preset. */
gboolean brik_sale_keeps_goods (BrikSale *sale);
/* The ledger is asked for the step of the sale, once more or again. */
void brik_sale_do_step (BrikSale *sale);

/* brik-sale-fast.c */
gint64 brik_sale_derive_fast (BrikSale *sale, guint property);
/* One more sold in fast mode, or one taken back: also while its preset is changed. */
void brik_sale_count_fast (BrikSale *sale, gint by);

/* brik-sale-chip.c */
void brik_sale_stop_looking (BrikSale *sale);
void brik_sale_refresh (BrikSale *sale);
/* The first in the queue, if there is one and nothing is in the way, is answered now. */
void brik_sale_advance (BrikSale *sale);

/* brik-sale-booking.c. @once: not where the card has only just paid (D12), now or when it is tried again */
void brik_sale_sell (BrikSale *sale, gboolean once);
void brik_sale_take_back (BrikSale *sale);
/* brik-sale-rejecting.c */
void brik_sale_write_rejection (BrikSale *sale);
void brik_sale_write_block (BrikSale *sale);
/* A refusal that the ledger did not decide itself. @uid: (nullable) */
void brik_sale_refuse_and_record (BrikSale *sale, const BrikVerdict *verdict, const char *uid);

G_END_DECLS
