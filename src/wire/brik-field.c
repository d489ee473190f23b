/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "wire/brik-field.h"

#include "core/brik-limits.h"
#include "core/brik-period.h"
#include "wire/brik-json.h"
#include "wire/brik-wire-private.h"

static gboolean
is_string (const BrikField *field)
{
  return field->type == BRIK_FIELD_ID || field->type == BRIK_FIELD_NAME || field->type == BRIK_FIELD_HEX;
}

static gboolean
check_string (const BrikField *field, const char *text, GError **error)
{
  if (text == NULL)
    return field->optional || brik_wire_malformed (error, "“%s” is missing", field->name);
  if (field->type == BRIK_FIELD_ID && !brik_id_is_valid (text))
    return brik_wire_malformed (error, "“%s” is no id (letters, digits, “.”, “_”, “-”)", field->name);
  if (field->type == BRIK_FIELD_HEX && !brik_hex_is_valid (text, (gsize) field->max))
    return brik_wire_malformed (error, "“%s” is not %d lower-case hex digits", field->name, (int) field->max);
  if (field->type == BRIK_FIELD_NAME && !brik_name_is_valid (text, (gsize) field->max))
    return brik_wire_malformed (error, "“%s” is empty, too long or more than a line", field->name);
  return TRUE;
}

static gboolean
check_int (const BrikField *field, gint64 value, GError **error)
{
  if (value < field->min || value > field->max)
    return brik_wire_malformed (error, "“%s” is out of bounds", field->name);
  return TRUE;
}

gboolean
brik_field_check (const BrikField *field, gconstpointer record, GError **error)
{
  gconstpointer place = (const char *) record + field->offset;

  switch (field->type)
    {
    case BRIK_FIELD_ID:
    case BRIK_FIELD_NAME:
    case BRIK_FIELD_HEX:
      return check_string (field, *(char *const *) place, error);
    case BRIK_FIELD_DATE:
      if (!g_date_valid (place))
        return brik_wire_malformed (error, "“%s” is no date", field->name);
      return TRUE;
    case BRIK_FIELD_INT:
      return check_int (field, *(const gint64 *) place, error);
    case BRIK_FIELD_INT32:
      return check_int (field, *(const gint *) place, error);
    case BRIK_FIELD_BOOLEAN:
      return TRUE;
    default:
      g_assert_not_reached ();
    }
}

static gboolean
read_date (const BrikField *field, JsonObject *object, GDate *date, GError **error)
{
  const char *text = brik_json_get_string (object, field->name, strlen ("2026-11-20"), error);

  if (text == NULL)
    return FALSE;
  if (!brik_civil_date_parse (text, date))
    return brik_wire_malformed (error, "“%s” is no date such as 2026-11-20", field->name);
  return TRUE;
}

static gboolean
read_string (const BrikField *field, JsonObject *object, char **value, GError **error)
{
  gsize max_bytes = field->type == BRIK_FIELD_ID ? BRIK_LIMIT_ID : (gsize) field->max;
  const char *text = NULL;

  if (field->optional && !json_object_has_member (object, field->name))
    return TRUE;
  text = brik_json_get_string (object, field->name, max_bytes, error);
  if (text == NULL || !check_string (field, text, error))
    return FALSE;
  g_free (*value);
  *value = g_strdup (text);
  return TRUE;
}

gboolean
brik_field_read (const BrikField *field, JsonObject *object, gpointer record, GError **error)
{
  gpointer place = (char *) record + field->offset;
  gint64 value = 0;

  if (is_string (field))
    return read_string (field, object, place, error);
  if (field->type == BRIK_FIELD_DATE)
    return read_date (field, object, place, error);
  if (field->type == BRIK_FIELD_BOOLEAN)
    return brik_json_get_boolean (object, field->name, place, error);
  if (!brik_json_get_int (object, field->name, field->min, field->max, &value, error))
    return FALSE;
  if (field->type == BRIK_FIELD_INT)
    *(gint64 *) place = value;
  else
    *(gint *) place = (gint) value;
  return TRUE;
}

void
brik_field_write (const BrikField *field, gconstpointer record, JsonObject *object)
{
  gconstpointer place = (const char *) record + field->offset;

  switch (field->type)
    {
    case BRIK_FIELD_ID:
    case BRIK_FIELD_NAME:
    case BRIK_FIELD_HEX:
      if (*(char *const *) place != NULL)
        json_object_set_string_member (object, field->name, *(char *const *) place);
      break;
    case BRIK_FIELD_DATE:
      {
        g_autofree char *date = brik_civil_date_format (place);

        json_object_set_string_member (object, field->name, date);
        break;
      }
    case BRIK_FIELD_INT:
      json_object_set_int_member (object, field->name, *(const gint64 *) place);
      break;
    case BRIK_FIELD_INT32:
      json_object_set_int_member (object, field->name, *(const gint *) place);
      break;
    case BRIK_FIELD_BOOLEAN:
      json_object_set_boolean_member (object, field->name, *(const gboolean *) place);
      break;
    default:
      g_assert_not_reached ();
    }
}

gboolean
brik_fields_read (const BrikField *fields,
                  gsize n_fields,
                  JsonObject *object,
                  gpointer record,
                  GError **error)
{
  for (gsize i = 0; i < n_fields; i++)
    if (!brik_field_read (&fields[i], object, record, error))
      return FALSE;
  return TRUE;
}

void
brik_fields_write (const BrikField *fields, gsize n_fields, gconstpointer record, JsonObject *object)
{
  for (gsize i = 0; i < n_fields; i++)
    brik_field_write (&fields[i], record, object);
}
