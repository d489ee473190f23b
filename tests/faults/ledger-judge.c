/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "journal/brik-journal-verifier.h"
#include "ledger-life.h"
#include "ledger-records.h"
#include "ledger/brik-replay.h"

/* What there is of a fact. */
static gboolean
holds (Life *life, BrikLedgerFile *file, const LifeFact *fact, GError **error)
{
  g_autoptr (BrikJournalRow) row = NULL;
  g_autoptr (BrikCardholder) holder = NULL;

  switch (fact->type)
    {
    case LIFE_ENROLLED:
      return g_strcmp0 (file->till.till, "till-1") == 0 &&
             memcmp (&file->till.public_key, &life->public_key, sizeof life->public_key) == 0;
    case LIFE_FILLED:
      return brik_ledger_file_is_ready (file);
    case LIFE_SOLD:
      row = brik_journal_table_find (file->store, fact->sale, error);
      return row && row->entry->kind == BRIK_ENTRY_SALE;
    case LIFE_UNDONE:
      row = brik_journal_table_find_undo (file->store, fact->sale, error);
      return row != NULL;
    case LIFE_BLOCKED:
      holder = brik_replay_chip (file->store, OTHER_UID, error);
      return holder && holder->card && holder->card->state == BRIK_CARD_BLOCKED;
    default:
      g_assert_not_reached ();
    }
}

/**
 * Sum:
 * @sold_ore: what the journal's sales come to, undone ones taken off
 * @n_strangers: sales that nobody has made
 * @newest: (nullable): the newest entry's id where that is a sale
 */
typedef struct
{
  gint64 sold_ore;
  guint n_strangers;
  char *newest;
} Sum;

static gboolean
add_up (Life *life, BrikLedgerFile *file, Sum *sum, GError **error)
{
  g_autoptr (BrikRows) rows = brik_store_query (
    file->store, error, "SELECT kind, coalesce (sale, id) FROM journal ORDER BY sequence", "");

  while (rows && brik_rows_next (rows, error))
    {
      gboolean is_sale = g_str_equal (brik_rows_text (rows, 0), "sale");
      const char *sale = brik_rows_text (rows, 1);
      const gint64 *price_ore = sale ? g_hash_table_lookup (life->tries, sale) : NULL;

      g_clear_pointer (&sum->newest, g_free);
      if (!is_sale && !g_str_equal (brik_rows_text (rows, 0), "undo"))
        continue;
      if (is_sale)
        sum->newest = g_strdup (sale);
      if (price_ore)
        sum->sold_ore += is_sale ? *price_ore : -*price_ore;
      else
        sum->n_strangers++;
    }
  return rows && !brik_rows_failed (rows);
}

static char *
check_file (BrikLedgerFile *file, GError **error)
{
  g_autoptr (BrikRows) rows = brik_store_query (file->store, error, "PRAGMA integrity_check", "");
  BrikJournalSummary summary;

  if (!rows || !brik_rows_next (rows, error))
    return g_strdup ("cannot be read");
  if (!g_str_equal (brik_rows_text (rows, 0), "ok"))
    return g_strdup (brik_rows_text (rows, 0));
  return brik_journal_verify (file->store, NULL, &summary, error) ? NULL : g_strdup ("does not verify");
}

/* Shifts are opened and closed in turn, nobody sells outside one, and time never runs back (D2). */
static char *
check_order (BrikLedgerFile *file, GError **error)
{
  g_autoptr (BrikRows) rows =
    brik_store_query (file->store, error, "SELECT kind, at_us, sequence FROM journal ORDER BY sequence", "");
  gboolean open = FALSE;
  gint64 at_us = G_MININT64;

  while (rows && brik_rows_next (rows, error))
    {
      const char *kind = brik_rows_text (rows, 0);
      gboolean opens = g_str_equal (kind, "shift-opened");
      gboolean closes = g_str_equal (kind, "shift-closed");
      gint64 before_us = at_us;

      at_us = brik_rows_int (rows, 1);
      if (at_us < before_us || (open ? opens : closes || g_str_equal (kind, "sale")))
        return g_strdup_printf ("entry %" G_GINT64_FORMAT " (%s) is out of order", brik_rows_int (rows, 2),
                                kind);
      open = opens || (open && !closes && !g_str_equal (kind, "started"));
    }
  return NULL;
}

static char *
check_facts (Life *life, BrikLedgerFile *file, guint n_facts, GError **error)
{
  for (guint i = 0; i < n_facts; i++)
    {
      const LifeFact *fact = g_ptr_array_index (life->facts, i);

      if (!holds (life, file, fact, error))
        return g_strdup_printf ("what was told as fact %u of %u (%d) is not there", i + 1, n_facts,
                                fact->type);
    }
  return NULL;
}

