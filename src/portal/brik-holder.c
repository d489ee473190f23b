/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal/brik-holder.h"

#include "core/brik-limits.h"
#include "core/brik-money.h"
#include "portal/brik-account.h"
#include "portal/brik-feed.h"
#include "portal/brik-photo.h"
#include "portal/brik-portal-error.h"

/* ?1 municipality, ?2 who asks: the people whose accounts they may see. Every query of this file stands on
 * it. */
#define MAY_SEE                                                                                              \
  "person_id IN (SELECT ?2 UNION SELECT person_id FROM relation WHERE municipality_id = ?1"                  \
  " AND guardian_id = ?2 AND state = 'approved')"
/* And those whose accounts they manage: not their own where a guardian is linked (D14). */
#define MAY_MANAGE                                                                                           \
  "(person_id <> ?2 OR NOT EXISTS (SELECT 1 FROM relation WHERE municipality_id = ?1"                        \
  " AND relation.person_id = ?2 AND relation.state = 'approved'))"

static gboolean
refuse (BrikPortalError code, const char *message, GError **error)
{
  g_set_error_literal (error, BRIK_PORTAL_ERROR, (int) code, message);
  return FALSE;
}

static gboolean
not_found (GError **error)
{
  return refuse (BRIK_PORTAL_ERROR_NOT_FOUND, "There is no such account.", error);
}

void
brik_holding_free (BrikHolding *holding)
{
  g_free (holding->account);
  g_free (holding->account_name);
  g_free (holding->person);
  g_free (holding->person_name);
  g_free (holding->group);
  g_free (holding->cpr_masked);
  g_free (holding->photo);
  g_strfreev (holding->kinds_allowed);
  g_clear_pointer (&holding->caps, g_array_unref);
  g_clear_pointer (&holding->spending, g_array_unref);
  g_clear_pointer (&holding->cards, g_ptr_array_unref);
  g_free (holding);
}

/* R4: the day of birth without the rest. */
static char *
mask_cpr (const char *cpr)
{
  return cpr ? g_strdup_printf ("%.6s-XXXX", cpr) : NULL;
}

/* Takes what a till's record of the account holds. */
static BrikHolding *
holding_new (BrikAccountRecord *record, const char *cpr, gboolean own, gboolean may_manage)
{
  BrikHolding *holding = g_new0 (BrikHolding, 1);

  holding->account = g_steal_pointer (&record->id);
  holding->account_name = g_steal_pointer (&record->name);
  holding->person = g_steal_pointer (&record->person);
  holding->person_name = g_steal_pointer (&record->person_name);
  holding->group = g_steal_pointer (&record->group);
  holding->photo = g_steal_pointer (&record->photo);
  holding->cpr_masked = mask_cpr (cpr);
  holding->own = own;
  holding->may_manage = may_manage;
  holding->state = record->state;
  holding->balance_ore = record->balance_ore;
  holding->overdraft_ore = record->overdraft_ore;
  holding->kinds_allowed = g_steal_pointer (&record->kinds_allowed);
  holding->caps = g_steal_pointer (&record->caps);
  holding->spending = g_steal_pointer (&record->spending);
  holding->cards = g_steal_pointer (&record->cards);
  return holding;
}

/* ?3 one account, or NULL for all. */
static const char seen_sql[] = "SELECT account.id, person.cpr, person_id = ?2, " MAY_MANAGE
                               " FROM account JOIN person ON person.municipality_id = account.municipality_id"
                               " AND person.id = person_id WHERE account.municipality_id = ?1"
                               " AND account.id = coalesce (?3, account.id) AND " MAY_SEE
                               " ORDER BY person_id <> ?2, person.name, account.name, account.id";

