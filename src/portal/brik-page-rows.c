/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal/brik-page-rows.h"

typedef struct
{
  BrikPageHistory *history;
  const BrikSession *session;
  const GDate *from;
  const GDate *to;
  guint max;
} Query;

void
brik_page_history_free (BrikPageHistory *history)
{
  if (history == NULL)
    return;
  g_clear_pointer (&history->bookings, g_ptr_array_unref);
  g_clear_pointer (&history->refusals, g_ptr_array_unref);
  g_free (history);
}

static gboolean
read_history (BrikStore *store, gpointer data, GError **error)
{
  Query *query = data;
  BrikPageHistory *history = query->history;

  history->bookings =
    brik_statement_list (store, query->session->municipality, query->session->person,
                         history->holding->account, query->from, query->to, query->max, error);
  if (history->bookings == NULL)
    return FALSE;
  history->refusals =
    brik_statement_list_refusals (store, query->session->municipality, query->session->person,
                                  history->holding->account, query->from, query->to, query->max, error);
  return history->refusals != NULL;
}

BrikPageHistory *
brik_page_history_read (BrikPage *page,
                        const BrikHolding *holding,
                        const GDate *from,
                        const GDate *to,
                        guint max,
                        GError **error)
{
  g_autoptr (BrikPageHistory) history = g_new0 (BrikPageHistory, 1);
  Query query = { .history = history, .session = page->session, .from = from, .to = to, .max = max };

  history->holding = holding;
  if (!brik_books_read (brik_portal_get_books (page->portal), read_history, &query, error))
    return NULL;
  return g_steal_pointer (&history);
}

/* A late booking keeps its place: its own time says nothing about what came before it. */
static gboolean
comes_first (const BrikRefusalRow *refusal, const BrikStatementRow *booking)
{
  return booking == NULL || (!booking->late && refusal->at_us >= booking->at_us);
}

GArray *
brik_page_history_merge (const BrikPageHistory *history)
{
  GArray *rows = g_array_new (FALSE, TRUE, sizeof (BrikPageRow));
  guint i = 0;
  guint j = 0;

  while (i < history->bookings->len || j < history->refusals->len)
    {
      BrikPageRow row = { .holding = history->holding };
      const BrikStatementRow *booking = i < history->bookings->len ? history->bookings->pdata[i] : NULL;

      if (j < history->refusals->len && comes_first (history->refusals->pdata[j], booking))
        row.refusal = history->refusals->pdata[j++];
      else
        row.booking = history->bookings->pdata[i++];
      g_array_append_val (rows, row);
    }
  return rows;
}

/* The nearest booking of the account of @at: the next older one by @step 1, the next newer one by -1. */
static const BrikStatementRow *
nearest_booking (GArray *rows, guint at, int step)
{
  const BrikHolding *holding = g_array_index (rows, BrikPageRow, at).holding;

  for (gint64 i = (gint64) at + step; i >= 0 && i < rows->len; i += step)
    {
      const BrikPageRow *row = &g_array_index (rows, BrikPageRow, i);

      if (row->booking != NULL && row->holding == holding)
        return row->booking;
    }
  return NULL;
}

/* A refusal changes no balance: it met what the booking before it left, or the one after it found. Among the
 * latest rows of an account that has no other it met today's. */
static const gint64 *
balance_met (GArray *rows, guint at, gboolean latest, gint64 *balance_ore)
{
  const BrikStatementRow *older = nearest_booking (rows, at, 1);
  const BrikStatementRow *newer = older == NULL ? nearest_booking (rows, at, -1) : NULL;

  if (older == NULL && newer == NULL)
    return latest ? &g_array_index (rows, BrikPageRow, at).holding->balance_ore : NULL;
  *balance_ore = older != NULL ? older->balance_ore : newer->balance_ore - newer->amount_ore;
  return balance_ore;
}

void
brik_page_add_rows (BrikPage *page, GArray *rows, guint begin, guint end, gboolean named)
{
  JsonArray *array = json_array_new ();

  for (guint i = begin; i < MIN (end, rows->len); i++)
    {
      const BrikPageRow *row = &g_array_index (rows, BrikPageRow, i);
      gint64 balance_ore;
      const gint64 *met = row->refusal != NULL ? balance_met (rows, i, named, &balance_ore) : NULL;

      json_array_add_object_element (array, brik_page_model_row (page, row, met, named));
    }
  json_object_set_array_member (page->data, "rows", array);
}
