/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "ledger/brik-accounts-table.h"

/* No id of a kind of place holds it. */
#define SEPARATOR ";"

void
brik_told_account_clear (BrikToldAccount *told)
{
  g_clear_pointer (&told->record, brik_account_record_free);
}

static gboolean
put_kinds (BrikStore *store, const BrikAccountRecord *record, GError **error)
{
  for (char **kind = record->kinds_allowed; kind && *kind; kind++)
    if (!brik_store_run (store, error, "INSERT OR IGNORE INTO account_kind (account, kind) VALUES (?, ?)",
                         "ss", record->id, *kind))
      return FALSE;

  return TRUE;
}

static gboolean
put_caps (BrikStore *store, const BrikAccountRecord *record, GError **error)
{
  for (guint i = 0; i < record->caps->len; i++)
    {
      const BrikCap *cap = &g_array_index (record->caps, BrikCap, i);

      if (!brik_store_run (store, error,
                           "INSERT INTO cap (account, kind, period, limit_ore) VALUES (?, ?, ?, ?)", "sssi",
                           record->id, cap->kind, brik_period_to_name (cap->period), cap->limit_ore))
        return FALSE;
    }

  return TRUE;
}

static gboolean
put_spending (BrikStore *store, const BrikAccountRecord *record, GError **error)
{
  for (guint i = 0; i < record->spending->len; i++)
    {
      const BrikSpending *spending = &g_array_index (record->spending, BrikSpending, i);
      g_autofree char *begun = brik_civil_date_format (&spending->begun);

      if (!brik_store_run (
            store, error,
            "INSERT INTO spending (account, kind, period, begun, spent_ore) VALUES (?, ?, ?, ?, ?)", "ssssi",
            record->id, spending->kind, brik_period_to_name (spending->period), begun, spending->spent_ore))
        return FALSE;
    }

  return TRUE;
}

static gboolean
put_cards (BrikStore *store, const BrikAccountRecord *record, GError **error)
{
  for (guint i = 0; i < record->cards->len; i++)
    {
      const BrikCardRecord *card = g_ptr_array_index (record->cards, i);

      if (!brik_store_run (
            store, error, "INSERT INTO card (account, id, number, uid, state) VALUES (?, ?, ?, ?, ?)",
            "sssss", record->id, card->id, card->number, card->uid, brik_card_state_to_name (card->state)))
        return FALSE;
    }

  return TRUE;
}

static gboolean
remove_parts (BrikStore *store, const char *id, GError **error)
{
  return brik_store_run (store, error, "DELETE FROM account_kind WHERE account = ?", "s", id) &&
         brik_store_run (store, error, "DELETE FROM cap WHERE account = ?", "s", id) &&
         brik_store_run (store, error, "DELETE FROM spending WHERE account = ?", "s", id) &&
         brik_store_run (store, error, "DELETE FROM card WHERE account = ?", "s", id);
}

/* Updated in its place rather than put anew: a photo that stays the same must not go with the old row. */
static gboolean
put_account (BrikStore *store, const BrikToldAccount *told, gint64 snapshot, GError **error)
{
  const BrikAccountRecord *record = told->record;

  return brik_store_run (
    store, error,
    "INSERT INTO account (id, name, person, person_name, person_group, buyer, photo, state,"
    " balance_ore, overdraft_ore, through, told_us, snapshot)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (id) DO UPDATE SET name = excluded.name, person = excluded.person,"
    " person_name = excluded.person_name, person_group = excluded.person_group,"
    " buyer = excluded.buyer, photo = excluded.photo, state = excluded.state,"
    " balance_ore = excluded.balance_ore, overdraft_ore = excluded.overdraft_ore,"
    " through = excluded.through, told_us = excluded.told_us, snapshot = excluded.snapshot",
    "ssssssssiiiii", record->id, record->name, record->person, record->person_name, record->group,
    record->buyer, record->photo, brik_account_state_to_name (record->state), record->balance_ore,
    record->overdraft_ore, told->through, told->told_us, snapshot);
}

