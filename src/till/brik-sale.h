/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ledger/brik-ledger.h"
#include "till/brik-basket-model.h"
#include "till/brik-person.h"
#include "till/brik-queue.h"
#include "till/brik-refusal.h"
#include "till/brik-sounds.h"

G_BEGIN_DECLS

/**
 * BrikSaleState:
 * @BRIK_SALE_IDLE: nobody is shown; there may be goods in the basket
 * @BRIK_SALE_ASKING: whose chip it is is being found out, here and if need be online
 * @BRIK_SALE_PERSON: somebody is shown
 * @BRIK_SALE_DECIDING: the ledger books or takes back; nothing can be touched
 * @BRIK_SALE_ACCEPTED: sold and durable
 * @BRIK_SALE_REFUSED: the card may not pay, and why
 * @BRIK_SALE_FAULT: the ledger failed, and what to do
 * @BRIK_SALE_ALREADY_PAID: in fast mode: the card has only just paid, so nothing was sold (D12)
 * @BRIK_SALE_REJECTED: somebody other than its holder had the card; nothing was charged, or it was given back
 */
typedef enum
{
  BRIK_SALE_IDLE,
  BRIK_SALE_ASKING,
  BRIK_SALE_PERSON,
  BRIK_SALE_DECIDING,
  BRIK_SALE_ACCEPTED,
  BRIK_SALE_REFUSED,
  BRIK_SALE_FAULT,
  BRIK_SALE_ALREADY_PAID,
  BRIK_SALE_REJECTED,
} BrikSaleState;

#define BRIK_TYPE_SALE_STATE (brik_sale_state_get_type ())
GType brik_sale_state_get_type (void);

/**
 * BrikSaleNotice:
 * @BRIK_NOTICE_NONE: nothing
 * @BRIK_NOTICE_QUEUED: a chip was read while another's sale is open: it has its place in the queue
 * @BRIK_NOTICE_QUEUE_FULL: the same, and the queue holds no more
 * @BRIK_NOTICE_CHANGING: a chip was read while the preset is changed; nothing was sold
 * @BRIK_NOTICE_PRESS_PAY: the same person's chip again; only Pay sells
 * @BRIK_NOTICE_ONE_CARD: several chips were seen while a basket is open; nothing changed
 * @BRIK_NOTICE_NO_CARD: a chip that is no identity was seen while a basket is open; nothing changed
 * @BRIK_NOTICE_FULL: the basket holds no more
 * @BRIK_NOTICE_UNDONE: the last sale was taken back
 *
 * What is said in passing, on one line of the sale, until the next event.
 */
typedef enum
{
  BRIK_NOTICE_NONE,
  BRIK_NOTICE_QUEUED,
  BRIK_NOTICE_QUEUE_FULL,
  BRIK_NOTICE_CHANGING,
  BRIK_NOTICE_PRESS_PAY,
  BRIK_NOTICE_ONE_CARD,
  BRIK_NOTICE_NO_CARD,
  BRIK_NOTICE_FULL,
  BRIK_NOTICE_UNDONE,
} BrikSaleNotice;

#define BRIK_TYPE_SALE_NOTICE (brik_sale_notice_get_type ())
GType brik_sale_notice_get_type (void);

/**
 * BrikSaleStep:
 *
 * What the ledger was asked for last; with %BRIK_SALE_FAULT, what it could not do.
 */
typedef enum
{
  BRIK_STEP_LOOK_UP,
  BRIK_STEP_SELL,
  BRIK_STEP_UNDO,
  BRIK_STEP_REJECT,
  BRIK_STEP_BLOCK,
} BrikSaleStep;

#define BRIK_TYPE_SALE_STEP (brik_sale_step_get_type ())
GType brik_sale_step_get_type (void);

/* What the portal said of a card that is not known here. */
typedef enum
{
  BRIK_ANSWER_FOUND,
  BRIK_ANSWER_NOT_FOUND,
  BRIK_ANSWER_NONE, /* it could not be asked */
} BrikSaleAnswer;

