/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "clock/brik-clock.h"
#include "ledger/brik-cardholder.h"
#include "wire/brik-batch.h"
#include "wire/brik-entry.h"

G_BEGIN_DECLS

/**
 * BrikLedgerError:
 * @BRIK_LEDGER_ERROR_BUSY: another till program holds the file
 * @BRIK_LEDGER_ERROR_DAMAGED: the journal's tail does not verify, or the file is no ledger; the file is kept
 * as it is
 * @BRIK_LEDGER_ERROR_FULL: the disk is full; nothing was stored
 * @BRIK_LEDGER_ERROR_DISK: the disk is read-only or failing; nothing was stored
 * @BRIK_LEDGER_ERROR_UNSURE: it failed while it was stored, and the disk does not say whether it is there
 * @BRIK_LEDGER_ERROR_STATE: asked at the wrong time (not enrolled, no cashier, sale not known)
 * @BRIK_LEDGER_ERROR_DATE: the cashier must tell the date first (brik_ledger_is_date_doubtful ())
 * @BRIK_LEDGER_ERROR_INVALID: what was handed in is not what it should be (a photo of another hash)
 */
typedef enum
{
  BRIK_LEDGER_ERROR_BUSY,
  BRIK_LEDGER_ERROR_DAMAGED,
  BRIK_LEDGER_ERROR_FULL,
  BRIK_LEDGER_ERROR_DISK,
  BRIK_LEDGER_ERROR_UNSURE,
  BRIK_LEDGER_ERROR_STATE,
  BRIK_LEDGER_ERROR_DATE,
  BRIK_LEDGER_ERROR_INVALID,
} BrikLedgerError;

#define BRIK_LEDGER_ERROR (brik_ledger_error_quark ())
GQuark brik_ledger_error_quark (void);
gboolean brik_error_is_busy (const GError *error);
/* The disk's fault, full or failing. */
gboolean brik_error_is_disk (const GError *error);
gboolean brik_error_is_full (const GError *error);
gboolean brik_error_is_unsure (const GError *error);

/**
 * BrikLedger:
 *
 * All that the till holds: its journal of entries, the accounts' records, products, staff, photos, and who it
 * is. One SQLite file, one connection, one thread; `flock` on FILE.lock for life. Calls may come from the
 * main thread only; the asynchronous ones do their work on the ledger's thread in the order they were made.
 *
 * Properties: `online` (gboolean, set by sync), `unsent` (gint64: entries the portal has not acknowledged),
 * `unsent-sales` (gint64: sales among them), `answered-at` (gint64 UTC µs: when the portal last answered;
 * kept in the file; 0 never).
 *
 * Signals: `place-changed`, `goods-changed` (products or categories), `staff-changed`,
 * `account-changed` (char *account_id), `entry-appended`, `photo-arrived` (char *hash).
 * All are emitted on the main thread, before the callback of the call that caused them. `account-changed`
 * tells of the portal's word: one's own sales are told by their outcomes.
 *
 * A run begins with the first entry after a start: a start that does nothing leaves nothing in the journal.
 */
#define BRIK_TYPE_LEDGER (brik_ledger_get_type ())
G_DECLARE_FINAL_TYPE (BrikLedger, brik_ledger, BRIK, LEDGER, GObject)

/* Opens or makes @path and its folder, migrates it, verifies the journal's tail; @clock goes on from what the
 * file remembers of it. */
BrikLedger *brik_ledger_open (const char *path, BrikClock *clock, GError **error);
/* Waits for what is under way and lets go of the file; called by dispose too. */
void brik_ledger_close (BrikLedger *ledger);

/* Who this till is. A key pair is drawn when the file is made; the secret half never leaves the file but to
 * sign. */
gboolean brik_ledger_is_enrolled (BrikLedger *ledger);
const char *brik_ledger_get_portal (BrikLedger *ledger); /* (nullable): base address, no trailing slash */
const char *brik_ledger_get_till (BrikLedger *ledger);   /* (nullable) */
const BrikPublicKey *brik_ledger_get_public_key (BrikLedger *ledger);
const BrikSecretKey *brik_ledger_get_secret_key (BrikLedger *ledger);
gboolean brik_ledger_enrol (BrikLedger *ledger, const char *portal, const char *till, GError **error);

/* The portal's settings for this place: NULL until the first snapshot is complete. Owned by the ledger, valid
 * until `place-changed`. */
const BrikPlaceRecord *brik_ledger_get_place (BrikLedger *ledger);
/* Whether there is enough to sell with: enrolled, a complete snapshot, at least one member of staff. */
gboolean brik_ledger_is_ready (BrikLedger *ledger);
/* Place, civil date now, online and data age, as a verdict needs them. Only once there is a place. */
BrikCircumstances brik_ledger_get_circumstances (BrikLedger *ledger);

/* Whether the machine's clock says what cannot be, and the portal has not told otherwise: nothing is written
 * before the cashier has told the date, or the portal (D2). Whoever signs in meanwhile has their shift opened
 * then. */
