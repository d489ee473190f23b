/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/brik-limits.h"
#include "wire/brik-batch.h"
#include "wire/brik-field.h"
#include "wire/brik-json.h"
#include "wire/brik-wire-private.h"

#define RUN_DIGITS 32

static const char *const booking_names[] = {
  [BRIK_BOOKING_BOOKED] = "booked",
  [BRIK_BOOKING_SET_ASIDE] = "set-aside",
  [BRIK_BOOKING_WAITING] = "waiting",
};

static const BrikField newest_fields[] = {
  { "run", BRIK_FIELD_HEX, G_STRUCT_OFFSET (BrikReceipt, run), .max = RUN_DIGITS, .optional = TRUE },
  { "number", BRIK_FIELD_INT, G_STRUCT_OFFSET (BrikReceipt, number), .max = G_MAXINT32 },
};

void
brik_receipt_free (BrikReceipt *receipt)
{
  if (receipt == NULL)
    return;
  g_free (receipt->run);
  g_clear_pointer (&receipt->bookings, g_array_unref);
  g_free (receipt);
}

char *
brik_receipt_to_json (const BrikReceipt *receipt)
{
  g_autoptr (JsonObject) object = json_object_new ();
  JsonObject *newest = json_object_new ();
  JsonArray *results = json_array_new ();

  brik_fields_write (newest_fields, G_N_ELEMENTS (newest_fields), receipt, newest);
  json_object_set_object_member (object, "newest", newest);
  json_object_set_int_member (object, "time", receipt->time_us);
  for (guint i = 0; i < receipt->bookings->len; i++)
    {
      JsonObject *result = json_object_new ();

      json_object_set_string_member (result, "booking",
                                     booking_names[g_array_index (receipt->bookings, BrikBooking, i)]);
      json_array_add_object_element (results, result);
    }
  json_object_set_array_member (object, "results", results);
  return brik_json_object_to_line (object);
}

static gboolean
read_booking (JsonObject *object, BrikBooking *booking, GError **error)
{
  const char *name = brik_json_get_string (object, "booking", G_MAXSIZE, error);

  if (name == NULL)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (booking_names); i++)
    if (g_str_equal (booking_names[i], name))
      {
        *booking = (BrikBooking) i;
        return TRUE;
      }
  return brik_wire_malformed (error, "“booking” is neither booked, set-aside nor waiting");
}

static gboolean
read_results (JsonObject *object, BrikReceipt *receipt, GError **error)
{
  JsonArray *results = brik_json_get_array (object, "results", BRIK_LIMIT_BATCH_ENTRIES, error);

  if (results == NULL)
    return FALSE;
  for (guint i = 0; i < json_array_get_length (results); i++)
    {
      JsonObject *result = brik_json_array_object (results, i, "results", error);
      BrikBooking booking = BRIK_BOOKING_BOOKED;

      if (result == NULL || !read_booking (result, &booking, error))
        return FALSE;
      g_array_append_val (receipt->bookings, booking);
    }
  return TRUE;
}

static gboolean
read_newest (JsonObject *object, BrikReceipt *receipt, GError **error)
{
  JsonObject *newest = brik_json_get_object (object, "newest", error);

  if (newest == NULL ||
      !brik_fields_read (newest_fields, G_N_ELEMENTS (newest_fields), newest, receipt, error))
    return FALSE;
  if ((receipt->run == NULL) != (receipt->number == 0))
    return brik_wire_malformed (error, "“newest” names half an entry");
  return TRUE;
}

BrikReceipt *
brik_receipt_from_json (const char *text, gssize length, GError **error)
{
  g_autoptr (JsonObject) object = brik_json_parse_object (text, length, BRIK_LIMIT_REQUEST_BODY, error);
  g_autoptr (BrikReceipt) receipt = g_new0 (BrikReceipt, 1);

  if (object == NULL)
    return NULL;
  receipt->bookings = g_array_new (FALSE, FALSE, sizeof (BrikBooking));
  if (!read_newest (object, receipt, error) ||
      !brik_json_get_int (object, "time", 0, BRIK_WIRE_MAX_TIME_US, &receipt->time_us, error) ||
      !read_results (object, receipt, error))
    return NULL;
  return g_steal_pointer (&receipt);
}