/**
 * BrikSale:
 *
 * The sale at the till, without a widget: one basket, one person, one verdict.
 *
 *                     tap, no goods             known, allowed
 *          ┌────────────────────────▶ ASKING ──────────────────▶ PERSON ◀──── tap of another, no goods
 *          │                          │   │ no                   │    ▲
 *        IDLE ◀── clear, close ──┐    │   └──────▶ REFUSED ◀──no─┤    │ back
 *          │                     │    │              │  │        │ pay│
 *          │ tap, goods          │    │ goods: sell  │  └────────┼────┘
 *          └───────▶ ASKING ─────┼────┴──────────────┼─────▶ DECIDING ──error──▶ FAULT ── retry ─▶ DECIDING
 *                                │                   │           │ yes
 *                                └───────────────────┴────── ACCEPTED ── undo ─▶ DECIDING ─▶ IDLE
 *
 * - *Person first*: a chip, goods, brik_sale_pay (). *Products first*: goods, a chip: decided at once.
 * - A sale has its id before its first chip or product, and keeps it until the ledger has said yes or no: a
 *   retry after an error asks for the same sale, so it cannot be sold twice. Where the disk does not say
 *   whether it is sold, the ledger is asked that, and nothing else can be done, until it knows.
 * - With a person and goods on the screen no chip changes anything, not even the same person's again: a chip
 *   read twice must never sell, so person first needs Pay. With a person and no goods the next chip's
 *   owner takes the place, unless that person has waited in the queue for it.
 * - A chip read while another's sale is open *queues* its owner (BrikQueue). As soon as nobody's goods lie
 *   there and no answer is on the screen, the first in the queue is answered as if the card were held up
 * then: a card that is blocked or not known is told of at its turn. A chip read when there is a queue goes
 * behind.
 * - A refusal with goods in the basket waits for the cashier, lest the next in the queue pays for them; only
 *   after several chips or a chip that is none may a card simply be held up again.
 * - *Fast mode*: the basket is a preset that stays: every chip is a sale of it, decided and booked at once,
 * and the next chip need not wait for any surface; one read while the ledger or the portal is being asked is
 *   queued and answered after it. The same card twice within the place's time is no second sale (D12) unless
 *   the cashier says so. While the preset is *changed* no chip sells. Fast mode ends with the cashier's shift
 *   and with the program: a till that starts must sell nothing at a tap before somebody has said what.
 * - *Not this person* takes the sale back, or lets the person shown go, and writes down that somebody else
 * had the card; the basket of a person shown stays. One touch more blocks the card. Chips read meanwhile
 * queue.
 * - After OK the whole surface says so until the next chip or product, a touch, or @rest-ms; the sale can be
 *   taken back until the next chip or product, from the surface or from the sale's last line.
 * - A chip taken away changes nothing: the person stays.
 *
 * Properties: `state`, `notice`, `step`, `basket` (BrikBasketModel), `person` (BrikPerson, nullable),
 * `queue` (BrikQueue), `refusal` (BrikRefusal, nullable: with %BRIK_SALE_REFUSED), `refusal-told` (gboolean:
 * it stands in the journal under the account, so its holder will see it on the portal), `fault` (GError,
 * nullable: with %BRIK_SALE_FAULT), `sold-ore` (gint64) and `sold-to` (char *, nullable) of the last sale,
 * `recovered` (gboolean: the last sale is from before an unclean end), `fast` and `changing` (gboolean: fast
 * mode, and that its preset is being changed), `n-fast` (guint: sold in this fast mode), `answer-at` (gint64
 * UTC µs: with %BRIK_SALE_ALREADY_PAID when the card paid), `answer-ore` (gint64: with it what, with
 * %BRIK_SALE_REJECTED what was given back), `card-state` (guint BrikCardState: with %BRIK_SALE_REJECTED: the
 * card's), `room-ore` (gint64: what more the person may buy; G_MAXINT64 for nobody), `can-change`, `can-pay`,
 * `can-clear`, `can-go-back`, `can-undo`, `can-retry`, `can-close`, `can-leave` (not before the ledger has
 * answered), `can-start-fast`, `can-change-preset`, `can-end-fast`,
 * `can-sell-again`, `can-reject`, `can-block` (gboolean), `balance-shown` (gboolean: the place shows balances
 * always, or the cashier asked for this person's), `can-show-balance` (gboolean: the cashier may ask),
 * `rest-ms` (guint, writable).
 *
 * Signals: `cue` (BrikSound): to be heard now. `ask` (char *uid): the card is not known here; whoever is
 * connected asks the portal and calls brik_sale_answer ().
 */
