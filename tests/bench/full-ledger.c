/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "full-ledger.h"

#include <stdlib.h>

#include "core/brik-limits.h"
#include "brik-display-till.h"
#include "ledger-calls.h"

/* full-ledger FILE: writes the ledger of a till that knows as much as one ever will, as its portal would have
 * sent it. The staff and a few more goods and people are those of the display tests. */

#define PHOTOS 60 /* drawn once each; more than the till keeps decoded */
#define CATEGORIES 12

typedef void (*AddRecord) (BrikChangesPage *page, guint index);

typedef struct
{
  char *hash;
  GBytes *data;
} Photo;

static Photo photos[PHOTOS];

static void
draw_photos (void)
{
  for (guint i = 0; i < PHOTOS; i++)
    {
      g_autofree char *colour = g_strdup_printf ("#%02x%02x%02x", 4 * i, 255 - 4 * i, (40 * i) % 256);

      photos[i].data = brik_display_photo_new (colour, &photos[i].hash);
    }
}

/* The ledger takes only photos that an account names. */
static void
put_photos (Fixture *fixture)
{
  for (guint i = 0; i < PHOTOS; i++)
    {
      g_autoptr (GError) error = NULL;

      if (!put_photo (fixture, photos[i].hash, photos[i].data, &error))
        g_error ("%s", error->message);
      g_free (photos[i].hash);
      g_bytes_unref (photos[i].data);
    }
}

static void
add_category (BrikChangesPage *page, guint index)
{
  g_autofree char *id = g_strdup_printf ("gruppe-%02u", index);

  page_add (page, BRIK_RECORD_CATEGORY, id, category_record_new (id, (gint) index + 10));
}

/* Each letter is in the names of some of them, for the search. */
static void
add_product (BrikChangesPage *page, guint index)
{
  g_autofree char *id = g_strdup_printf ("%05u", index);
  g_autofree char *category = g_strdup_printf ("gruppe-%02u", index % CATEGORIES);
  BrikProductRecord *product = product_record_new (id, category, (gint) index + 100);

  g_free (product->name);
  product->name = g_strdup_printf ("Vare %s %c%c", id, 'a' + index % 26, 'a' + index / 26 % 26);
  page_add (page, BRIK_RECORD_PRODUCT, id, product);
}

static void
add_cardholder (BrikChangesPage *page, guint index)
{
  g_autofree char *id = g_strdup_printf ("elev-%05u", index);
  g_autofree char *uid = g_strdup_printf (FULL_LEDGER_UID_FORMAT, index);
  BrikAccountRecord *account = account_record_new (id, uid);

  g_free (account->person_name);
  account->person_name = g_strdup_printf (FULL_LEDGER_NAME_FORMAT, index);
  account->photo = g_strdup (photos[index % PHOTOS].hash);
  account_record_add_cap (account, "skole", BRIK_PERIOD_DAY, 5000);
  account_record_add_cap (account, "", BRIK_PERIOD_WEEK, 20000);
  page_add_account (page, account);
}

static void
add_pages (Fixture *fixture, guint n, AddRecord add, gint64 *cursor)
{
  for (guint i = 0; i < n; i += BRIK_LIMIT_CHANGES_PAGE)
    {
      BrikChangesPage *page = page_new (++*cursor, brik_clock_now (fixture->clock));
      g_autoptr (GError) error = NULL;

      for (guint j = i; j < MIN (i + BRIK_LIMIT_CHANGES_PAGE, n); j++)
        add (page, j);
      if (!apply (fixture, page, &error))
        g_error ("%s", error->message);
    }
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikClock) clock = brik_clock_new_system ();
  BrikChangesPage *first = brik_display_records_new ();
  Fixture fixture = { .path = argv[1], .clock = clock };
  gint64 cursor = first->cursor;

  if (argc != 2)
    g_error ("full-ledger FILE");
  draw_photos ();
  fixture_open (&fixture);
  first->time_us = brik_clock_now (clock);
  g_free (first->epoch);
  first->epoch = g_strdup ("epoch");
  if (!brik_ledger_enrol (fixture.ledger, "http://127.0.0.1:1", "kasse-1", &error) ||
      !apply (&fixture, first, &error))
    g_error ("%s", error->message);
  add_pages (&fixture, CATEGORIES, add_category, &cursor);
  add_pages (&fixture, FULL_LEDGER_PRODUCTS, add_product, &cursor);
  add_pages (&fixture, FULL_LEDGER_CARDHOLDERS, add_cardholder, &cursor);
  put_photos (&fixture);
  fixture_close (&fixture);
  return EXIT_SUCCESS;
}