static GPtrArray *
load_seen (BrikStore *store,
           const char *municipality,
           const char *person,
           const char *account,
           const GDate *date,
           GError **error)
{
  g_autoptr (GPtrArray) holdings = g_ptr_array_new_with_free_func ((GDestroyNotify) brik_holding_free);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BrikRows) rows = brik_store_query (store, error, seen_sql, "sss", municipality, person, account);

  if (!rows)
    return NULL;
  while (brik_rows_next (rows, &local_error))
    {
      g_autoptr (BrikAccountRecord) record =
        brik_account_load (store, municipality, brik_rows_text (rows, 0), date, error);

      if (!record)
        return NULL;
      g_ptr_array_add (holdings, holding_new (record, brik_rows_text (rows, 1), brik_rows_int (rows, 2) != 0,
                                              brik_rows_int (rows, 3) != 0));
    }
  if (local_error)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  return g_steal_pointer (&holdings);
}

GPtrArray *
brik_holder_list (BrikStore *store,
                  const char *municipality,
                  const char *person,
                  const GDate *date,
                  GError **error)
{
  return load_seen (store, municipality, person, NULL, date, error);
}

BrikHolding *
brik_holder_get (BrikStore *store,
                 const char *municipality,
                 const char *person,
                 const char *account,
                 const GDate *date,
                 GError **error)
{
  g_autoptr (GPtrArray) holdings = load_seen (store, municipality, person, account, date, error);

  if (!holdings)
    return NULL;
  if (holdings->len == 1)
    return g_ptr_array_steal_index (holdings, 0);
  not_found (error);
  return NULL;
}

/* That @person manages the account, and is not its holder whom a guardian is linked to; @otherwise says what
 * only a guardian may do. */
static gboolean
check_may_manage (BrikStore *store,
                  const char *municipality,
                  const char *person,
                  const char *account,
                  const char *otherwise,
                  GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BrikRows) rows = brik_store_query (
    store, error, "SELECT " MAY_MANAGE " FROM account WHERE municipality_id = ?1 AND id = ?3 AND " MAY_SEE,
    "sss", municipality, person, account);

  if (!rows)
    return FALSE;
  if (!brik_rows_next (rows, &local_error))
    return brik_error_pass_on (&local_error, error) && not_found (error);
  return brik_rows_int (rows, 0) || refuse (BRIK_PORTAL_ERROR_REFUSED, otherwise, error);
}

/* Caps */

static gboolean
put_cap (BrikStore *store, const char *municipality, const char *account, const BrikCap *cap, GError **error)
{
  if (cap->limit_ore < 0 || cap->limit_ore > BRIK_MONEY_MAX_ORE)
    return refuse (BRIK_PORTAL_ERROR_INVALID, "A cap is an amount from nought up.", error);

  if (!brik_store_run (store, error,
                       "INSERT INTO cap (municipality_id, account_id, kind, period, limit_ore)"
                       " SELECT ?1, ?2, ?3, ?4, ?5 WHERE ?3 = '' OR EXISTS (SELECT 1 FROM place_kind"
                       " WHERE municipality_id = ?1 AND id = ?3)",
                       "ssssi", municipality, account, cap->kind, brik_period_to_name (cap->period),
                       cap->limit_ore))
    return FALSE;
  return brik_store_get_n_changed (store) == 1 ||
         refuse (BRIK_PORTAL_ERROR_INVALID, "There is no such kind of place.", error);
}

gboolean
brik_holder_put_caps (BrikStore *store,
                      const char *municipality,
                      const char *person,
                      const char *account,
                      GArray *caps,
                      GError **error)
{
  if (!check_may_manage (store, municipality, person, account,
                         "Only a guardian may change the caps of this account.", error) ||
      !brik_store_run (store, error, "DELETE FROM cap WHERE municipality_id = ? AND account_id = ?", "ss",
                       municipality, account))
    return FALSE;
  for (guint i = 0; i < caps->len; i++)
    {
      if (!put_cap (store, municipality, account, &g_array_index (caps, BrikCap, i), error))
        return FALSE;
    }
  return brik_feed_touch (store, municipality, BRIK_RECORD_ACCOUNT, account, error);
}