gboolean
brik_accounts_table_put (BrikStore *store, const BrikToldAccount *told, gint64 snapshot, GError **error)
{
  const BrikAccountRecord *record = told->record;

  return put_account (store, told, snapshot, error) && remove_parts (store, record->id, error) &&
         put_kinds (store, record, error) && put_caps (store, record, error) &&
         put_spending (store, record, error) && put_cards (store, record, error);
}

gboolean
brik_accounts_table_remove (BrikStore *store, const char *id, GError **error)
{
  return brik_store_run (store, error, "DELETE FROM account WHERE id = ?", "s", id);
}

/* A word that is not known can only come from a file that something else has written to. */
static gboolean
check_word (gboolean known, const char *word, const char *id, GError **error)
{
  if (!known)
    g_set_error (error, BRIK_STORE_ERROR, BRIK_STORE_ERROR_DAMAGED, "account %s: “%s” is not known", id,
                 word);

  return known;
}

static gboolean
get_caps (BrikStore *store, BrikAccountRecord *record, GError **error)
{
  g_autoptr (BrikRows) rows = brik_store_query (
    store, error, "SELECT kind, period, limit_ore FROM cap WHERE account = ?", "s", record->id);

  if (!rows)
    return FALSE;

  while (brik_rows_next (rows, error))
    {
      const char *period = brik_rows_text (rows, 1);
      BrikCap cap = { .kind = g_intern_string (brik_rows_text (rows, 0)),
                      .limit_ore = brik_rows_int (rows, 2) };

      if (!check_word (brik_period_from_name (period, &cap.period), period, record->id, error))
        return FALSE;
      g_array_append_val (record->caps, cap);
    }

  return !brik_rows_failed (rows);
}

static gboolean
get_spending (BrikStore *store, BrikAccountRecord *record, GError **error)
{
  g_autoptr (BrikRows) rows = brik_store_query (
    store, error, "SELECT kind, period, begun, spent_ore FROM spending WHERE account = ?", "s", record->id);

  if (!rows)
    return FALSE;

  while (brik_rows_next (rows, error))
    {
      const char *period = brik_rows_text (rows, 1);
      const char *begun = brik_rows_text (rows, 2);
      BrikSpending spending = { .kind = g_intern_string (brik_rows_text (rows, 0)),
                                .spent_ore = brik_rows_int (rows, 3) };

      if (!check_word (brik_period_from_name (period, &spending.period), period, record->id, error) ||
          !check_word (brik_civil_date_parse (begun, &spending.begun), begun, record->id, error))
        return FALSE;
      g_array_append_val (record->spending, spending);
    }

  return !brik_rows_failed (rows);
}

static gboolean
get_cards (BrikStore *store, BrikAccountRecord *record, GError **error)
{
  g_autoptr (BrikRows) rows = brik_store_query (
    store, error, "SELECT id, number, uid, state FROM card WHERE account = ?", "s", record->id);

  if (!rows)
    return FALSE;

  while (brik_rows_next (rows, error))
    {
      BrikCardRecord *card = g_new0 (BrikCardRecord, 1);
      const char *state = brik_rows_text (rows, 3);

      g_ptr_array_add (record->cards, card);
      card->id = g_strdup (brik_rows_text (rows, 0));
      card->number = g_strdup (brik_rows_text (rows, 1));
      card->uid = g_strdup (brik_rows_text (rows, 2));
      if (!check_word (brik_card_state_from_name (state, &card->state), state, record->id, error))
        return FALSE;
    }

  return !brik_rows_failed (rows);
}