gboolean brik_ledger_is_date_doubtful (BrikLedger *ledger);
/* The cashier says that it is @time_us now: a `date-set` entry. %BRIK_LEDGER_ERROR_INVALID for a time before
 * what is known, or more than a year after it. */
void brik_ledger_tell_date_async (BrikLedger *ledger,
                                  gint64 time_us,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean brik_ledger_tell_date_finish (BrikLedger *ledger, GAsyncResult *result, GError **error);
/* What is said of a time that cannot be, also while it is still typed. */
const char *brik_ledger_get_date_refusal (void);

/* (element-type BrikProductRecord / BrikCategoryRecord / BrikStaffRecord) (transfer full): in the order
 * shown. Staff are those who may sign in; the hashes of their PINs stay in the ledger. */
void brik_ledger_list_products_async (BrikLedger *ledger,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
GPtrArray *brik_ledger_list_products_finish (BrikLedger *ledger, GAsyncResult *result, GError **error);
void brik_ledger_list_categories_async (BrikLedger *ledger,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
GPtrArray *brik_ledger_list_categories_finish (BrikLedger *ledger, GAsyncResult *result, GError **error);
void brik_ledger_list_staff_async (BrikLedger *ledger,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
GPtrArray *brik_ledger_list_staff_finish (BrikLedger *ledger, GAsyncResult *result, GError **error);

/* Checks the PIN (Argon2id, on a thread of its own) and on success appends `shift-opened`; every later entry
 * names that cashier. FALSE without @error for a wrong PIN. After five wrong ones the answer is delayed,
 * doubling to 60 s. */
void brik_ledger_sign_in_async (BrikLedger *ledger,
                                const char *staff,
                                const char *pin,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean brik_ledger_sign_in_finish (BrikLedger *ledger, GAsyncResult *result, GError **error);
void brik_ledger_sign_out_async (BrikLedger *ledger,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
gboolean brik_ledger_sign_out_finish (BrikLedger *ledger, GAsyncResult *result, GError **error);
const char *brik_ledger_get_cashier (BrikLedger *ledger); /* (nullable): staff id */

/* (transfer full): who holds the chip; its card is NULL where no card of it is known here. */
void brik_ledger_look_up_async (BrikLedger *ledger,
                                const char *uid,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
BrikCardholder *brik_ledger_look_up_finish (BrikLedger *ledger, GAsyncResult *result, GError **error);

/* (transfer full) (nullable): the UID of the card that has @text printed on it, or else that has it for its
 * UID, unless it is a decimal number where cards are numbered so (R3); NULL without @error where none is
 * known here.
 */
void brik_ledger_find_card_async (BrikLedger *ledger,
                                  const char *text,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
char *brik_ledger_find_card_finish (BrikLedger *ledger, GAsyncResult *result, GError **error);

/**
 * BrikOutcome:
 * @verdict: as decided under the write lock
 * @sale: the sale's id; durable when the verdict says yes
 * @holder: the cardholder after it
 * @at_us: when
 * @number: of its entry in the run
 * @basket: the goods that were sold, refused or taken back
 * @already_paid: nothing was sold: the card has only just paid for @sale, at @at_us (D12)
 */
typedef struct
{
  BrikVerdict verdict;
  char *sale;
  BrikCardholder *holder;
  gint64 at_us;
  gint64 number;
  BrikBasket *basket;
  gboolean already_paid;
} BrikOutcome;

void brik_outcome_free (BrikOutcome *outcome);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrikOutcome, brik_outcome_free)

/* Where a sale becomes durable. Decides again under the write lock; on yes appends a `sale`, on no a
 * `decline`; returns after the commit. @sale is made by the caller (brik_id_new ()) before anything else
 * happens: calling again with the same id sells once and gives the same outcome. A refusal is an outcome too:
 * another try of the cashier's is another sale and takes another id. An @error means: not sold, and nothing
 * stands in the journal; but after BRIK_LEDGER_ERROR_UNSURE, and until brik_ledger_is_done_async () has said
 * no, it may. Once begun it is not cancelled. */
void brik_ledger_sell_async (BrikLedger *ledger,
                             const char *sale,
                             const char *uid,
                             const BrikBasket *basket,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
/* The same, but no sale to a card that paid here within the place's `again-after` and was not given it back
 * (D12): the outcome is `already_paid`, and nothing is appended. Counted on the journal, so it holds over a
 * restart of the program. */
void brik_ledger_sell_once_async (BrikLedger *ledger,
                                  const char *sale,
                                  const char *uid,
                                  const BrikBasket *basket,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
/* Of both. */
BrikOutcome *brik_ledger_sell_finish (BrikLedger *ledger, GAsyncResult *result, GError **error);

/* Takes a sale of this till back whole, once (D10, D11), where and on the day that it counted (D3); asking
 * again gives the same outcome. The holder in the outcome is the one after it. Errors are as for a sale. */
void brik_ledger_undo_async (BrikLedger *ledger,
                             const char *sale,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
BrikOutcome *brik_ledger_undo_finish (BrikLedger *ledger, GAsyncResult *result, GError **error);

/* Somebody other than its holder used the card: takes @sale back if it stands, and records the attempt as a
 * `rejected` entry, in one transaction. @sale: (nullable): NULL where the card at @uid was only held up. @id:
 * of the entry, made by the caller: calling again with the same id does it once. The outcome's total is what
 * was given back. */
void brik_ledger_reject_async (BrikLedger *ledger,
                               const char *id,
                               const char *uid,
                               const char *sale,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
BrikOutcome *brik_ledger_reject_finish (BrikLedger *ledger, GAsyncResult *result, GError **error);

/* Blocks the card of the chip @uid with a `card-blocked` entry (D9). From then on this till refuses it, also
 * offline, until the portal has counted the entry in: then the portal's word goes, and only it unblocks. A
 * card that may not pay anyway stays as it is. Gives the holder after it. */
void brik_ledger_block_card_async (BrikLedger *ledger,
                                   const char *uid,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
BrikCardholder *brik_ledger_block_card_finish (BrikLedger *ledger, GAsyncResult *result, GError **error);

/* Whether what was asked for is done, once it has come back as %BRIK_LEDGER_ERROR_UNSURE; asking does
 * nothing.
 * @kind: of the entry that does it. @key: the id of a `sale` or `rejected` entry, the sale that an `undo`
 * takes back, the chip whose card is blocked. FALSE without @error: it is not, and will not be found done
 * later. */
void brik_ledger_is_done_async (BrikLedger *ledger,
                                BrikEntryKind kind,
                                const char *key,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean brik_ledger_is_done_finish (BrikLedger *ledger, GAsyncResult *result, GError **error);

/* Records a refusal that came before any sale was tried: unknown, blocked, several chips (R35). @uid and
 * @basket may be NULL; a card that is not known is recorded without any number of it. */
void brik_ledger_decline_async (BrikLedger *ledger,
                                const BrikVerdict *verdict,
                                const char *uid,
                                const BrikBasket *basket,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean brik_ledger_decline_finish (BrikLedger *ledger, GAsyncResult *result, GError **error);

/* The newest sale of the journal that is not undone and whose outcome nobody may have seen: set when the run
 * before ended uncleanly and nothing came after it, NULL otherwise. With the lines it had. (transfer full)
 * (nullable) */
void brik_ledger_last_sale_async (BrikLedger *ledger,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
BrikOutcome *brik_ledger_last_sale_finish (BrikLedger *ledger, GAsyncResult *result, GError **error);

/* For sync. Unsent entries, oldest first, at most @max and at most what fits in one request.
 * (element-type BrikSealedLine) (transfer full) */
void brik_ledger_unsent_async (BrikLedger *ledger,
                               guint max,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
GPtrArray *brik_ledger_unsent_finish (BrikLedger *ledger, GAsyncResult *result, GError **error);
/* Moves "newest acknowledged" to what the receipt names, forward or back (a restored portal). Where the
 * portal's newest entry is not in this file (which was put back from a copy) it moves on by the entries that
 * the receipt is for; once all are sent, a new snapshot is asked for, since records that name such entries
 * can only be counted too low. */
void brik_ledger_acknowledge_async (BrikLedger *ledger,
                                    const BrikReceipt *receipt,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
gboolean brik_ledger_acknowledge_finish (BrikLedger *ledger, GAsyncResult *result, GError **error);
/* Applies a page, its cursor with it, in transactions of at most %BRIK_LIMIT_CHANGES_PAGE rows. @page is
 * consumed. One with cursor 0 that does not start over is the answer to a look-up: it
 * moves no cursor, and takes back nothing that was told later. One that
 * starts over unasked (a restored portal) makes all entries unsent, until a receipt says what it has. */
void brik_ledger_apply_async (BrikLedger *ledger,
                              BrikChangesPage *page,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
gboolean brik_ledger_apply_finish (BrikLedger *ledger, GAsyncResult *result, GError **error);
/* (nullable): the run that is under way, once it has begun. Its entries are the ones that the portal is to go
 * by, whatever else of this till reaches it late. */
const char *brik_ledger_get_run (BrikLedger *ledger);
void brik_ledger_get_cursor (BrikLedger *ledger, char **epoch, gint64 *cursor);
void brik_ledger_set_online (BrikLedger *ledger, gboolean online);

/* Photos, by SHA-256 of the encoded thumbnail; kept for as long as an account names them. One that is not
 * here is NULL without @error; one that is not what its hash says is BRIK_LEDGER_ERROR_INVALID. Missing ones:
 * hashes of accounts held but not stored, at most @max. */
void brik_ledger_get_photo_async (BrikLedger *ledger,
                                  const char *hash,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
GBytes *brik_ledger_get_photo_finish (BrikLedger *ledger, GAsyncResult *result, GError **error);
void brik_ledger_put_photo_async (BrikLedger *ledger,
                                  const char *hash,
                                  GBytes *photo,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean brik_ledger_put_photo_finish (BrikLedger *ledger, GAsyncResult *result, GError **error);
void brik_ledger_missing_photos_async (BrikLedger *ledger,
                                       guint max,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
GStrv brik_ledger_missing_photos_finish (BrikLedger *ledger, GAsyncResult *result, GError **error);

G_END_DECLS
