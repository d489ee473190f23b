/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "brik-town-private.h"

#include "portal/brik-audit.h"
#include "portal/brik-books.h"

/* The portal's books, judged by the tests' own statements; the portal's own audit must come to the same. */

static void
read_books (BrikTown *town, BrikBooksFunc func, gpointer data)
{
  g_autoptr (GError) error = NULL;

  brik_books_read (brik_portal_get_books (town->portal), func, data, &error);
  g_assert_no_error (error);
}

static gint64
ask (BrikStore *store, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikRows) rows = brik_store_query (store, &error, sql, "");

  g_assert_no_error (error);
  g_assert_true (brik_rows_next (rows, &error));
  return brik_rows_int (rows, 0);
}

typedef struct
{
  guint n_bookings;
  char *epoch;
  gint64 number;
} Count;

static gboolean
count (BrikStore *store, gpointer data, GError **error)
{
  Count *counted = data;
  g_autoptr (BrikRows) rows = NULL;

  counted->n_bookings = (guint) ask (store, "SELECT count (*) FROM booking WHERE type <> 'opening'");
  rows = brik_store_query (store, error, "SELECT epoch, number FROM feed", "");
  if (rows == NULL || !brik_rows_next (rows, error))
    return FALSE;
  g_free (counted->epoch);
  counted->epoch = g_strdup (brik_rows_text (rows, 0));
  counted->number = brik_rows_int (rows, 1);
  return TRUE;
}

void
brik_town_portal_count (BrikTown *town, guint *n_bookings, char **epoch, gint64 *number)
{
  Count counted = { 0 };

  read_books (town, count, &counted);
  *n_bookings = counted.n_bookings;
  *epoch = counted.epoch;
  *number = counted.number;
}

static gboolean
count_forked (BrikStore *store, gpointer data, GError **error)
{
  *(guint *) data = (guint) ask (store, "SELECT count (*) FROM run WHERE forked");
  return TRUE;
}

guint
brik_town_count_forked_runs (BrikTown *town)
{
  guint n_runs = 0;

  read_books (town, count_forked, &n_runs);
  return n_runs;
}

typedef struct
{
  const BrikFact *fact;
  gboolean found;
} Question;

static const char *const sql_of_fact[] = {
  [BRIK_FACT_SALE] = "SELECT 1 FROM booking WHERE type = 'sale' AND id = ?",
  [BRIK_FACT_UNDO] = "SELECT 1 FROM booking WHERE type = 'undo' AND undoes = ?",
  [BRIK_FACT_DECLINE] = "SELECT 1 FROM decline WHERE id = ?",
};

static gboolean
has (BrikStore *store, gpointer data, GError **error)
{
  Question *question = data;
  g_autoptr (BrikRows) rows =
    brik_store_query (store, error, sql_of_fact[question->fact->type], "s", question->fact->id);

  question->found = rows != NULL && brik_rows_next (rows, error);
  return rows != NULL;
}

gboolean
brik_town_portal_has (BrikTown *town, const BrikFact *fact)
{
  Question question = { .fact = fact };

  read_books (town, has, &question);
  return question.found;
}

GBytes *
brik_town_portal_list_known (BrikTown *town)
{
  guint n_facts = brik_oracle_get_n_facts (town->oracle);
  GByteArray *known = g_byte_array_sized_new (n_facts);

  for (guint i = 0; i < n_facts; i++)
    {
      guint8 has_it = brik_town_portal_has (town, brik_oracle_get_fact (town->oracle, i)) ? 1 : 0;
      g_byte_array_append (known, &has_it, 1);
    }
  return g_byte_array_free_to_bytes (known);
}

/* Money is neither made nor lost: every balance kept is the sum it stands for. */
static void
check_money (BrikStore *store)
{
  g_assert_cmpint (ask (store, "SELECT count (*) FROM account WHERE type = 'holder' AND balance_ore <>"
                               " (SELECT coalesce (sum (iif (type = 'sale', -total_ore, total_ore)), 0)"
                               "   FROM booking WHERE account_id = account.id)"),
                   ==, 0);
  g_assert_cmpint (ask (store, "SELECT count (*) FROM booking WHERE type = 'sale' AND total_ore <>"
                               " (SELECT sum ((goods ->> 'quantity') * (goods ->> 'price')) FROM booking_line"
                               "   WHERE booking_id = booking.id)"),
                   ==, 0);
}