/* The balance and the cap, as the next verdict will take them. */
static char *
check_standing (Life *life, BrikLedgerFile *file, gint64 sold_ore, GError **error)
{
  g_autoptr (BrikCardholder) holder = brik_replay_chip (file->store, UID, error);
  BrikCap cap = { .kind = "skole", .period = BRIK_PERIOD_DAY };
  gint64 spent_ore;
  GDate date;

  if (!holder)
    return g_strdup ("the chip cannot be looked up");
  if (!holder->account)
    return brik_ledger_file_is_ready (file) ? g_strdup ("the account is gone") : NULL;

  g_assert_true (brik_civil_date (file->zone, NOON, &date));
  spent_ore = brik_cap_spent (&cap, holder->account->spending, &date);
  if (holder->account->balance_ore == 10000 - sold_ore && spent_ore == life->told_spent_ore + sold_ore)
    return NULL;
  return g_strdup_printf ("sold %" G_GINT64_FORMAT ", but the balance is %" G_GINT64_FORMAT
                          " and %" G_GINT64_FORMAT " of the cap is spent",
                          sold_ore, holder->account->balance_ore, spent_ore);
}

/* What was under way is asked for again, as the till does, and stands once; and the next sale goes through.
 */
static char *
sell_on (Life *life, BrikLedgerFile *file, gint64 sold_ore, GError **error)
{
  const char *last = life->last_try;
  g_autoptr (BrikJournalRow) row = last ? brik_journal_table_find (file->store, last, error) : NULL;
  g_autofree char *next = brik_id_new ();

  if (last && !row)
    sold_ore += life_price (life, last);
  sold_ore += life_price (life, next);
  if (brik_clock_is_doubtful (life->clock))
    life_learn (life, LIFE_LATER);
  if (!*error && life_sign_in (life, file, error) && (!last || life_sell (life, file, last, error)) &&
      life_sell (life, file, next, error))
    return check_standing (life, file, sold_ore, error);
  return g_strdup ("nothing can be sold");
}

/* Of what is tried here nothing is remembered. */
static char *
check_sells (Life *life, BrikLedgerFile *file, gint64 sold_ore, GError **error)
{
  guint n_facts = life->facts->len;
  LifeFactType trying = life->trying;
  g_autofree char *last_try = g_strdup (life->last_try);
  char *wrong = sell_on (life, file, sold_ore, error);

  if (life->last_try)
    g_hash_table_remove (life->tries, life->last_try);
  if (last_try)
    life_price (life, last_try);
  g_free (life->last_try);
  life->last_try = g_steal_pointer (&last_try);
  life->trying = trying;
  g_ptr_array_set_size (life->facts, (gint) n_facts);
  return wrong;
}

/* Whoever was told "not sold" has gone, or has bought it anew. */
static char *
check_not_done (Life *life, BrikLedgerFile *file, GError **error)
{
  const LifeFact last = { life->trying, life->last_try };

  if ((!last.sale && last.type != LIFE_BLOCKED) || !holds (life, file, &last, error))
    return NULL;
  return g_strdup_printf ("%s, and it was told not to be", life->trying == LIFE_BLOCKED  ? "blocked"
                                                           : life->trying == LIFE_UNDONE ? "undone"
                                                                                         : "sold");
}

static char *
judge_file (Life *life, BrikLedgerFile *file, guint n_facts, gboolean not_done, GError **error)
{
  g_autofree char *newest = NULL;
  Sum sum = { 0 };
  char *wrong = check_file (file, error);

  if (!wrong && !add_up (life, file, &sum, error))
    wrong = g_strdup ("the journal cannot be read");
  newest = sum.newest;
  if (!wrong)
    wrong = check_order (file, error);
  if (!wrong && sum.n_strangers > 0)
    wrong = g_strdup_printf ("%u entries of sales that nobody made", sum.n_strangers);
  if (!wrong && file->till.running && g_strcmp0 (file->last_sale, newest) != 0)
    wrong = g_strdup_printf ("opens on the sale %s, not on %s", file->last_sale, newest);
  if (!wrong)
    wrong = check_facts (life, file, n_facts, error);
  if (!wrong)
    wrong = check_standing (life, file, sum.sold_ore, error);
  if (!wrong && not_done)
    wrong = check_not_done (life, file, error);
  if (!wrong && brik_ledger_file_is_ready (file))
    wrong = check_sells (life, file, sum.sold_ore, error);
  return wrong;
}

char *
life_judge_with (Life *life, guint n_facts, gboolean not_done)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikLedgerFile) file = life_open (life, &error);
  g_autofree char *wrong =
    file ? judge_file (life, file, n_facts, not_done, &error) : g_strdup ("does not open");

  if (wrong && error)
    return g_strdup_printf ("%s: %s", wrong, error->message);
  return g_steal_pointer (&wrong);
}

char *
life_judge (Life *life, guint n_facts)
{
  return life_judge_with (life, n_facts, FALSE);
}