static BrikAccountRecord *
record_new (BrikRows *rows)
{
  BrikAccountRecord *record = g_new0 (BrikAccountRecord, 1);
  const char *kinds = brik_rows_text (rows, 10);

  record->id = g_strdup (brik_rows_text (rows, 0));
  record->name = g_strdup (brik_rows_text (rows, 1));
  record->person = g_strdup (brik_rows_text (rows, 2));
  record->person_name = g_strdup (brik_rows_text (rows, 3));
  record->group = g_strdup (brik_rows_text (rows, 4));
  record->buyer = g_strdup (brik_rows_text (rows, 5));
  record->photo = g_strdup (brik_rows_text (rows, 6));
  record->balance_ore = brik_rows_int (rows, 8);
  record->overdraft_ore = brik_rows_int (rows, 9);
  record->kinds_allowed = g_strsplit (kinds ? kinds : "", SEPARATOR, -1);
  record->caps = g_array_new (FALSE, FALSE, sizeof (BrikCap));
  record->spending = g_array_new (FALSE, FALSE, sizeof (BrikSpending));
  record->cards = g_ptr_array_new_with_free_func ((GDestroyNotify) brik_card_record_free);
  return record;
}

gboolean
brik_accounts_table_get (BrikStore *store, const char *id, BrikToldAccount *told, GError **error)
{
  g_autoptr (BrikAccountRecord) record = NULL;
  g_autoptr (BrikRows) rows = NULL;
  const char *state;

  rows =
    brik_store_query (store, error,
                      "SELECT id, name, person, person_name, person_group, buyer, photo, state, balance_ore,"
                      " overdraft_ore, (SELECT group_concat (kind, '" SEPARATOR "') FROM account_kind"
                      " WHERE account = account.id), through, told_us FROM account WHERE id = ?",
                      "s", id);
  if (!rows)
    return FALSE;
  if (!brik_rows_next (rows, error))
    return !brik_rows_failed (rows);

  record = record_new (rows);
  state = brik_rows_text (rows, 7);
  if (!check_word (brik_account_state_from_name (state, &record->state), state, id, error) ||
      !get_caps (store, record, error) || !get_spending (store, record, error) ||
      !get_cards (store, record, error))
    return FALSE;

  told->through = brik_rows_int (rows, 11);
  told->told_us = brik_rows_int (rows, 12);
  told->record = g_steal_pointer (&record);
  return TRUE;
}

gboolean
brik_accounts_table_find_chip (BrikStore *store, const char *uid, char **account, char **card, GError **error)
{
  g_autoptr (BrikRows) rows = NULL;

  rows = brik_store_query (store, error,
                           "SELECT account, id FROM card WHERE uid = ?"
                           " ORDER BY state = 'active' DESC, state = 'blocked' DESC, account, id LIMIT 1",
                           "s", uid);
  if (!rows)
    return FALSE;

  *account = NULL;
  *card = NULL;
  if (brik_rows_next (rows, error))
    {
      *account = g_strdup (brik_rows_text (rows, 0));
      *card = g_strdup (brik_rows_text (rows, 1));
    }
  return !brik_rows_failed (rows);
}

gboolean
brik_accounts_table_find_number (BrikStore *store,
                                 const char *number,
                                 gboolean may_be_uid,
                                 char **uid,
                                 GError **error)
{
  g_autoptr (BrikRows) rows = brik_store_query (
    store, error,
    "SELECT uid FROM (SELECT uid, 1 AS named, state, account, id FROM card WHERE number = ?1"
    " UNION ALL SELECT uid, 0, state, account, id FROM card WHERE uid = ?1 AND ?2)"
    " ORDER BY named DESC, state = 'active' DESC, state = 'blocked' DESC, account, id LIMIT 1",
    "si", number, (gint64) may_be_uid);

  if (!rows)
    return FALSE;

  *uid = brik_rows_next (rows, error) ? g_strdup (brik_rows_text (rows, 0)) : NULL;
  return !brik_rows_failed (rows);
}

gboolean
brik_accounts_table_get_told (BrikStore *store, const char *id, gint64 *told_us, GError **error)
{
  g_autoptr (BrikRows) rows =
    brik_store_query (store, error, "SELECT told_us FROM account WHERE id = ?", "s", id);

  if (!rows)
    return FALSE;

  *told_us = brik_rows_next (rows, error) ? brik_rows_int (rows, 0) : G_MININT64;
  return !brik_rows_failed (rows);
}
