/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ledger/brik-ledger.h"

G_BEGIN_DECLS

/* 2026-11-20 12:00 in Copenhagen, a Friday. */
#define NOON G_GINT64_CONSTANT (1795172400000000)
#define HOUR G_TIME_SPAN_HOUR
#define DAY G_TIME_SPAN_DAY

#define UID "04579A22352680"
#define OTHER_UID "72BF9961"
#define PIN "2468"

/**
 * Fixture:
 *
 * A folder, a clock that stands at noon, and a ledger in it once one of the functions below has opened it.
 */
typedef struct
{
  char *folder;
  char *path;
  BrikClock *clock;
  BrikLedger *ledger;
} Fixture;

void fixture_set_up (Fixture *fixture, gconstpointer data);
void fixture_tear_down (Fixture *fixture, gconstpointer data);
/* A copy of the ledger's file, and its way back. The ledger must be closed. */
void fixture_save_copy (Fixture *fixture);
void fixture_put_copy_back (Fixture *fixture);

void fixture_open (Fixture *fixture);
/* As if the program had ended: cleanly. */
void fixture_close (Fixture *fixture);
/* Opened, enrolled, filled with a place, Karen (PIN 2468), and account "konto" of 100,00 with a card of UID.
 */
void fixture_open_filled (Fixture *fixture);
/* The same, online, and Karen is signed in. */
void fixture_open_signed_in (Fixture *fixture);

/* Records with values that stand for anything, to be changed by the test. (transfer full) */
BrikPlaceRecord *place_record_new (void);
BrikStaffRecord *staff_record_new (const char *id, const char *name);
BrikProductRecord *product_record_new (const char *id, const char *category, gint position);
BrikCategoryRecord *category_record_new (const char *id, gint position);
/* Active, 100,00, allowed at "skole", no caps, one active card of @uid where that is not NULL. */
BrikAccountRecord *account_record_new (const char *id, const char *uid);
void account_record_add_card (BrikAccountRecord *account, const char *uid, BrikCardState state);
void
account_record_add_cap (BrikAccountRecord *account, const char *kind, BrikPeriod period, gint64 limit_ore);
void account_record_set_through (BrikAccountRecord *account, const char *run, gint64 number);

/* A page of the feed "epoch"; the records added are its. */
BrikChangesPage *page_new (gint64 cursor, gint64 time_us);
void page_add (BrikChangesPage *page, BrikRecordKind kind, const char *id, gpointer record);
void page_add_account (BrikChangesPage *page, BrikAccountRecord *account);
BrikBasket *basket_of (gint64 price_ore);

/* The asynchronous calls, waited for. Those without error fail the test where there is one. */
gboolean apply (Fixture *fixture, BrikChangesPage *page, GError **error);
void apply_account (Fixture *fixture, BrikAccountRecord *account);
BrikCardholder *look_up (Fixture *fixture, const char *uid);
BrikOutcome *sell (Fixture *fixture, const char *sale, const char *uid, gint64 price_ore, GError **error);
BrikOutcome *sell_cancellable (Fixture *fixture,
                               const char *uid,
                               gint64 price_ore,
                               GCancellable *cancellable,
                               GError **error);
/* Sells for @price_ore to UID with a new id, expecting @reason. */
BrikOutcome *sell_expecting (Fixture *fixture, gint64 price_ore, BrikReason reason);
BrikOutcome *undo (Fixture *fixture, const char *sale, GError **error);
gboolean
decline (Fixture *fixture, BrikVerdict verdict, const char *uid, const BrikBasket *basket, GError **error);
gboolean sign_in (Fixture *fixture, const char *staff, const char *pin, GError **error);
gboolean sign_out (Fixture *fixture, GError **error);
BrikOutcome *last_sale (Fixture *fixture);
GPtrArray *unsent (Fixture *fixture, guint max);
/* All that is unsent, as entries. (element-type BrikEntry) */
GPtrArray *unsent_entries (Fixture *fixture);
void acknowledge (Fixture *fixture, const char *run, gint64 number, guint n_booked);

guint unsent_entries_count (Fixture *fixture);

/* Any of the ledger's lists. (transfer full) */
typedef void (*ListAsync) (BrikLedger *ledger,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
typedef GPtrArray *(*ListFinish) (BrikLedger *ledger, GAsyncResult *result, GError **error);
GPtrArray *list_of (Fixture *fixture, ListAsync list_async, ListFinish list_finish);

gboolean put_photo (Fixture *fixture, const char *hash, GBytes *photo, GError **error);
GBytes *get_photo (Fixture *fixture, const char *hash);
GStrv missing_photos (Fixture *fixture, guint max);

/* At "skole", in the period that @at_us lies in. */
gint64 spent (const BrikCardholder *holder, BrikPeriod period, gint64 at_us);

G_END_DECLS
