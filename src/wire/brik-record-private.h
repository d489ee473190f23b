/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "wire/brik-record.h"

G_BEGIN_DECLS

/* Each record as the object that a change carries, both ways. Members not known are passed over, so that a
 * newer portal may say more; what an entry may hold is stricter, since it is kept for ever. */
JsonObject *brik_account_record_to_json (const BrikAccountRecord *record);
BrikAccountRecord *brik_account_record_from_json (JsonObject *object, GError **error);
JsonObject *brik_place_record_to_json (const BrikPlaceRecord *record);
BrikPlaceRecord *brik_place_record_from_json (JsonObject *object, GError **error);
JsonObject *brik_product_record_to_json (const BrikProductRecord *record);
BrikProductRecord *brik_product_record_from_json (JsonObject *object, GError **error);
JsonObject *brik_category_record_to_json (const BrikCategoryRecord *record);
BrikCategoryRecord *brik_category_record_from_json (JsonObject *object, GError **error);
JsonObject *brik_staff_record_to_json (const BrikStaffRecord *record);
BrikStaffRecord *brik_staff_record_from_json (JsonObject *object, GError **error);

/* "pupil", "staff" or "guest". */
gboolean brik_buyer_is_valid (const char *buyer);
/* A list of words, each of which @is_valid; (transfer full). */
JsonArray *brik_words_to_json (char **words);
char **brik_words_from_json (JsonObject *object,
                             const char *name,
                             guint max_length,
                             gboolean (*is_valid) (const char *word),
                             GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrikCardRecord, brik_card_record_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrikProductRecord, brik_product_record_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrikCategoryRecord, brik_category_record_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrikStaffRecord, brik_staff_record_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrikKindRecord, brik_kind_record_free)

G_END_DECLS
