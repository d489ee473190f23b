/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/brik-store.h"
#include "wire/brik-record.h"

G_BEGIN_DECLS

/**
 * BrikToldAccount:
 * @record: as the portal told it; its "through" is not filled in
 * @through: the newest entry of this journal that the record includes
 * @told_us: the portal's time when it told it
 */
typedef struct
{
  BrikAccountRecord *record;
  gint64 through;
  gint64 told_us;
} BrikToldAccount;

void brik_told_account_clear (BrikToldAccount *told);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BrikToldAccount, brik_told_account_clear)

/* Takes the place of what was told of that account before. @snapshot names the snapshot it came in. */
gboolean
brik_accounts_table_put (BrikStore *store, const BrikToldAccount *told, gint64 snapshot, GError **error);
gboolean brik_accounts_table_remove (BrikStore *store, const char *id, GError **error);
/* Leaves @told->record NULL where the account is not held. */
gboolean brik_accounts_table_get (BrikStore *store, const char *id, BrikToldAccount *told, GError **error);
/* Which account and card have the chip; both NULL where none has. A chip that was handed on has several
 * cards: the one that may be used comes first. */
gboolean brik_accounts_table_find_chip (BrikStore *store,
                                        const char *uid,
                                        char **account,
                                        char **card,
                                        GError **error);
/* The UID, NULL for none, of the card that has @number printed on it, or else, where it @may_be_uid, that has
 * it for its UID. */
gboolean brik_accounts_table_find_number (BrikStore *store,
                                          const char *number,
                                          gboolean may_be_uid,
                                          char **uid,
                                          GError **error);
/* The portal's time of what is held of @id; G_MININT64 where nothing is. */
gboolean brik_accounts_table_get_told (BrikStore *store, const char *id, gint64 *told_us, GError **error);

G_END_DECLS