/* Nothing is booked that no till has said OK to, and nothing twice (the ids are keys). */
static void
check_said (BrikStore *store, BrikOracle *oracle)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikRows) rows =
    brik_store_query (store, &error,
                      "SELECT type, coalesce (undoes, id) FROM booking WHERE type <> 'opening'"
                      " UNION ALL SELECT 'decline', id FROM decline",
                      "");

  g_assert_no_error (error);
  while (brik_rows_next (rows, &error))
    {
      const char *type = brik_rows_text (rows, 0);
      BrikFactType wanted = g_str_equal (type, "sale")   ? BRIK_FACT_SALE
                            : g_str_equal (type, "undo") ? BRIK_FACT_UNDO
                                                         : BRIK_FACT_DECLINE;

      if (!brik_oracle_knows (oracle, wanted, brik_rows_text (rows, 1)))
        g_error ("the portal has a %s that no till has said: %s", type, brik_rows_text (rows, 1));
    }
  g_assert_no_error (error);
}

/* Each day of each account at each kind of place is what was bought on that civil date less what of it was
 * undone, whenever that was (D2, D3). */
static void
check_days (BrikStore *store, BrikOracle *oracle)
{
  for (guint i = 0; i < brik_oracle_get_n_facts (oracle); i++)
    {
      const BrikFact *fact = brik_oracle_get_fact (oracle, i);
      g_autoptr (GError) error = NULL;
      g_autoptr (BrikRows) rows = NULL;
      char day[16];

      if (fact->type != BRIK_FACT_SALE || fact->gone)
        continue;
      g_date_strftime (day, sizeof day, "%Y-%m-%d", &fact->date);
      rows = brik_store_query (store, &error,
                               "SELECT sum (spent_ore) FROM booking"
                               " WHERE account_id = ? AND spent_kind = ? AND spent_on = ?",
                               "sss", fact->account, fact->kind, day);
      g_assert_true (rows != NULL && brik_rows_next (rows, &error));
      g_assert_cmpint (
        brik_rows_int (rows, 0), ==,
        brik_oracle_get_spent (oracle, fact->account, fact->kind, "day", &fact->date, NULL, NULL));
    }
}

/* Everything that was said is there, and the balances are what it comes to. */
static void
check_complete (BrikStore *store, BrikOracle *oracle, gboolean put_back)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (ask (store, "SELECT count (*) FROM booking WHERE type = 'sale'"), ==,
                   brik_oracle_count (oracle, BRIK_FACT_SALE));
  g_assert_cmpint (ask (store, "SELECT count (*) FROM booking WHERE type = 'undo'"), ==,
                   brik_oracle_count (oracle, BRIK_FACT_UNDO));
  /* A portal put back from a copy that lacks nothing but declines does not start the tills over: it gets them
   * with the till's next entry. */
  if (!put_back)
    g_assert_cmpint (ask (store, "SELECT count (*) FROM decline"), ==,
                     brik_oracle_count (oracle, BRIK_FACT_DECLINE));
  g_assert_cmpint (ask (store, "SELECT count (*) FROM entry WHERE state <> 'booked'"), ==, 0);
  for (guint i = 0; i < brik_town_n_accounts; i++)
    {
      const BrikTownAccount *account = &brik_town_accounts[i];
      g_autoptr (BrikRows) rows =
        brik_store_query (store, &error, "SELECT balance_ore FROM account WHERE id = ?", "s", account->id);

      g_assert_true (brik_rows_next (rows, &error));
      g_assert_cmpint (brik_rows_int (rows, 0), ==,
                       account->opening_ore - brik_oracle_get_taken (oracle, account->id, NULL, NULL));
    }
}

typedef struct
{
  BrikOracle *oracle;
  gboolean settled;
  gboolean put_back;
} Check;

static gboolean
check (BrikStore *store, gpointer data, GError **error)
{
  const Check *what = data;

  g_autoptr (GPtrArray) faults = brik_audit_run (store, 10, error);

  if (faults == NULL)
    return FALSE;
  for (guint i = 0; i < faults->len; i++)
    g_error ("the portal's audit: %s", (const char *) g_ptr_array_index (faults, i));
  check_money (store);
  check_said (store, what->oracle);
  if (what->settled)
    {
      check_complete (store, what->oracle, what->put_back);
      check_days (store, what->oracle);
    }
  return TRUE;
}

void
brik_town_portal_check (BrikTown *town, gboolean settled)
{
  Check what = { .oracle = town->oracle, .settled = settled, .put_back = town->put_back };

  read_books (town, check, &what);
}
