/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>

#include "core/brik-barcode.h"
#include "core/brik-limits.h"
#include "core/brik-money.h"
#include "wire/brik-field.h"
#include "wire/brik-json.h"
#include "wire/brik-record-private.h"
#include "wire/brik-wire-private.h"

#define N_BUYERS 3

static const BrikField product_fields[] = {
  { "id", BRIK_FIELD_ID, G_STRUCT_OFFSET (BrikProductRecord, id) },
  { "name", BRIK_FIELD_NAME, G_STRUCT_OFFSET (BrikProductRecord, name), .max = BRIK_LIMIT_NAME },
  { "category", BRIK_FIELD_ID, G_STRUCT_OFFSET (BrikProductRecord, category) },
  { "price", BRIK_FIELD_INT, G_STRUCT_OFFSET (BrikProductRecord, price_ore), .max = BRIK_MONEY_MAX_ORE },
  { "vat", BRIK_FIELD_INT32, G_STRUCT_OFFSET (BrikProductRecord, vat_bp), .max = BRIK_LIMIT_VAT_BP },
  { "position", BRIK_FIELD_INT32, G_STRUCT_OFFSET (BrikProductRecord, position), .min = -BRIK_LIMIT_POSITION,
    .max = BRIK_LIMIT_POSITION },
  { "available", BRIK_FIELD_BOOLEAN, G_STRUCT_OFFSET (BrikProductRecord, available) },
};

static const BrikField category_fields[] = {
  { "id", BRIK_FIELD_ID, G_STRUCT_OFFSET (BrikCategoryRecord, id) },
  { "name", BRIK_FIELD_NAME, G_STRUCT_OFFSET (BrikCategoryRecord, name), .max = BRIK_LIMIT_NAME },
  { "colour", BRIK_FIELD_NAME, G_STRUCT_OFFSET (BrikCategoryRecord, colour), .max = 7 },
  { "position", BRIK_FIELD_INT32, G_STRUCT_OFFSET (BrikCategoryRecord, position), .min = -BRIK_LIMIT_POSITION,
    .max = BRIK_LIMIT_POSITION },
};

static const BrikField staff_fields[] = {
  { "id", BRIK_FIELD_ID, G_STRUCT_OFFSET (BrikStaffRecord, id) },
  { "name", BRIK_FIELD_NAME, G_STRUCT_OFFSET (BrikStaffRecord, name), .max = BRIK_LIMIT_NAME },
  { "pin-hash", BRIK_FIELD_NAME, G_STRUCT_OFFSET (BrikStaffRecord, pin_hash), .max = BRIK_LIMIT_PIN_HASH },
  { "active", BRIK_FIELD_BOOLEAN, G_STRUCT_OFFSET (BrikStaffRecord, active) },
};

void
brik_product_record_free (BrikProductRecord *record)
{
  if (record == NULL)
    return;
  g_free (record->id);
  g_free (record->name);
  g_free (record->category);
  g_strfreev (record->exempt_buyers);
  g_strfreev (record->barcodes);
  g_free (record);
}

void
brik_category_record_free (BrikCategoryRecord *record)
{
  if (record == NULL)
    return;
  g_free (record->id);
  g_free (record->name);
  g_free (record->colour);
  g_free (record);
}

void
brik_staff_record_free (BrikStaffRecord *record)
{
  if (record == NULL)
    return;
  g_free (record->id);
  g_free (record->name);
  g_free (record->pin_hash);
  g_free (record);
}

gboolean
brik_buyer_is_valid (const char *buyer)
{
  static const char *const buyers[N_BUYERS + 1] = { "pupil", "staff", "guest", NULL };

  return g_strv_contains (buyers, buyer);
}

JsonArray *
brik_words_to_json (char **words)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; words != NULL && words[i] != NULL; i++)
    json_array_add_string_element (array, words[i]);
  return array;
}

char **
brik_words_from_json (JsonObject *object,
                      const char *name,
                      guint max_length,
                      gboolean (*is_valid) (const char *word),
                      GError **error)
{
  JsonArray *array = brik_json_get_array (object, name, max_length, error);
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();

  if (array == NULL)
    return NULL;
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      const char *word = json_node_get_string (json_array_get_element (array, i));

      if (word == NULL || !is_valid (word))
        {
          brik_wire_malformed (error, "element %u of “%s” is not valid", i + 1, name);
          return NULL;
        }
      g_strv_builder_add (words, word);
    }
  return g_strv_builder_end (words);
}

