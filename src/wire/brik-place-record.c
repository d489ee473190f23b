/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/brik-limits.h"
#include "core/brik-money.h"
#include "wire/brik-field.h"
#include "wire/brik-json.h"
#include "wire/brik-record-private.h"
#include "wire/brik-wire-private.h"

#define MEMBER(struct_member) G_STRUCT_OFFSET (BrikPlaceRecord, struct_member)

static const BrikField place_fields[] = {
  { "municipality", BRIK_FIELD_ID, MEMBER (municipality) },
  { "municipality-name", BRIK_FIELD_NAME, MEMBER (municipality_name), .max = BRIK_LIMIT_NAME },
  { "place", BRIK_FIELD_ID, MEMBER (place) },
  { "place-name", BRIK_FIELD_NAME, MEMBER (place_name), .max = BRIK_LIMIT_NAME },
  { "place-kind", BRIK_FIELD_ID, MEMBER (place_kind) },
  { "till", BRIK_FIELD_ID, MEMBER (till) },
  { "till-name", BRIK_FIELD_NAME, MEMBER (till_name), .max = BRIK_LIMIT_NAME },
  { "zone", BRIK_FIELD_NAME, MEMBER (zone), .max = BRIK_LIMIT_NAME },
  { "allowance", BRIK_FIELD_INT, MEMBER (allowance_ore), .max = BRIK_MONEY_MAX_ORE },
  { "data-age-limit", BRIK_FIELD_INT, MEMBER (data_age_limit_us), .max = BRIK_LIMIT_DATA_AGE_US },
  { "balance-shown", BRIK_FIELD_ID, MEMBER (balance_shown) },
};

/* Added to the first version: a portal that does not tell it yet means the usual. */
static const BrikField again_field = { "again-after", BRIK_FIELD_INT, MEMBER (again_after_us),
                                       .max = BRIK_LIMIT_AGAIN_AFTER_US };

static const BrikField kind_fields[] = {
  { "id", BRIK_FIELD_ID, G_STRUCT_OFFSET (BrikKindRecord, id) },
  { "name", BRIK_FIELD_NAME, G_STRUCT_OFFSET (BrikKindRecord, name), .max = BRIK_LIMIT_NAME },
};

void
brik_kind_record_free (BrikKindRecord *record)
{
  if (record == NULL)
    return;
  g_free (record->id);
  g_free (record->name);
  g_free (record);
}

void
brik_place_record_free (BrikPlaceRecord *record)
{
  if (record == NULL)
    return;
  g_free (record->municipality);
  g_free (record->municipality_name);
  g_free (record->place);
  g_free (record->place_name);
  g_free (record->place_kind);
  g_free (record->till);
  g_free (record->till_name);
  g_free (record->zone);
  g_clear_pointer (&record->kinds, g_ptr_array_unref);
  g_free (record->balance_shown);
  g_free (record);
}

JsonObject *
brik_place_record_to_json (const BrikPlaceRecord *record)
{
  JsonObject *object = json_object_new ();
  JsonArray *kinds = json_array_new ();

  brik_fields_write (place_fields, G_N_ELEMENTS (place_fields), record, object);
  brik_field_write (&again_field, record, object);
  json_object_set_string_member (object, "card-form", brik_card_form_to_name (record->card_form));
  for (guint i = 0; record->kinds != NULL && i < record->kinds->len; i++)
    {
      JsonObject *kind = json_object_new ();

      brik_fields_write (kind_fields, G_N_ELEMENTS (kind_fields), g_ptr_array_index (record->kinds, i), kind);
      json_array_add_object_element (kinds, kind);
    }
  json_object_set_array_member (object, "kinds", kinds);
  return object;
}

static gboolean
read_kinds (JsonObject *object, BrikPlaceRecord *record, GError **error)
{
  JsonArray *kinds = brik_json_get_array (object, "kinds", BRIK_LIMIT_KINDS_OF_PLACE, error);

  if (kinds == NULL)
    return FALSE;
  record->kinds = g_ptr_array_new_with_free_func ((GDestroyNotify) brik_kind_record_free);
  for (guint i = 0; i < json_array_get_length (kinds); i++)
    {
      JsonObject *element = brik_json_array_object (kinds, i, "kinds", error);
      g_autoptr (BrikKindRecord) kind = g_new0 (BrikKindRecord, 1);

      if (element == NULL ||
          !brik_fields_read (kind_fields, G_N_ELEMENTS (kind_fields), element, kind, error))
        return FALSE;
      g_ptr_array_add (record->kinds, g_steal_pointer (&kind));
    }
  return TRUE;
}

static gboolean
read_again (JsonObject *object, BrikPlaceRecord *record, GError **error)
{
  record->again_after_us = BRIK_AGAIN_AFTER_US;
  return !json_object_has_member (object, again_field.name) ||
         brik_field_read (&again_field, object, record, error);
}

static gboolean
check_words (JsonObject *object, BrikPlaceRecord *record, GError **error)
{
  static const char *const shown[] = { "always", "on-demand", "never", NULL };
  const char *form = brik_json_get_string (object, "card-form", G_MAXSIZE, error);

  if (form == NULL)
    return FALSE;
  if (!brik_card_form_from_name (form, &record->card_form))
    return brik_wire_malformed (error, "“card-form” is no form of a card number");
  if (!g_strv_contains (shown, record->balance_shown))
    return brik_wire_malformed (error, "“balance-shown” is neither always, on-demand nor never");
  return TRUE;
}

BrikPlaceRecord *
brik_place_record_from_json (JsonObject *object, GError **error)
{
  g_autoptr (BrikPlaceRecord) record = g_new0 (BrikPlaceRecord, 1);

  if (!brik_fields_read (place_fields, G_N_ELEMENTS (place_fields), object, record, error) ||
      !read_again (object, record, error) || !check_words (object, record, error) ||
      !read_kinds (object, record, error))
    return NULL;
  return g_steal_pointer (&record);
}
