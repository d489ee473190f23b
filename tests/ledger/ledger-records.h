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

G_END_DECLS