/* Places */

gboolean
brik_holder_put_kinds (BrikStore *store,
                       const char *municipality,
                       const char *person,
                       const char *account,
                       const char *const *kinds,
                       GError **error)
{
  return check_may_manage (store, municipality, person, account,
                           "Only a guardian may change the places of this account.", error) &&
         brik_account_put_kinds (store, municipality, account, kinds, error);
}

/* Cards */

/* The account of a card that @person may see; and its state. (transfer full) */
static char *
find_card (BrikStore *store,
           const char *municipality,
           const char *person,
           const char *card,
           BrikCardState *state,
           GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BrikRows) rows = brik_store_query (
    store, error,
    "SELECT account.id, card.state FROM card JOIN account ON account.municipality_id = card.municipality_id"
    " AND account.id = account_id WHERE card.municipality_id = ?1 AND card.id = ?3 AND " MAY_SEE,
    "sss", municipality, person, card);

  if (!rows)
    return NULL;
  if (!brik_rows_next (rows, &local_error))
    {
      if (local_error)
        g_propagate_error (error, g_steal_pointer (&local_error));
      else
        refuse (BRIK_PORTAL_ERROR_NOT_FOUND, "There is no such card.", error);
      return NULL;
    }
  brik_card_state_from_name (brik_rows_text (rows, 1), state);
  return g_strdup (brik_rows_text (rows, 0));
}

gboolean
brik_holder_set_card_state (BrikStore *store,
                            const char *municipality,
                            const char *person,
                            const char *card,
                            BrikCardState state,
                            GError **error)
{
  BrikCardState was = BRIK_CARD_UNKNOWN;
  g_autofree char *account = find_card (store, municipality, person, card, &was, error);

  if (!account)
    return FALSE;
  if (was == state)
    return TRUE;
  if ((state != BRIK_CARD_ACTIVE && state != BRIK_CARD_BLOCKED) ||
      (was != BRIK_CARD_ACTIVE && was != BRIK_CARD_BLOCKED))
    return refuse (BRIK_PORTAL_ERROR_REFUSED, "A card that was replaced or closed stays so.", error);
  if (state == BRIK_CARD_ACTIVE && !check_may_manage (store, municipality, person, account,
                                                      "Only a guardian may activate this card again.", error))
    return FALSE;

  return brik_store_run (store, error, "UPDATE card SET state = ? WHERE municipality_id = ? AND id = ?",
                         "sss", brik_card_state_to_name (state), municipality, card) &&
         brik_feed_touch (store, municipality, BRIK_RECORD_ACCOUNT, account, error);
}

/* Photos */

GBytes *
brik_holder_get_photo (BrikStore *store,
                       const char *municipality,
                       const char *person,
                       const char *of_person,
                       char **type,
                       GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BrikRows) rows = brik_store_query (
    store, error,
    "SELECT photo_hash FROM person WHERE municipality_id = ?1 AND id = ?3 AND (id = ?2 OR EXISTS"
    " (SELECT 1 FROM relation WHERE municipality_id = ?1 AND guardian_id = ?2 AND person_id = ?3"
    " AND state = 'approved'))",
    "sss", municipality, person, of_person);
  const void *data;
  BrikHash hash;
  gsize size;

  *type = NULL;
  if (!rows)
    return NULL;
  if (!brik_rows_next (rows, &local_error))
    {
      if (local_error)
        g_propagate_error (error, g_steal_pointer (&local_error));
      else
        refuse (BRIK_PORTAL_ERROR_NOT_FOUND, "There is no such person.", error);
      return NULL;
    }

  data = brik_rows_blob (rows, 0, &size);
  if (!data || size != sizeof hash.bytes)
    return NULL;
  memcpy (hash.bytes, data, size);
  return brik_photo_get (store, municipality, &hash, type, error);
}
