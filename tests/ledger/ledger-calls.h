/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ledger-fixture.h"

G_BEGIN_DECLS

/* The asynchronous calls, waited for. Those without error fail the test where there is one. */
gboolean apply (Fixture *fixture, BrikChangesPage *page, GError **error);
void apply_account (Fixture *fixture, BrikAccountRecord *account);
BrikCardholder *look_up (Fixture *fixture, const char *uid);
char *find_card (Fixture *fixture, const char *text);
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
gboolean tell_date (Fixture *fixture, gint64 time_us, GError **error);
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
