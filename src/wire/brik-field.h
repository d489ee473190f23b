/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * BrikFieldType:
 * @BRIK_FIELD_ID: char *, see brik_id_is_valid ()
 * @BRIK_FIELD_NAME: char *, shown to people, at most @max bytes
 * @BRIK_FIELD_HEX: char *, exactly @max lower-case digits
 * @BRIK_FIELD_DATE: #GDate
 * @BRIK_FIELD_INT: gint64 from @min to @max
 * @BRIK_FIELD_INT32: gint or guint from @min to @max
 * @BRIK_FIELD_BOOLEAN: gboolean
 */
typedef enum
{
  BRIK_FIELD_ID,
  BRIK_FIELD_NAME,
  BRIK_FIELD_HEX,
  BRIK_FIELD_DATE,
  BRIK_FIELD_INT,
  BRIK_FIELD_INT32,
  BRIK_FIELD_BOOLEAN,
} BrikFieldType;

/**
 * BrikField:
 * @name: of the JSON member
 * @offset: of the struct's member
 * @optional: may be absent: NULL in the struct. Strings only.
 *
 * One member that stands in a struct and in JSON alike: said once, read, written and checked by it.
 */
typedef struct
{
  const char *name;
  BrikFieldType type;
  gsize offset;
  gint64 min;
  gint64 max;
  gboolean optional;
} BrikField;

gboolean brik_field_read (const BrikField *field, JsonObject *object, gpointer record, GError **error);
void brik_field_write (const BrikField *field, gconstpointer record, JsonObject *object);
/* Whether the struct holds what the wire would take. */
gboolean brik_field_check (const BrikField *field, gconstpointer record, GError **error);

gboolean brik_fields_read (const BrikField *fields,
                           gsize n_fields,
                           JsonObject *object,
                           gpointer record,
                           GError **error);
void brik_fields_write (const BrikField *fields, gsize n_fields, gconstpointer record, JsonObject *object);

G_END_DECLS
