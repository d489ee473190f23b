/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/brik-basket.h"

#include "core/brik-core-error.h"
#include "core/brik-limits.h"
#include "core/brik-money.h"

#include <string.h>

/* @text_size: of the lines' ids and names, as JSON */
struct _BrikBasket
{
  GArray *lines; /* (element-type BrikBasketLine) */
  gint64 total_ore;
  gsize text_size;
};

static void
clear_line (gpointer data)
{
  BrikBasketLine *line = data;

  g_free (line->product_id);
  g_free (line->name);
}

static BrikBasketLine *
line_at (const BrikBasket *basket, guint index)
{
  return &g_array_index (basket->lines, BrikBasketLine, index);
}

/* A quote or a backslash takes two bytes there; what takes more is in no name that a till is told. */
static gsize
size_as_json (const char *text)
{
  gsize size = 0;

  for (const char *at = text; *at != '\0'; at++)
    size += *at == '"' || *at == '\\' ? 2 : 1;

  return size;
}

static gsize
text_size_of (const char *product_id, const char *name)
{
  return size_as_json (product_id) + size_as_json (name);
}

static BrikBasketLine *
find_line (const BrikBasket *basket, const char *product_id, gint64 price_ore, guint vat_bp)
{
  for (guint i = 0; i < basket->lines->len; i++)
    {
      BrikBasketLine *line = line_at (basket, i);

      if (line->price_ore == price_ore && line->vat_bp == vat_bp &&
          g_str_equal (line->product_id, product_id))
        return line;
    }

  return NULL;
}

static gboolean
check_text (const char *text, gsize limit, const char *what, GError **error)
{
  if (*text != '\0' && strlen (text) <= limit && g_utf8_validate (text, -1, NULL))
    return TRUE;

  g_set_error (error, BRIK_CORE_ERROR, BRIK_CORE_ERROR_INVALID,
               "The product's %s must be 1 to %" G_GSIZE_FORMAT " bytes of UTF-8", what, limit);
  return FALSE;
}

static gboolean
check_goods (const char *product_id, const char *name, gint64 price_ore, guint vat_bp, GError **error)
{
  if (!check_text (product_id, BRIK_LIMIT_ID, "id", error) ||
      !check_text (name, BRIK_LIMIT_NAME, "name", error))
    return FALSE;

  if (price_ore < 0 || price_ore > BRIK_MONEY_MAX_ORE)
    {
      g_set_error (error, BRIK_CORE_ERROR, BRIK_CORE_ERROR_INVALID,
                   "The price of “%s” is %" G_GINT64_FORMAT " øre; it must be 0 to %" G_GINT64_FORMAT, name,
                   price_ore, BRIK_MONEY_MAX_ORE);
      return FALSE;
    }

  if (vat_bp > BRIK_LIMIT_VAT_BP)
    {
      g_set_error (error, BRIK_CORE_ERROR, BRIK_CORE_ERROR_INVALID,
                   "The VAT rate of “%s” is %u basis points; it must be 0 to %u", name, vat_bp,
                   BRIK_LIMIT_VAT_BP);
      return FALSE;
    }

  return TRUE;
}

static gboolean
check_quantity (gint64 quantity, GError **error)
{
  if (quantity > BRIK_LIMIT_QUANTITY)
    {
      g_set_error (error, BRIK_CORE_ERROR, BRIK_CORE_ERROR_FULL,
                   "At most %d of one product can stand on one line", BRIK_LIMIT_QUANTITY);
      return FALSE;
    }

  return TRUE;
}

/* Whether another line has room: an entry holds them all, and is refused whole when it is too long. */
static gboolean
check_room (const BrikBasket *basket, const char *product_id, const char *name, GError **error)
{
  if (basket->lines->len < BRIK_LIMIT_BASKET_LINES &&
      basket->text_size + text_size_of (product_id, name) <= BRIK_LIMIT_BASKET_TEXT)
    return TRUE;

  g_set_error (error, BRIK_CORE_ERROR, BRIK_CORE_ERROR_FULL,
               "The basket is full at %u lines; pay it and begin another", basket->lines->len);
  return FALSE;
}

/* The total after @quantity more (or fewer) at @price_ore. */
static gboolean
total_after (const BrikBasket *basket, gint64 price_ore, gint64 quantity, gint64 *total_ore, GError **error)
{
  gint64 change_ore;

  if (brik_money_multiply (price_ore, quantity, &change_ore) &&
      brik_money_add (basket->total_ore, change_ore, total_ore) && *total_ore <= BRIK_MONEY_MAX_ORE)
    return TRUE;

  g_set_error_literal (error, BRIK_CORE_ERROR, BRIK_CORE_ERROR_OVERFLOW,
                       "The basket comes to more than can be sold at once; remove something");
  return FALSE;
}

BrikBasket *
brik_basket_new (void)
{
  BrikBasket *basket = g_new0 (BrikBasket, 1);

  basket->lines = g_array_new (FALSE, FALSE, sizeof (BrikBasketLine));
  g_array_set_clear_func (basket->lines, clear_line);
  return basket;
}

BrikBasket *
brik_basket_copy (const BrikBasket *basket)
{
  BrikBasket *copy = brik_basket_new ();

  for (guint i = 0; i < basket->lines->len; i++)
    {
      BrikBasketLine line = *line_at (basket, i);

      line.product_id = g_strdup (line.product_id);
      line.name = g_strdup (line.name);
      g_array_append_val (copy->lines, line);
    }

  copy->total_ore = basket->total_ore;
  copy->text_size = basket->text_size;
  return copy;
}

