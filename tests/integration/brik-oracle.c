/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "brik-oracle.h"

struct _BrikOracle
{
  GPtrArray *facts;
};

static void
fact_free (BrikFact *fact)
{
  g_free (fact->id);
  g_free (fact);
}

BrikOracle *
brik_oracle_new (void)
{
  BrikOracle *oracle = g_new0 (BrikOracle, 1);

  oracle->facts = g_ptr_array_new_with_free_func ((GDestroyNotify) fact_free);
  return oracle;
}

void
brik_oracle_free (BrikOracle *oracle)
{
  g_ptr_array_unref (oracle->facts);
  g_free (oracle);
}

static BrikFact *
find (BrikOracle *oracle, BrikFactType type, const char *id)
{
  for (guint i = 0; i < oracle->facts->len; i++)
    {
      BrikFact *fact = brik_oracle_get_fact (oracle, i);
      if (fact->type == type && !fact->gone && g_str_equal (fact->id, id))
        return fact;
    }
  return NULL;
}

static BrikFact *
add (BrikOracle *oracle, BrikFactType type, const char *id, const char *till)
{
  BrikFact *fact = g_new0 (BrikFact, 1);

  fact->type = type;
  fact->id = g_strdup (id);
  fact->till = g_intern_string (till);
  fact->account = "";
  fact->kind = "";
  g_ptr_array_add (oracle->facts, fact);
  return fact;
}

void
brik_oracle_note_sale (BrikOracle *oracle,
                       const char *sale,
                       const char *till,
                       const char *account,
                       const char *kind,
                       const GDate *date,
                       gint64 total_ore)
{
  BrikFact *fact = NULL;

  g_assert_false (brik_oracle_knows (oracle, BRIK_FACT_SALE, sale));
  fact = add (oracle, BRIK_FACT_SALE, sale, till);
  fact->account = g_intern_string (account);
  fact->kind = g_intern_string (kind);
  fact->date = *date;
  fact->amount_ore = total_ore;
}

void
brik_oracle_note_undo (BrikOracle *oracle, const char *sale)
{
  const BrikFact *sold = find (oracle, BRIK_FACT_SALE, sale);
  BrikFact *fact = NULL;

  g_assert_nonnull (sold);
  g_assert_false (brik_oracle_knows (oracle, BRIK_FACT_UNDO, sale));
  fact = add (oracle, BRIK_FACT_UNDO, sale, sold->till);
  fact->account = sold->account;
  fact->kind = sold->kind;
  fact->date = sold->date;
  fact->amount_ore = -sold->amount_ore;
}

void
brik_oracle_note_decline (BrikOracle *oracle, const char *decline, const char *till)
{
  add (oracle, BRIK_FACT_DECLINE, decline, till);
}

guint
brik_oracle_get_n_facts (BrikOracle *oracle)
{
  return oracle->facts->len;
}

BrikFact *
brik_oracle_get_fact (BrikOracle *oracle, guint index)
{
  return g_ptr_array_index (oracle->facts, index);
}

guint
brik_oracle_count (BrikOracle *oracle, BrikFactType type)
{
  guint n_facts = 0;

  for (guint i = 0; i < oracle->facts->len; i++)
    {
      const BrikFact *fact = brik_oracle_get_fact (oracle, i);
      n_facts += fact->type == type && !fact->gone ? 1 : 0;
    }
  return n_facts;
}

gboolean
brik_oracle_knows (BrikOracle *oracle, BrikFactType type, const char *id)
{
  return find (oracle, type, id) != NULL;
}

static gboolean
counts (const BrikFact *fact, guint index, const char *account, BrikOracleView view, gpointer data)
{
  return g_str_equal (fact->account, account) && (view != NULL ? view (fact, index, data) : !fact->gone);
}

gint64
brik_oracle_get_taken (BrikOracle *oracle, const char *account, BrikOracleView view, gpointer data)
{
  gint64 taken_ore = 0;

  for (guint i = 0; i < oracle->facts->len; i++)
    {
      const BrikFact *fact = brik_oracle_get_fact (oracle, i);
      if (counts (fact, i, account, view, data))
        taken_ore += fact->amount_ore;
    }
  return taken_ore;
}

/* Weeks run from Monday to Sunday, and the first day of the year 1 was a Monday. */
gboolean
brik_oracle_is_same_period (const char *period, const GDate *one, const GDate *other)
{
  if (g_str_equal (period, "day"))
    return g_date_compare (one, other) == 0;
  if (g_str_equal (period, "week"))
    return (g_date_get_julian (one) - 1) / 7 == (g_date_get_julian (other) - 1) / 7;
  g_assert_cmpstr (period, ==, "month");
  return g_date_get_month (one) == g_date_get_month (other) &&
         g_date_get_year (one) == g_date_get_year (other);
}

gint64
brik_oracle_get_spent (BrikOracle *oracle,
                       const char *account,
                       const char *kind,
                       const char *period,
                       const GDate *on,
                       BrikOracleView view,
                       gpointer data)
{
  gint64 spent_ore = 0;

  for (guint i = 0; i < oracle->facts->len; i++)
    {
      const BrikFact *fact = brik_oracle_get_fact (oracle, i);
      if (counts (fact, i, account, view, data) && (kind == NULL || g_str_equal (fact->kind, kind)) &&
          brik_oracle_is_same_period (period, &fact->date, on))
        spent_ore += fact->amount_ore;
    }
  return spent_ore;
}
