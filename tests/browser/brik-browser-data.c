/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */

/* brik-browser-data DATABASE: books what the pages must be able to show, on accounts of the demo's
 * municipality and on those that tests/browser/run adds to it: more than a page, long names, markup, every
 * reason to be refused. */
#include <stdlib.h>

#include "portal/pages-entries.h"

#define N_SALES 120

typedef struct
{
  BrikBooks *books;
  BrikMunicipality *municipality;
  gint64 now_us;
} Data;

static gboolean
load (BrikStore *store, gpointer data, GError **error)
{
  ((Data *) data)->municipality = brik_municipality_load (store, error);
  return ((Data *) data)->municipality != NULL;
}

static void
book (Data *data, BrikEntry *entry, gint64 booked_us)
{
  entries_book (data->books, data->municipality->id, entry, booked_us);
}

static void
book_sale (Data *data,
           const char *account,
           const char *product,
           guint n_lines,
           gint64 price_ore,
           gint64 ago_us)
{
  g_autofree char *card = g_strconcat (account, "-1", NULL);
  gint64 at_us = data->now_us - ago_us;
  g_autoptr (BrikEntry) sale = entries_new_sale (data->municipality, "norre", "norre-1", account, card,
                                                 product, n_lines, price_ore, at_us);

  book (data, sale, at_us);
}

static void
book_undone (Data *data, const char *account, gint64 ago_us)
{
  g_autofree char *card = g_strconcat (account, "-1", NULL);
  gint64 at_us = data->now_us - ago_us;
  g_autoptr (BrikEntry) sale =
    entries_new_sale (data->municipality, "norre", "norre-1", account, card, "Dagens ret", 1, 2500, at_us);
  g_autoptr (BrikEntry) undo = entries_new_undo (sale, at_us + G_TIME_SPAN_SECOND);

  book (data, sale, at_us);
  book (data, undo, at_us + G_TIME_SPAN_SECOND);
}

/* Somebody else had the card, and the cashier saw it after the sale. */
static void
book_rejected (Data *data, const char *account, gint64 ago_us)
{
  g_autofree char *card = g_strconcat (account, "-1", NULL);
  gint64 at_us = data->now_us - ago_us;
  g_autoptr (BrikEntry) sale =
    entries_new_sale (data->municipality, "norre", "norre-1", account, card, "Dagens ret", 1, 2500, at_us);
  g_autoptr (BrikEntry) undo = entries_new_undo (sale, at_us + G_TIME_SPAN_SECOND);
  g_autoptr (BrikEntry) rejection = entries_new_rejection (sale, at_us + G_TIME_SPAN_SECOND);

  book (data, sale, at_us);
  book (data, undo, at_us + G_TIME_SPAN_SECOND);
  book (data, rejection, at_us + G_TIME_SPAN_SECOND);
}

static void
book_late (Data *data, const char *account, gint64 ago_us)
{
  g_autofree char *card = g_strconcat (account, "-1", NULL);
  g_autoptr (BrikEntry) sale = entries_new_sale (data->municipality, "fyret", "fyret-1", account, card,
                                                 "Toast", 2, 1200, data->now_us - ago_us);

  sale->offline = TRUE;
  book (data, sale, data->now_us);
}

static void
book_refusals (Data *data, const char *account)
{
  const BrikReason reasons[] = { BRIK_REASON_CARD_CLOSED,     BRIK_REASON_CARD_BLOCKED,
                                 BRIK_REASON_ACCOUNT_BLOCKED, BRIK_REASON_PLACE,
                                 BRIK_REASON_BALANCE,         BRIK_REASON_DATA_TOO_OLD,
                                 BRIK_REASON_ALLOWANCE,       BRIK_REASON_CAP };
  g_autofree char *card = g_strconcat (account, "-1", NULL);

  for (guint i = 0; i < 4 * G_N_ELEMENTS (reasons); i++)
    {
      gint64 at_us = data->now_us - (4 * G_N_ELEMENTS (reasons) - i) * 3 * G_TIME_SPAN_MINUTE;
      g_autoptr (BrikEntry) decline =
        entries_new_decline (data->municipality, "fyret", "fyret-1", account, card,
                             reasons[i % G_N_ELEMENTS (reasons)], 800, at_us);

      book (data, decline, at_us);
    }
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikBooks) books = argc == 2 ? brik_books_open (argv[1], &error) : NULL;
  Data data = { .books = books, .now_us = g_get_real_time () };
  g_autoptr (BrikMunicipality) municipality = NULL;

  if (books == NULL || !brik_books_read (books, load, &data, &error))
    {
      g_printerr ("brik-browser-data: %s\n",
                  error != NULL ? error->message : "usage: brik-browser-data DATABASE");
      return EXIT_FAILURE;
    }
  municipality = data.municipality;
  for (guint i = N_SALES; i > 0; i--)
    book_sale (&data, "alma-holm", i % 2 ? "Dagens ret" : "Grønbolle, stor", 1 + i % 3, 100,
               i * 5 * G_TIME_SPAN_HOUR);
  book_undone (&data, "alma-holm", 2 * G_TIME_SPAN_HOUR);
  book_rejected (&data, "alma-holm", 90 * G_TIME_SPAN_MINUTE);
  book_late (&data, "alma-holm", 30 * G_TIME_SPAN_HOUR);
  book_sale (&data, "alma-holm", "<script>alert (\"Bolle\")</script>", 1, 1000, G_TIME_SPAN_HOUR);
  book_refusals (&data, "noah-aziz");
  book_sale (&data, "lang-1",
             "Økologisk fuldkornsrugbrødssandwich med kyllingebryst, karrydressing og syltede agurker", 40,
             999900, 20 * G_TIME_SPAN_MINUTE);
  return EXIT_SUCCESS;
}
