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

/* A refusal changes no balance: the one it met is that of the same account's next older booking. */
static const gint64 *
balance_met (GArray *rows, guint at)
{
  const BrikPageRow *refused = &g_array_index (rows, BrikPageRow, at);

  for (guint i = at + 1; i < rows->len; i++)
    {
      const BrikPageRow *row = &g_array_index (rows, BrikPageRow, i);

      if (row->booking != NULL && row->holding == refused->holding)
        return &row->booking->balance_ore;
    }
  return NULL;
}

void
brik_page_add_rows (BrikPage *page, GArray *rows, guint begin, guint end, gboolean named)
{
  JsonArray *array = json_array_new ();

  for (guint i = begin; i < MIN (end, rows->len); i++)
    {
      const BrikPageRow *row = &g_array_index (rows, BrikPageRow, i);

      json_array_add_object_element (
        array, brik_page_model_row (page, row, row->refusal != NULL ? balance_met (rows, i) : NULL, named));
    }
  json_object_set_array_member (page->data, "rows", array);
}
