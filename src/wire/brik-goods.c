/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/brik-limits.h"
#include "wire/brik-field.h"
#include "wire/brik-json.h"
#include "wire/brik-wire-private.h"

static const BrikField line_fields[] = {
  { "product", BRIK_FIELD_ID, G_STRUCT_OFFSET (BrikBasketLine, product_id) },
  { "name", BRIK_FIELD_NAME, G_STRUCT_OFFSET (BrikBasketLine, name), .max = BRIK_LIMIT_NAME },
  { "quantity", BRIK_FIELD_INT32, G_STRUCT_OFFSET (BrikBasketLine, quantity), .min = 1,
    .max = BRIK_LIMIT_QUANTITY },
  { "price", BRIK_FIELD_INT, G_STRUCT_OFFSET (BrikBasketLine, price_ore), .max = BRIK_MONEY_MAX_ORE },
  { "vat", BRIK_FIELD_INT32, G_STRUCT_OFFSET (BrikBasketLine, vat_bp), .max = BRIK_LIMIT_VAT_BP },
};

static void
line_clear (BrikBasketLine *line)
{
  g_free (line->product_id);
  g_free (line->name);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BrikBasketLine, line_clear)

JsonArray *
brik_goods_lines_to_json (const BrikBasket *basket)
{
  JsonArray *lines = json_array_new ();

  for (guint i = 0; i < brik_basket_get_n_lines (basket); i++)
    {
      JsonObject *line = json_object_new ();

      brik_fields_write (line_fields, G_N_ELEMENTS (line_fields), brik_basket_get_line (basket, i), line);
      json_array_add_object_element (lines, line);
    }
  return lines;
}

JsonArray *
brik_goods_vat_to_json (const BrikBasket *basket)
{
  g_autoptr (GArray) shares = brik_basket_get_vat (basket);
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < shares->len; i++)
    {
      const BrikVatShare *share = &g_array_index (shares, BrikVatShare, i);
      JsonObject *object = json_object_new ();

      json_object_set_int_member (object, "rate", share->rate_bp);
      json_object_set_int_member (object, "total", share->total_ore);
      json_object_set_int_member (object, "vat", share->vat_ore);
      json_array_add_object_element (array, object);
    }
  return array;
}

static gboolean
has_unknown_member (JsonObject *object, gsize n_known)
{
  return json_object_get_size (object) != n_known;
}

static gboolean
add_line (BrikBasket *basket, JsonObject *object, GError **error)
{
  g_auto (BrikBasketLine) line = { 0 };
  g_autoptr (GError) local_error = NULL;
  guint n_lines = brik_basket_get_n_lines (basket);

  if (!brik_fields_read (line_fields, G_N_ELEMENTS (line_fields), object, &line, error))
    return FALSE;
  if (has_unknown_member (object, G_N_ELEMENTS (line_fields)))
    return brik_wire_malformed (error, "line %u has a member that lines do not have", n_lines + 1);
  if (!brik_basket_add (basket, line.product_id, line.name, line.quantity, line.price_ore, line.vat_bp,
                        &local_error))
    return brik_wire_malformed (error, "line %u: %s", n_lines + 1, local_error->message);
  if (brik_basket_get_n_lines (basket) == n_lines)
    return brik_wire_malformed (error, "line %u is the same goods as an earlier one", n_lines + 1);
  return TRUE;
}

static gboolean
check_share (JsonObject *object, const BrikVatShare *share, GError **error)
{
  gint64 rate = 0;
  gint64 total_ore = 0;
  gint64 vat_ore = 0;

  if (!brik_json_get_int (object, "rate", 0, BRIK_LIMIT_VAT_BP, &rate, error) ||
      !brik_json_get_int (object, "total", 0, BRIK_MONEY_MAX_ORE, &total_ore, error) ||
      !brik_json_get_int (object, "vat", 0, BRIK_MONEY_MAX_ORE, &vat_ore, error))
    return FALSE;
  if (has_unknown_member (object, 3))
    return brik_wire_malformed (error, "a share of “vat” has a member that shares do not have");
  if (rate != share->rate_bp || total_ore != share->total_ore || vat_ore != share->vat_ore)
    return brik_wire_malformed (error, "“vat” does not follow from the lines");
  return TRUE;
}

static gboolean
check_vat (const BrikBasket *basket, JsonArray *vat, GError **error)
{
  g_autoptr (GArray) shares = brik_basket_get_vat (basket);

  if (json_array_get_length (vat) != shares->len)
    return brik_wire_malformed (error, "“vat” does not follow from the lines");
  for (guint i = 0; i < shares->len; i++)
    {
      JsonObject *object = brik_json_array_object (vat, i, "vat", error);

      if (object == NULL || !check_share (object, &g_array_index (shares, BrikVatShare, i), error))
        return FALSE;
    }
  return TRUE;
}

BrikBasket *
brik_goods_from_json (JsonArray *lines, JsonArray *vat, GError **error)
{
  g_autoptr (BrikBasket) basket = brik_basket_new ();

  for (guint i = 0; i < json_array_get_length (lines); i++)
    {
      JsonObject *line = brik_json_array_object (lines, i, "lines", error);

      if (line == NULL || !add_line (basket, line, error))
        return NULL;
    }
  return check_vat (basket, vat, error) ? g_steal_pointer (&basket) : NULL;
}