#define BRIK_TYPE_SALE (brik_sale_get_type ())
G_DECLARE_FINAL_TYPE (BrikSale, brik_sale, BRIK, SALE, GObject)

BrikSale *brik_sale_new (BrikLedger *ledger);

/* What the reader saw. @uid: (nullable): of one chip. */
void brik_sale_tap (BrikSale *sale, BrikChip chip, const char *uid);
/* To `ask`. An answer that nobody waits for any more is dropped. */
void brik_sale_answer (BrikSale *sale, const char *uid, BrikSaleAnswer answer);

void brik_sale_add (BrikSale *sale, BrikProduct *product);
/* @row: the `target` of a BrikBasketRow. */
void brik_sale_change (BrikSale *sale, guint32 row, gint by);
void brik_sale_pay (BrikSale *sale);
/* Empties the basket and lets the person go. */
void brik_sale_clear (BrikSale *sale);
/* From a refusal or a fault to the basket as it was; the person stays where taking goods out would help. */
void brik_sale_go_back (BrikSale *sale);
/* Ends the surface that is shown; a refused sale with it. */
void brik_sale_close (BrikSale *sale);
void brik_sale_undo (BrikSale *sale);
/* After a fault: the same step again; where it may have been done, the ledger is first asked whether it is.
 */
void brik_sale_retry (BrikSale *sale);
/* What lies in the basket becomes the preset, or is it again after a change. */
void brik_sale_start_fast (BrikSale *sale);
void brik_sale_change_preset (BrikSale *sale);
void brik_sale_end_fast (BrikSale *sale);
/* To a card that has already paid (D12). */
void brik_sale_sell_again (BrikSale *sale);
/* Not this person: of the person shown, or of the last sale. */
void brik_sale_reject (BrikSale *sale);
void brik_sale_block (BrikSale *sale);
/* Takes a card out of the queue. */
void brik_sale_dequeue (BrikSale *sale, const char *uid);
/* The cashier goes: nothing stays open. What the ledger has been asked for is still done, and its answer is
 * shown to nobody. Not while `can-leave` says no: what may be stored is settled first, by whoever touched it.
 */
void brik_sale_leave (BrikSale *sale);
void brik_sale_show_balance (BrikSale *sale);
/* To be heard now, at the sale's till. */
void brik_sale_cue (BrikSale *sale, BrikSound sound);
/* The day may have turned over: what is shown as spent, and what is left, is worked out anew (D2). */
void brik_sale_note_time (BrikSale *sale);
/* After an unclean end: opens on the last sale, for nobody may have seen its OK. */
void brik_sale_recover (BrikSale *sale);

BrikSaleState brik_sale_get_state (BrikSale *sale);
BrikSaleNotice brik_sale_get_notice (BrikSale *sale);
BrikBasketModel *brik_sale_get_basket (BrikSale *sale);
BrikPerson *brik_sale_get_person (BrikSale *sale);
BrikQueue *brik_sale_get_queue (BrikSale *sale);
/* (nullable): the place's, for civil times. */
const char *brik_sale_get_zone (BrikSale *sale);
const BrikRefusal *brik_sale_get_refusal (BrikSale *sale);
const GError *brik_sale_get_fault (BrikSale *sale);
/* The id under which the basket at hand will be sold. */
const char *brik_sale_get_id (BrikSale *sale);

G_END_DECLS
