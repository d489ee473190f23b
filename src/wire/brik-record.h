/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/brik-card-number.h"
#include "core/brik-verdict.h"

G_BEGIN_DECLS

/**
 * BrikCardRecord:
 * @id: the card's id in the portal; what entries name
 * @number: as printed, normalized (R3)
 * @uid: what the chip answers, normalized
 */
typedef struct
{
  char *id;
  char *number;
  char *uid;
  BrikCardState state;
} BrikCardRecord;

/**
 * BrikAccountRecord:
 * @id: the account's id
 * @name: the account's own name, "Kantinekort"
 * @person: the holder's id
 * @person_name: shown to the cashier
 * @group: (nullable): class and school, "5.B · Nørre Skole"
 * @buyer: "pupil", "staff" or "guest"
 * @photo: (nullable): SHA-256 of the thumbnail, 64 hex digits
 * @kinds_allowed: (array zero-terminated=1): R31
 * @caps: (element-type BrikCap)
 * @spending: (element-type BrikSpending): all periods that count, with the date each began
 * @cards: (element-type BrikCardRecord)
 * @through_run: (nullable): with @through_number the receiving till's newest entry that all this includes,
 * read in the same transaction
 *
 * An account as the portal tells it to a till.
 */
typedef struct
{
  char *id;
  char *name;
  char *person;
  char *person_name;
  char *group;
  char *buyer;
  char *photo;
  BrikAccountState state;
  gint64 balance_ore;
  gint64 overdraft_ore;
  char **kinds_allowed;
  GArray *caps;
  GArray *spending;
  GPtrArray *cards;
  char *through_run;
  gint64 through_number;
} BrikAccountRecord;

/**
 * BrikProductRecord:
 * @vat_bp: the rate the goods are sold at to everyone not named in @exempt_buyers
 * @exempt_buyers: (array zero-terminated=1): buyer kinds that pay no VAT on it (D6)
 * @position: order within its category
 * @available: FALSE is shown, disabled
 * @barcodes: (array zero-terminated=1) (nullable): see brik_barcode_normalize ()
 */
typedef struct
{
  char *id;
  char *name;
  char *category;
  gint64 price_ore;
  guint vat_bp;
  char **exempt_buyers;
  gint position;
  gboolean available;
  char **barcodes;
} BrikProductRecord;

/* @colour: "#rrggbb", the edge of its products' tiles */
typedef struct
{
  char *id;
  char *name;
  char *colour;
  gint position;
} BrikCategoryRecord;

/* @pin_hash: Argon2id string of the PIN; @active: FALSE may no longer sign in */
typedef struct
{
  char *id;
  char *name;
  char *pin_hash;
  gboolean active;
} BrikStaffRecord;

typedef struct
{
  char *id;   /* the word in caps and places allowed: "skole" */
  char *name; /* as shown: "Skole" */
} BrikKindRecord;

/**
 * BrikPlaceRecord:
 * @zone: IANA time zone of the municipality (D2)
 * @kinds: (element-type BrikKindRecord): the municipality's
 * @allowance_ore: D8
 * @data_age_limit_us: D8
 * @balance_shown: "always", "on-demand" or "never"
 * @again_after_us: D12: in fast mode the same card is no second sale until then; 0 is at once
 */
typedef struct
{
  char *municipality;
  char *municipality_name;
  char *place;
  char *place_name;
  char *place_kind;
  char *till;
  char *till_name;
  char *zone;
  BrikCardForm card_form;
  GPtrArray *kinds;
  gint64 allowance_ore;
  gint64 data_age_limit_us;
  char *balance_shown;
  gint64 again_after_us;
} BrikPlaceRecord;

#define BRIK_AGAIN_AFTER_US (60 * G_TIME_SPAN_SECOND)

typedef enum
{
  BRIK_RECORD_PLACE,
  BRIK_RECORD_STAFF,
  BRIK_RECORD_CATEGORY,
  BRIK_RECORD_PRODUCT,
  BRIK_RECORD_ACCOUNT,
} BrikRecordKind;

/**
 * BrikChange:
 * @id: of what changed
 * @gone: it no longer exists for this till; all of the union is NULL
 */
typedef struct
{
  BrikRecordKind kind;
  char *id;
  gboolean gone;
  union
  {
    BrikPlaceRecord *place;
    BrikStaffRecord *staff;
    BrikCategoryRecord *category;
    BrikProductRecord *product;
    BrikAccountRecord *account;
  };
} BrikChange;

void brik_account_record_free (BrikAccountRecord *record);
void brik_card_record_free (BrikCardRecord *record);
void brik_product_record_free (BrikProductRecord *record);
void brik_category_record_free (BrikCategoryRecord *record);
void brik_staff_record_free (BrikStaffRecord *record);
void brik_place_record_free (BrikPlaceRecord *record);
void brik_kind_record_free (BrikKindRecord *record);
void brik_change_free (BrikChange *change);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrikAccountRecord, brik_account_record_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrikChange, brik_change_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrikPlaceRecord, brik_place_record_free)

/**
 * BrikChangesPage:
 * @epoch: the feed's; a cursor of another epoch is answered with @start_over
 * @cursor: ask again after it
 * @start_over: what follows is a new snapshot from its first page: rows not named by it when @more becomes
 * FALSE are gone
 * @more: there is more to be had at once
 * @time_us: the portal's clock when it answered (D2)
 * @changes: (element-type BrikChange)
 *
 * GET /till/v1/changes?epoch=E&after=CURSOR&wait=SECONDS. @wait 0 answers at once.
 */
typedef struct
{
  char *epoch;
  gint64 cursor;
  gboolean start_over;
  gboolean more;
  gint64 time_us;
  GPtrArray *changes;
} BrikChangesPage;

void brik_changes_page_free (BrikChangesPage *page);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrikChangesPage, brik_changes_page_free)
char *brik_changes_page_to_json (const BrikChangesPage *page);
BrikChangesPage *brik_changes_page_from_json (const char *text, gssize length, GError **error);

G_END_DECLS
