/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/brik-limits.h"
#include "wire/brik-field.h"
#include "wire/brik-json.h"
#include "wire/brik-record-private.h"
#include "wire/brik-wire-private.h"

#define MEMBER(struct_member) G_STRUCT_OFFSET (BrikChangesPage, struct_member)

static const BrikField page_fields[] = {
  { "epoch", BRIK_FIELD_ID, MEMBER (epoch) },
  { "cursor", BRIK_FIELD_INT, MEMBER (cursor), .max = G_MAXINT64 },
  { "start-over", BRIK_FIELD_BOOLEAN, MEMBER (start_over) },
  { "more", BRIK_FIELD_BOOLEAN, MEMBER (more) },
  { "time", BRIK_FIELD_INT, MEMBER (time_us), .max = BRIK_WIRE_MAX_TIME_US },
};

static const char *const kind_names[] = {
  [BRIK_RECORD_PLACE] = "place",     [BRIK_RECORD_STAFF] = "staff",     [BRIK_RECORD_CATEGORY] = "category",
  [BRIK_RECORD_PRODUCT] = "product", [BRIK_RECORD_ACCOUNT] = "account",
};

void
brik_change_free (BrikChange *change)
{
  if (change == NULL)
    return;
  g_free (change->id);
  switch (change->kind)
    {
    case BRIK_RECORD_PLACE:
      brik_place_record_free (change->place);
      break;
    case BRIK_RECORD_STAFF:
      brik_staff_record_free (change->staff);
      break;
    case BRIK_RECORD_CATEGORY:
      brik_category_record_free (change->category);
      break;
    case BRIK_RECORD_PRODUCT:
      brik_product_record_free (change->product);
      break;
    case BRIK_RECORD_ACCOUNT:
      brik_account_record_free (change->account);
      break;
    default:
      g_assert_not_reached ();
    }
  g_free (change);
}

void
brik_changes_page_free (BrikChangesPage *page)
{
  if (page == NULL)
    return;
  g_free (page->epoch);
  g_clear_pointer (&page->changes, g_ptr_array_unref);
  g_free (page);
}

static JsonObject *
record_to_json (const BrikChange *change)
{
  switch (change->kind)
    {
    case BRIK_RECORD_PLACE:
      return brik_place_record_to_json (change->place);
    case BRIK_RECORD_STAFF:
      return brik_staff_record_to_json (change->staff);
    case BRIK_RECORD_CATEGORY:
      return brik_category_record_to_json (change->category);
    case BRIK_RECORD_PRODUCT:
      return brik_product_record_to_json (change->product);
    case BRIK_RECORD_ACCOUNT:
      return brik_account_record_to_json (change->account);
    default:
      g_assert_not_reached ();
    }
}

static JsonObject *
change_to_json (const BrikChange *change)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "kind", kind_names[change->kind]);
  json_object_set_string_member (object, "id", change->id);
  if (change->gone)
    json_object_set_boolean_member (object, "gone", TRUE);
  else
    json_object_set_object_member (object, "record", record_to_json (change));
  return object;
}

char *
brik_changes_page_to_json (const BrikChangesPage *page)
{
  g_autoptr (JsonObject) object = json_object_new ();
  JsonArray *changes = json_array_sized_new (page->changes->len);

  brik_fields_write (page_fields, G_N_ELEMENTS (page_fields), page, object);
  for (guint i = 0; i < page->changes->len; i++)
    json_array_add_object_element (changes, change_to_json (g_ptr_array_index (page->changes, i)));
  json_object_set_array_member (object, "changes", changes);
  return brik_json_object_to_line (object);
}

/* Returns the record's own id, which must be the one the change names. */
static const char *
read_record (JsonObject *object, BrikChange *change, GError **error)
{
  switch (change->kind)
    {
    case BRIK_RECORD_PLACE:
      change->place = brik_place_record_from_json (object, error);
      return change->place != NULL ? change->place->place : NULL;
    case BRIK_RECORD_STAFF:
      change->staff = brik_staff_record_from_json (object, error);
      return change->staff != NULL ? change->staff->id : NULL;
    case BRIK_RECORD_CATEGORY:
      change->category = brik_category_record_from_json (object, error);
      return change->category != NULL ? change->category->id : NULL;
    case BRIK_RECORD_PRODUCT:
      change->product = brik_product_record_from_json (object, error);
      return change->product != NULL ? change->product->id : NULL;
    case BRIK_RECORD_ACCOUNT:
      change->account = brik_account_record_from_json (object, error);
      return change->account != NULL ? change->account->id : NULL;
    default:
      g_assert_not_reached ();
    }
}

static gboolean
read_change (JsonObject *object, BrikChange *change, GError **error)
{
  static const BrikField id_field = { "id", BRIK_FIELD_ID, G_STRUCT_OFFSET (BrikChange, id) };
  JsonObject *record = NULL;
  const char *id = NULL;

  if (!brik_field_read (&id_field, object, change, error))
    return FALSE;
  if (json_object_has_member (object, "gone"))
    return brik_json_get_boolean (object, "gone", &change->gone, error) &&
           (change->gone || brik_wire_malformed (error, "“gone” is false"));
  record = brik_json_get_object (object, "record", error);
  if (record == NULL || (id = read_record (record, change, error)) == NULL)
    return FALSE;
  return g_str_equal (id, change->id) || brik_wire_malformed (error, "“record” is of another id");
}

static gboolean
kind_from_name (const char *name, BrikRecordKind *kind)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kind_names); i++)
    if (g_str_equal (kind_names[i], name))
      {
        *kind = (BrikRecordKind) i;
        return TRUE;
      }
  return FALSE;
}

static gboolean
read_changes (JsonObject *object, BrikChangesPage *page, GError **error)
{
  JsonArray *changes = brik_json_get_array (object, "changes", BRIK_LIMIT_CHANGES_PAGE, error);

  if (changes == NULL)
    return FALSE;
  for (guint i = 0; i < json_array_get_length (changes); i++)
    {
      JsonObject *element = brik_json_array_object (changes, i, "changes", error);
      const char *name =
        element != NULL ? brik_json_get_string (element, "kind", BRIK_LIMIT_ID, error) : NULL;
      g_autoptr (BrikChange) change = g_new0 (BrikChange, 1);

      if (name == NULL)
        return FALSE;
      /* A newer portal's kind of record: of no use here, and no reason to go without the others. */
      if (!kind_from_name (name, &change->kind))
        continue;
      if (!read_change (element, change, error))
        {
          g_prefix_error (error, "change %u, %s: ", i + 1, name);
          return FALSE;
        }
      g_ptr_array_add (page->changes, g_steal_pointer (&change));
    }
  return TRUE;
}

BrikChangesPage *
brik_changes_page_from_json (const char *text, gssize length, GError **error)
{
  g_autoptr (JsonObject) object = brik_json_parse_object (text, length, BRIK_LIMIT_CHANGES_BODY, error);
  g_autoptr (BrikChangesPage) page = g_new0 (BrikChangesPage, 1);

  if (object == NULL)
    return NULL;
  page->changes = g_ptr_array_new_with_free_func ((GDestroyNotify) brik_change_free);
  if (!brik_fields_read (page_fields, G_N_ELEMENTS (page_fields), object, page, error) ||
      !read_changes (object, page, error))
    return NULL;
  return g_steal_pointer (&page);
}