void
brik_basket_free (BrikBasket *basket)
{
  g_array_unref (basket->lines);
  g_free (basket);
}

gboolean
brik_basket_add (BrikBasket *basket,
                 const char *product_id,
                 const char *name,
                 gint quantity,
                 gint64 price_ore,
                 guint vat_bp,
                 GError **error)
{
  BrikBasketLine *line;
  gint64 total_ore;

  if (!check_goods (product_id, name, price_ore, vat_bp, error))
    return FALSE;

  if (quantity < 1)
    {
      g_set_error (error, BRIK_CORE_ERROR, BRIK_CORE_ERROR_INVALID,
                   "%d of “%s” cannot be added; add at least one", quantity, name);
      return FALSE;
    }

  line = find_line (basket, product_id, price_ore, vat_bp);
  if (!check_quantity ((gint64) quantity + (line != NULL ? line->quantity : 0), error) ||
      !total_after (basket, price_ore, quantity, &total_ore, error))
    return FALSE;

  if (line == NULL && !check_room (basket, product_id, name, error))
    return FALSE;

  if (line != NULL)
    line->quantity += quantity;
  else
    {
      BrikBasketLine added = { g_strdup (product_id), g_strdup (name), quantity, price_ore, vat_bp };

      g_array_append_val (basket->lines, added);
      basket->text_size += text_size_of (product_id, name);
    }

  basket->total_ore = total_ore;
  return TRUE;
}

gboolean
brik_basket_set_quantity (BrikBasket *basket, guint index, gint quantity, GError **error)
{
  BrikBasketLine *line;
  gint64 total_ore;

  if (index >= basket->lines->len || quantity < 0)
    {
      g_set_error (error, BRIK_CORE_ERROR, BRIK_CORE_ERROR_INVALID, "Line %u of %u cannot be set to %d",
                   index, basket->lines->len, quantity);
      return FALSE;
    }

  line = line_at (basket, index);
  if (!check_quantity (quantity, error) ||
      !total_after (basket, line->price_ore, (gint64) quantity - line->quantity, &total_ore, error))
    return FALSE;

  basket->total_ore = total_ore;
  if (quantity == 0)
    {
      basket->text_size -= text_size_of (line->product_id, line->name);
      g_array_remove_index (basket->lines, index);
    }
  else
    line->quantity = quantity;

  return TRUE;
}

void
brik_basket_clear (BrikBasket *basket)
{
  g_array_set_size (basket->lines, 0);
  basket->total_ore = 0;
  basket->text_size = 0;
}

guint
brik_basket_get_n_lines (const BrikBasket *basket)
{
  return basket->lines->len;
}

const BrikBasketLine *
brik_basket_get_line (const BrikBasket *basket, guint index)
{
  g_return_val_if_fail (index < basket->lines->len, NULL);

  return line_at (basket, index);
}

gint
brik_basket_count_of (const BrikBasket *basket, const char *product_id)
{
  gint count = 0;

  for (guint i = 0; i < basket->lines->len; i++)
    if (g_str_equal (line_at (basket, i)->product_id, product_id))
      count += line_at (basket, i)->quantity;

  return count;
}

guint
brik_basket_get_n_items (const BrikBasket *basket)
{
  guint n_items = 0;

  for (guint i = 0; i < basket->lines->len; i++)
    n_items += line_at (basket, i)->quantity;

  return n_items;
}

gint64
brik_basket_get_total (const BrikBasket *basket)
{
  return basket->total_ore;
}

/* Cannot overflow for a line of a basket: it is part of a total that did not. */
gint64
brik_basket_line_total (const BrikBasketLine *line)
{
  return line->price_ore * line->quantity;
}

static gint
compare_rates_descending (gconstpointer a, gconstpointer b)
{
  guint rate_a = ((const BrikVatShare *) a)->rate_bp;
  guint rate_b = ((const BrikVatShare *) b)->rate_bp;

  return (rate_a < rate_b) - (rate_a > rate_b);
}

static BrikVatShare *
share_of_rate (GArray *shares, guint rate_bp)
{
  for (guint i = 0; i < shares->len; i++)
    if (g_array_index (shares, BrikVatShare, i).rate_bp == rate_bp)
      return &g_array_index (shares, BrikVatShare, i);

  g_array_append_val (shares, ((BrikVatShare){ .rate_bp = rate_bp }));
  return &g_array_index (shares, BrikVatShare, shares->len - 1);
}

GArray *
brik_basket_get_vat (const BrikBasket *basket)
{
  GArray *shares = g_array_new (FALSE, FALSE, sizeof (BrikVatShare));

  for (guint i = 0; i < basket->lines->len; i++)
    {
      const BrikBasketLine *line = line_at (basket, i);

      share_of_rate (shares, line->vat_bp)->total_ore += brik_basket_line_total (line);
    }

  for (guint i = 0; i < shares->len; i++)
    {
      BrikVatShare *share = &g_array_index (shares, BrikVatShare, i);

      share->vat_ore = brik_vat_of_total (share->total_ore, share->rate_bp);
    }

  g_array_sort (shares, compare_rates_descending);
  return shares;
}
