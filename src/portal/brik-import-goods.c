/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal/brik-import-private.h"

#include "core/brik-barcode.h"
#include "core/brik-limits.h"
#include "portal/brik-feed.h"

static const char *
municipality_of (BrikImportRow *row)
{
  return row->import->municipality->id;
}

static gboolean
is_colour (const char *text)
{
  return text[0] == '#' && strlen (text) == 7 && strspn (text + 1, "0123456789abcdefABCDEF") == 6;
}

static gboolean
load_category (BrikImportRow *row, GError **error)
{
  const char *id = brik_import_row_id (row, "id");
  const char *name = brik_import_row_text (row, "name", BRIK_LIMIT_NAME, TRUE);
  const char *colour = brik_import_row_text (row, "colour", 7, TRUE);
  gint64 position = brik_import_row_number (row, "position", 0, 100000, row->index);

  if (colour && !is_colour (colour))
    brik_import_row_complain (row, "colour \"%s\" is not of the form #rrggbb", colour);
  return row->bad ||
         (brik_store_run (row->import->store, error,
                          "INSERT INTO category (municipality_id, id, name, colour, position)"
                          " VALUES (?1, ?2, ?3, ?4, ?5)"
                          " ON CONFLICT DO UPDATE SET name = ?3, colour = ?4, position = ?5",
                          "ssssi", municipality_of (row), id, name, colour, position) &&
          brik_feed_touch (row->import->store, municipality_of (row), BRIK_RECORD_CATEGORY, id, error));
}

/* The places a product is sold at, anew. */
static gboolean
put_product_places (BrikImportRow *row, const char *product, char **places, GError **error)
{
  BrikStore *store = row->import->store;

  if (!brik_store_run (store, error, "DELETE FROM product_place WHERE municipality_id = ? AND product_id = ?",
                       "ss", municipality_of (row), product))
    return FALSE;
  for (guint i = 0; places[i]; i++)
    {
      if (!brik_store_run (
            store, error,
            "INSERT INTO product_place (municipality_id, product_id, place_id) VALUES (?, ?, ?)"
            " ON CONFLICT DO NOTHING",
            "sss", municipality_of (row), product, places[i]))
        return FALSE;
    }
  return TRUE;
}

/* The barcodes, each as it is kept; what is none is complained of. (transfer full) */
static char **
read_barcodes (BrikImportRow *row)
{
  g_auto (GStrv) texts = brik_import_row_list (row, "barcodes");
  g_autoptr (GStrvBuilder) codes = g_strv_builder_new ();

  if (g_strv_length (texts) > BRIK_LIMIT_BARCODES_PER_PRODUCT)
    brik_import_row_complain (row, "barcodes are more than %d", BRIK_LIMIT_BARCODES_PER_PRODUCT);
  for (guint i = 0; texts[i]; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *code = brik_barcode_normalize (texts[i], &error);
      g_autofree char *quoted = brik_import_quote (texts[i]);

      if (code)
        g_strv_builder_add (codes, code);
      else
        brik_import_row_complain (row, "barcodes %s: %s", quoted, error->message);
    }
  return g_strv_builder_end (codes);
}

static gboolean
put_barcodes (BrikImportRow *row, const char *product, char **codes, GError **error)
{
  BrikStore *store = row->import->store;

  if (!brik_store_run (store, error,
                       "DELETE FROM product_barcode WHERE municipality_id = ? AND product_id = ?", "ss",
                       municipality_of (row), product))
    return FALSE;
  for (guint i = 0; codes[i]; i++)
    {
      if (!brik_store_run (store, error,
                           "INSERT INTO product_barcode (municipality_id, product_id, code) VALUES (?, ?, ?)"
                           " ON CONFLICT DO NOTHING",
                           "sss", municipality_of (row), product, codes[i]))
        return FALSE;
    }
  return TRUE;
}

/* Other products with a barcode of this one that some till sells too. */
static const char collisions_sql[] =
  "SELECT mine.code, other.product_id FROM product_barcode AS mine"
  " JOIN product_barcode AS other ON other.municipality_id = ?1 AND other.code = mine.code"
  "  AND other.product_id <> ?2"
  " WHERE mine.municipality_id = ?1 AND mine.product_id = ?2"
  "  AND (NOT EXISTS (SELECT 1 FROM product_place WHERE municipality_id = ?1 AND product_id = ?2)"
  "   OR NOT EXISTS (SELECT 1 FROM product_place WHERE municipality_id = ?1 AND product_id = "
  "other.product_id)"
  "   OR EXISTS (SELECT place_id FROM product_place WHERE municipality_id = ?1 AND product_id = ?2"
  "    INTERSECT SELECT place_id FROM product_place"
  "    WHERE municipality_id = ?1 AND product_id = other.product_id))"
  " ORDER BY mine.code, other.product_id";

