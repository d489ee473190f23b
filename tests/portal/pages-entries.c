/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages-entries.h"

#include "portal/brik-intake-private.h"
#include "portal/brik-run.h"

static BrikEntry *
new_entry (BrikEntryKind kind,
           const BrikMunicipality *municipality,
           const char *place,
           const char *till,
           const char *account,
           const char *card,
           gint64 at_us)
{
  static gint64 number = 1; /* which is the run's own */
  BrikEntry *entry = brik_entry_new (kind);

  entry->till = g_strdup (till);
  entry->run = brik_id_new ();
  entry->number = ++number;
  entry->id = brik_id_new ();
  entry->at_us = at_us;
  entry->date = brik_municipality_date (municipality, at_us);
  entry->place = g_strdup (place);
  entry->cashier = g_strdup ("inge");
  entry->account = g_strdup (account);
  entry->card = g_strdup (card);
  return entry;
}

BrikEntry *
entries_new_sale (const BrikMunicipality *municipality,
                  const char *place,
                  const char *till,
                  const char *account,
                  const char *card,
                  const char *product,
                  guint n_lines,
                  gint64 price_ore,
                  gint64 at_us)
{
  BrikEntry *entry = new_entry (BRIK_ENTRY_SALE, municipality, place, till, account, card, at_us);
  g_autoptr (GError) error = NULL;

  entry->basket = brik_basket_new ();
  for (guint i = 0; i < n_lines; i++)
    {
      g_autofree char *id = g_strdup_printf ("product-%u", i);

      brik_basket_add (entry->basket, id, product, 1, price_ore, 2500, &error);
      g_assert_no_error (error);
    }
  entry->total_ore = brik_basket_get_total (entry->basket);
  return entry;
}

BrikEntry *
entries_new_undo (const BrikEntry *sale, gint64 at_us)
{
  BrikEntry *entry = brik_entry_new (BRIK_ENTRY_UNDO);

  entry->till = g_strdup (sale->till);
  entry->run = g_strdup (sale->run);
  entry->number = sale->number + 1000000;
  entry->id = brik_id_new ();
  entry->at_us = at_us;
  entry->date = sale->date;
  entry->place = g_strdup (sale->place);
  entry->cashier = g_strdup (sale->cashier);
  entry->account = g_strdup (sale->account);
  entry->card = g_strdup (sale->card);
  entry->sale = g_strdup (sale->id);
  entry->sale_date = sale->date;
  entry->sale_place = g_strdup (sale->place);
  entry->total_ore = sale->total_ore;
  return entry;
}

BrikEntry *
entries_new_decline (const BrikMunicipality *municipality,
                     const char *place,
                     const char *till,
                     const char *account,
                     const char *card,
                     BrikReason reason,
                     gint64 total_ore,
                     gint64 at_us)
{
  BrikEntry *entry = new_entry (BRIK_ENTRY_DECLINE, municipality, place, till, account, card, at_us);

  entry->total_ore = total_ore;
  entry->verdict = (BrikVerdict) {
    .reason = reason,
    .total_ore = total_ore,
    .left_ore = 300,
    .cap = {
      .cap = { .kind = g_intern_static_string ("klub"), .period = BRIK_PERIOD_DAY, .limit_ore = 2500 },
      .spent_ore = 2200,
      .left_ore = 300,
    },
  };
  return entry;
}

BrikEntry *
entries_new_rejection (const BrikEntry *sale, gint64 at_us)
{
  BrikEntry *entry = brik_entry_new (BRIK_ENTRY_REJECTED);

  entry->till = g_strdup (sale->till);
  entry->run = g_strdup (sale->run);
  entry->number = sale->number + 2000000;
  entry->id = brik_id_new ();
  entry->at_us = at_us;
  entry->date = sale->date;
  entry->place = g_strdup (sale->place);
  entry->cashier = g_strdup (sale->cashier);
  entry->account = g_strdup (sale->account);
  entry->card = g_strdup (sale->card);
  entry->rejects = g_strdup (sale->id);
  entry->total_ore = sale->total_ore;
  return entry;
}

typedef struct
{
  const char *municipality;
  const BrikEntry *entry;
  gint64 now_us;
} Job;

/* As it is kept once it is booked; nobody looks at its seal. */
static gboolean
keep (BrikStore *store, Job *job, GError **error)
{
  const BrikEntry *entry = job->entry;
  g_autofree char *line = brik_entry_to_line (entry, error);

  return line && brik_run_begin (store, job->municipality, entry->till, entry->run, TRUE, error) &&
         brik_store_run (
           store, error,
           "INSERT INTO entry (municipality_id, till_id, run_id, number, digest, hash, previous,"
           " signature, line, received_us, state) VALUES (?, ?, ?, ?, x'', x'', x'', x'', ?, ?,"
           " 'booked')",
           "sssisi", job->municipality, entry->till, entry->run, entry->number, line, job->now_us);
}

static gboolean
apply (BrikStore *store, gpointer data, GError **error)
{
  Job *job = data;
  const char *why = NULL;
  gboolean applied =
    brik_intake_apply (store, job->municipality, job->entry, job->now_us, job->now_us, &why, error);

  g_assert_cmpstr (why, ==, NULL);
  return applied && keep (store, job, error);
}

void
entries_book (BrikBooks *books, const char *municipality, const BrikEntry *entry, gint64 now_us)
{
  Job job = { .municipality = municipality, .entry = entry, .now_us = now_us };
  g_autoptr (GError) error = NULL;

  brik_books_write (books, apply, &job, &error);
  g_assert_no_error (error);
}
