/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/brik-store.h"
#include "wire/brik-record.h"

G_BEGIN_DECLS

/**
 * BrikHolding:
 * @group: (nullable): class and school
 * @cpr_masked: (nullable): "270182-XXXX" (R4)
 * @photo: (nullable): SHA-256 of the thumbnail, 64 hex digits
 * @own: the account is the asking person's own (*Dig selv*)
 * @may_manage: whether they may change its caps and places: not the child where a guardian is linked (D14)
 * @kinds_allowed: (array zero-terminated=1): R31
 * @caps: (element-type BrikCap)
 * @spending: (element-type BrikSpending): of the periods that the asked date lies in
 * @cards: (element-type BrikCardRecord): the current one first
 *
 * A card account as someone who may see it sees it on the portal.
 */
typedef struct
{
  char *account;
  char *account_name;
  char *person;
  char *person_name;
  char *group;
  char *cpr_masked;
  char *photo;
  gboolean own;
  gboolean may_manage;
  BrikAccountState state;
  gint64 balance_ore;
  gint64 overdraft_ore;
  char **kinds_allowed;
  GArray *caps;
  GArray *spending;
  GPtrArray *cards;
} BrikHolding;

void brik_holding_free (BrikHolding *holding);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrikHolding, brik_holding_free)

/* Every function here takes who asks (@person) and answers only for what is theirs or is linked to them by an
 * approved relation (R36); anything else is %BRIK_PORTAL_ERROR_NOT_FOUND, whether it exists or not. They run
 * on the books' thread: within brik_books_read () or, those that change something, brik_books_write (). */

/* (element-type BrikHolding) (transfer full): own accounts first, then by name (R12). */
GPtrArray *brik_holder_list (BrikStore *store,
                             const char *municipality,
                             const char *person,
                             const GDate *date,
                             GError **error);
BrikHolding *brik_holder_get (BrikStore *store,
                              const char *municipality,
                              const char *person,
                              const char *account,
                              const GDate *date,
                              GError **error);

/* Replaces all caps of the account (R28, R29). @caps: (element-type BrikCap). %BRIK_PORTAL_ERROR_REFUSED by
 * D14. */
gboolean brik_holder_put_caps (BrikStore *store,
                               const char *municipality,
                               const char *person,
                               const char *account,
                               GArray *caps,
                               GError **error);
/* Where the card may be used (R31): replaces the kinds of place ticked. All of them are no limit, so that a
 * kind to come is ticked too; none is nowhere. %BRIK_PORTAL_ERROR_REFUSED by D14. */
gboolean brik_holder_put_kinds (BrikStore *store,
                                const char *municipality,
                                const char *person,
                                const char *account,
                                const char *const *kinds,
                                GError **error);
/* %BRIK_CARD_ACTIVE or %BRIK_CARD_BLOCKED (R32); a replaced or closed card is %BRIK_PORTAL_ERROR_REFUSED.
 * Whoever may see a card may block it: a lost one cannot wait; where a guardian is linked only they activate
 * it again (D14), or a child would undo what they decided. */
gboolean brik_holder_set_card_state (BrikStore *store,
                                     const char *municipality,
                                     const char *person,
                                     const char *card,
                                     BrikCardState state,
                                     GError **error);
/* (transfer full) (nullable): the thumbnail of a person they may see; NULL without @error for one that has
 * none. @type: (out) (transfer full): "image/png" or "image/jpeg" */
GBytes *brik_holder_get_photo (BrikStore *store,
                               const char *municipality,
                               const char *person,
                               const char *of_person,
                               char **type,
                               GError **error);

G_END_DECLS