JsonObject *
brik_product_record_to_json (const BrikProductRecord *record)
{
  JsonObject *object = json_object_new ();

  brik_fields_write (product_fields, G_N_ELEMENTS (product_fields), record, object);
  json_object_set_array_member (object, "exempt-buyers", brik_words_to_json (record->exempt_buyers));
  if (record->barcodes != NULL && record->barcodes[0] != NULL)
    json_object_set_array_member (object, "barcodes", brik_words_to_json (record->barcodes));
  return object;
}

/* A portal that knows no barcodes sends none. */
static gboolean
read_barcodes (JsonObject *object, BrikProductRecord *record, GError **error)
{
  if (!json_object_has_member (object, "barcodes"))
    return TRUE;
  record->barcodes =
    brik_words_from_json (object, "barcodes", BRIK_LIMIT_BARCODES_PER_PRODUCT, brik_barcode_is_valid, error);
  return record->barcodes != NULL;
}

BrikProductRecord *
brik_product_record_from_json (JsonObject *object, GError **error)
{
  g_autoptr (BrikProductRecord) record = g_new0 (BrikProductRecord, 1);

  if (!brik_fields_read (product_fields, G_N_ELEMENTS (product_fields), object, record, error))
    return NULL;
  record->exempt_buyers =
    brik_words_from_json (object, "exempt-buyers", N_BUYERS, brik_buyer_is_valid, error);
  return record->exempt_buyers != NULL && read_barcodes (object, record, error) ? g_steal_pointer (&record)
                                                                                : NULL;
}

JsonObject *
brik_category_record_to_json (const BrikCategoryRecord *record)
{
  JsonObject *object = json_object_new ();

  brik_fields_write (category_fields, G_N_ELEMENTS (category_fields), record, object);
  return object;
}

/* A colour ends up in CSS, so nothing but a colour may stand there. */
static gboolean
is_colour (const char *text)
{
  return strlen (text) == 7 && text[0] == '#' && strspn (text + 1, "0123456789abcdefABCDEF") == 6;
}

BrikCategoryRecord *
brik_category_record_from_json (JsonObject *object, GError **error)
{
  g_autoptr (BrikCategoryRecord) record = g_new0 (BrikCategoryRecord, 1);

  if (!brik_fields_read (category_fields, G_N_ELEMENTS (category_fields), object, record, error))
    return NULL;
  if (is_colour (record->colour))
    return g_steal_pointer (&record);
  brik_wire_malformed (error, "“colour” is not of the form #rrggbb");
  return NULL;
}

JsonObject *
brik_staff_record_to_json (const BrikStaffRecord *record)
{
  JsonObject *object = json_object_new ();

  brik_fields_write (staff_fields, G_N_ELEMENTS (staff_fields), record, object);
  return object;
}

/* What a PIN costs to check is written in its hash, and a till pays it. */
static gboolean
pin_hash_is_sound (const char *hash)
{
  guint memory_kib;
  guint n_passes;
  guint n_lanes;

  return sscanf (hash, "$argon2id$v=19$m=%7u,t=%3u,p=%3u$", &memory_kib, &n_passes, &n_lanes) == 3 &&
         memory_kib <= BRIK_LIMIT_PIN_MEMORY_KIB && n_passes <= BRIK_LIMIT_PIN_PASSES && n_lanes == 1;
}

BrikStaffRecord *
brik_staff_record_from_json (JsonObject *object, GError **error)
{
  g_autoptr (BrikStaffRecord) record = g_new0 (BrikStaffRecord, 1);

  if (!brik_fields_read (staff_fields, G_N_ELEMENTS (staff_fields), object, record, error))
    return NULL;
  if (!pin_hash_is_sound (record->pin_hash))
    {
      brik_wire_malformed (error, "“pin-hash” is no Argon2id of a cost that a till can pay");
      return NULL;
    }
  return g_steal_pointer (&record);
}