static gboolean
stands_below (BrikImportRow *row, const char *id)
{
  guint column = (guint) brik_csv_find_column (row->csv, "id");

  for (guint i = row->index + 1; i < brik_csv_get_n_rows (row->csv); i++)
    if (g_str_equal (brik_csv_get (row->csv, i, column), id))
      return TRUE;
  return FALSE;
}

/* A scanner must find one product. Which of two rows is at fault is not known: it is said at the lower one.
 */
static gboolean
check_product (BrikImportRow *row, GError **error)
{
  guint column = (guint) brik_csv_find_column (row->csv, "id");
  g_autoptr (BrikRows) rows =
    brik_store_query (row->import->store, error, collisions_sql, "ss", municipality_of (row),
                      brik_csv_get (row->csv, row->index, column));

  if (!rows)
    return FALSE;
  while (brik_rows_next (rows, error))
    {
      const char *other = brik_rows_text (rows, 1);

      if (!stands_below (row, other))
        brik_import_row_complain (row,
                                  "barcode %s is the product \"%s\"'s too, and both are sold at one place",
                                  brik_rows_text (rows, 0), other);
    }
  return !brik_rows_failed (rows);
}

static void
check_product_lists (BrikImportRow *row, char **places, char **exempt)
{
  static const char *const buyers[] = { "pupil", "staff", "guest", NULL };

  for (guint i = 0; places[i]; i++)
    {
      if (!brik_import_row_exists (row, BRIK_SQL_PLACE, places[i]))
        brik_import_row_complain (row, "places \"%s\" is no place that there is", places[i]);
    }
  for (guint i = 0; exempt[i]; i++)
    {
      if (!g_strv_contains (buyers, exempt[i]))
        brik_import_row_complain (row, "exempt_buyers \"%s\" is none of pupil, staff, guest", exempt[i]);
      else if (g_strv_contains ((const char *const *) exempt + i + 1, exempt[i]))
        brik_import_row_complain (row, "exempt_buyers names \"%s\" twice", exempt[i]);
    }
}

static gboolean
load_product (BrikImportRow *row, GError **error)
{
  static const char *const yes_no[] = { "yes", "no", NULL };
  const char *id = brik_import_row_id (row, "id");
  const char *name = brik_import_row_text (row, "name", BRIK_LIMIT_NAME, TRUE);
  const char *category = brik_import_row_reference (row, "category", "category", BRIK_SQL_CATEGORY, TRUE);
  gint64 price_ore = brik_import_row_money (row, "price", -1, FALSE);
  gint64 vat_bp = brik_import_row_money (row, "vat", 2500, FALSE); /* a per cent is a hundred points */
  gint64 position = brik_import_row_number (row, "position", 0, 100000, row->index);
  const char *available = brik_import_row_choice (row, "available", yes_no);
  g_auto (GStrv) places = brik_import_row_list (row, "places");
  g_auto (GStrv) exempt = brik_import_row_list (row, "exempt_buyers");
  g_autofree char *exempt_buyers = g_strjoinv (";", exempt);
  g_auto (GStrv) barcodes = brik_import_row_has (row, "barcodes") ? read_barcodes (row) : NULL;

  check_product_lists (row, places, exempt);
  if (price_ore < 0)
    brik_import_row_complain (row, "price is empty");
  if (vat_bp > 10000)
    brik_import_row_complain (row, "vat is more than 100 per cent");
  return row->bad ||
         (brik_store_run (
            row->import->store, error,
            "INSERT INTO product (municipality_id, id, name, category_id, price_ore, vat_bp,"
            " exempt_buyers, position, available) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"
            " ON CONFLICT DO UPDATE SET name = ?3, category_id = ?4, price_ore = ?5, vat_bp = ?6,"
            " exempt_buyers = ?7, position = ?8, available = ?9",
            "ssssiisii", municipality_of (row), id, name, category, price_ore, vat_bp, exempt_buyers,
            position, (gint64) g_str_equal (available, "yes")) &&
          put_product_places (row, id, places, error) &&
          (!barcodes || put_barcodes (row, id, barcodes, error)) &&
          brik_feed_touch (row->import->store, municipality_of (row), BRIK_RECORD_PRODUCT, id, error));
}

const BrikImportFile brik_import_goods_files[] = {
  { "categories.csv", COLUMNS ("id", "name", "colour", "position"), load_category },
  { "products.csv",
    COLUMNS ("id", "name", "category", "places", "price", "vat", "exempt_buyers", "position", "available"),
    load_product, COLUMNS ("barcodes"), check_product },
};
const gsize brik_import_n_goods_files = G_N_ELEMENTS (brik_import_goods_files);
