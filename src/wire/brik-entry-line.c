/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/brik-limits.h"
#include "wire/brik-entry.h"
#include "wire/brik-field.h"
#include "wire/brik-json.h"
#include "wire/brik-wire-private.h"

#define ID_DIGITS 32
#define HASH_DIGITS 64

#define OF(kind) (1U << BRIK_ENTRY_##kind)
#define OF_ALL (~0U)
#define OF_AMOUNT (OF (SALE) | OF (UNDO) | OF (DECLINE) | OF (REJECTED))
#define OF_CARD_USE (OF_AMOUNT | OF (CARD_BLOCKED))
#define OF_KNOWN_CARD (OF_CARD_USE & ~OF (DECLINE))

/* @needed and @allowed: sets of kinds. A member that the entry's kind does not allow is refused: nothing that
 * is not written here, and so no person's name, can stand in a journal. */
typedef struct
{
  BrikField field;
  guint needed;
  guint allowed;
} EntryMember;

#define MEMBER(struct_member) G_STRUCT_OFFSET (BrikEntry, struct_member)

static const EntryMember members[] = {
  { { "till", BRIK_FIELD_ID, MEMBER (till) }, OF_ALL, OF_ALL },
  { { "run", BRIK_FIELD_HEX, MEMBER (run), .max = ID_DIGITS }, OF_ALL, OF_ALL },
  { { "number", BRIK_FIELD_INT, MEMBER (number), .min = 1, .max = G_MAXINT32 }, OF_ALL, OF_ALL },
  { { "at", BRIK_FIELD_INT, MEMBER (at_us), .min = 0, .max = BRIK_WIRE_MAX_TIME_US }, OF_ALL, OF_ALL },
  { { "date", BRIK_FIELD_DATE, MEMBER (date) }, OF_ALL, OF_ALL },
  { { "place", BRIK_FIELD_ID, MEMBER (place) }, OF_ALL, OF_ALL },
  { { "cashier", BRIK_FIELD_ID, MEMBER (cashier) },
    OF_ALL & ~(OF (STARTED) | OF (UNKNOWN)),
    OF_ALL & ~OF (STARTED) },
  { { "clock", BRIK_FIELD_INT, MEMBER (clock_us), .min = 0, .max = BRIK_WIRE_MAX_TIME_US },
    OF (DATE_SET),
    OF (DATE_SET) },
  { { "head", BRIK_FIELD_HEX, MEMBER (head), .max = HASH_DIGITS }, 0, OF (STARTED) },
  { { "id", BRIK_FIELD_HEX, MEMBER (id), .max = ID_DIGITS }, OF_CARD_USE, OF_CARD_USE },
  { { "account", BRIK_FIELD_ID, MEMBER (account) }, OF_KNOWN_CARD, OF_CARD_USE },
  { { "card", BRIK_FIELD_ID, MEMBER (card) }, OF_KNOWN_CARD, OF_CARD_USE },
  { { "offline", BRIK_FIELD_BOOLEAN, MEMBER (offline) }, OF_CARD_USE, OF_CARD_USE },
  { { "sale", BRIK_FIELD_HEX, MEMBER (sale), .max = ID_DIGITS }, OF (UNDO), OF (UNDO) },
  { { "sale-date", BRIK_FIELD_DATE, MEMBER (sale_date) }, OF (UNDO), OF (UNDO) },
  { { "sale-place", BRIK_FIELD_ID, MEMBER (sale_place) }, OF (UNDO), OF (UNDO) },
  { { "rejects", BRIK_FIELD_HEX, MEMBER (rejects), .max = ID_DIGITS }, 0, OF (REJECTED) },
  { { "total", BRIK_FIELD_INT, MEMBER (total_ore), .max = BRIK_MONEY_MAX_ORE }, OF_AMOUNT, OF_AMOUNT },
};

static gboolean
is_string (const BrikField *field)
{
  return field->type == BRIK_FIELD_ID || field->type == BRIK_FIELD_HEX;
}

static gboolean
is_set (const EntryMember *member, const BrikEntry *entry)
{
  return !is_string (&member->field) || G_STRUCT_MEMBER (char *, entry, member->field.offset) != NULL;
}

static gboolean
check_members (const BrikEntry *entry, GError **error)
{
  guint kind = 1U << entry->kind;

  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    {
      const EntryMember *member = &members[i];

      if (is_string (&member->field) && is_set (member, entry) && !(member->allowed & kind))
        return brik_wire_malformed (error, "“%s” does not belong in “%s”", member->field.name,
                                    entry->kind_name);
      if (((member->needed & kind) || ((member->allowed & kind) && is_set (member, entry))) &&
          !brik_field_check (&member->field, entry, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
check_goods (const BrikEntry *entry, GError **error)
{
  guint n_lines = entry->basket != NULL ? brik_basket_get_n_lines (entry->basket) : 0;

  if (n_lines == 0 && (entry->kind == BRIK_ENTRY_SALE || entry->basket != NULL))
    return brik_wire_malformed (error, "“lines” is empty");
  if (n_lines > 0 && entry->kind != BRIK_ENTRY_SALE && entry->kind != BRIK_ENTRY_DECLINE)
    return brik_wire_malformed (error, "“lines” does not belong in “%s”", entry->kind_name);
  if (n_lines > 0 && brik_basket_get_total (entry->basket) != entry->total_ore)
    return brik_wire_malformed (error, "“total” is not the sum of the lines");
  return TRUE;
}

gboolean
brik_entry_check (const BrikEntry *entry, GError **error)
{
  if (entry->kind_name == NULL || !brik_id_is_valid (entry->kind_name) ||
      brik_entry_kind_from_name (entry->kind_name) != entry->kind)
    return brik_wire_malformed (error, "“kind” is no kind of entry");
  if (!check_members (entry, error) || !check_goods (entry, error))
    return FALSE;
  if ((entry->kind == BRIK_ENTRY_STARTED) != (entry->number == 1))
    return brik_wire_malformed (error, "“started” is the first entry of a run, and only the first");
  if ((entry->account == NULL) != (entry->card == NULL))
    return brik_wire_malformed (error, "“account” and “card” belong together");
  if (entry->kind == BRIK_ENTRY_REJECTED && entry->rejects == NULL && entry->total_ore != 0)
    return brik_wire_malformed (error, "“total” of no sale");
  return entry->kind != BRIK_ENTRY_DECLINE || brik_verdict_check (&entry->verdict, error);
}

char *
brik_entry_to_line (const BrikEntry *entry, GError **error)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autofree char *line = NULL;

  if (entry->kind == BRIK_ENTRY_UNKNOWN)
    {
      brik_wire_malformed (error, "an entry of a kind not known cannot be written");
      return NULL;
    }
  if (!brik_entry_check (entry, error))
    return NULL;
  json_object_set_int_member (object, "v", BRIK_ENTRY_VERSION);
  json_object_set_string_member (object, "kind", entry->kind_name);
  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    if ((members[i].allowed & (1U << entry->kind)) && is_set (&members[i], entry))
      brik_field_write (&members[i].field, entry, object);
  if (entry->basket != NULL)
    {
      json_object_set_array_member (object, "lines", brik_goods_lines_to_json (entry->basket));
      json_object_set_array_member (object, "vat", brik_goods_vat_to_json (entry->basket));
    }
  if (entry->kind == BRIK_ENTRY_DECLINE)
    json_object_set_object_member (object, "verdict", brik_verdict_to_json (&entry->verdict));
  line = brik_json_object_to_line (object);
  if (strlen (line) > BRIK_LIMIT_ENTRY_LINE)
    {
      brik_wire_malformed (error, "an entry longer than %d bytes", BRIK_LIMIT_ENTRY_LINE);
      return NULL;
    }
  return g_steal_pointer (&line);
}

/* @n_read counts what was found, so that what is left over is noticed. */
static gboolean
read_members (JsonObject *object, BrikEntry *entry, guint *n_read, GError **error)
{
  guint kind = 1U << entry->kind;

  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    {
      const EntryMember *member = &members[i];
      gboolean there = json_object_has_member (object, member->field.name);

      /* What a kind not known means by a member is not known either, but for those that all kinds have. */
      if (!(member->needed & kind) && !((member->allowed & kind) && there))
        continue;
      if (!brik_field_read (&member->field, object, entry, error))
        return FALSE;
      (*n_read)++;
    }
  return TRUE;
}

static gboolean
read_goods (JsonObject *object, BrikEntry *entry, guint *n_read, GError **error)
{
  JsonArray *lines = NULL;
  JsonArray *vat = NULL;

  if (entry->kind != BRIK_ENTRY_SALE && !json_object_has_member (object, "lines"))
    return TRUE;
  lines = brik_json_get_array (object, "lines", BRIK_LIMIT_BASKET_LINES, error);
  if (lines == NULL)
    return FALSE;
  vat = brik_json_get_array (object, "vat", BRIK_LIMIT_BASKET_LINES, error);
  if (vat == NULL)
    return FALSE;
  *n_read += 2;
  entry->basket = brik_goods_from_json (lines, vat, error);
  return entry->basket != NULL;
}

static gboolean
read_verdict (JsonObject *object, BrikEntry *entry, guint *n_read, GError **error)
{
  JsonObject *verdict = brik_json_get_object (object, "verdict", error);

  if (verdict == NULL)
    return FALSE;
  (*n_read)++;
  entry->verdict.total_ore = entry->total_ore;
  return brik_verdict_from_json (verdict, &entry->verdict, error);
}

static gboolean
read_body (JsonObject *object, BrikEntry *entry, GError **error)
{
  guint n_read = 2; /* version and kind */

  if (!read_members (object, entry, &n_read, error))
    return FALSE;
  if (entry->kind == BRIK_ENTRY_UNKNOWN)
    return TRUE;
  if ((entry->kind == BRIK_ENTRY_SALE || entry->kind == BRIK_ENTRY_DECLINE) &&
      !read_goods (object, entry, &n_read, error))
    return FALSE;
  if (entry->kind == BRIK_ENTRY_DECLINE && !read_verdict (object, entry, &n_read, error))
    return FALSE;
  if (json_object_get_size (object) != n_read)
    return brik_wire_malformed (error, "a member that does not belong in “%s”", entry->kind_name);
  return brik_entry_check (entry, error);
}

static BrikEntry *
read_kind (JsonObject *object, GError **error)
{
  gint64 version = 0;
  const char *name = NULL;
  BrikEntry *entry = NULL;

  if (!brik_json_get_int (object, "v", 1, G_MAXINT32, &version, error))
    return NULL;
  name = brik_json_get_string (object, "kind", BRIK_LIMIT_ID, error);
  if (name == NULL)
    return NULL;
  if (!brik_id_is_valid (name))
    {
      brik_wire_malformed (error, "“kind” is no word");
      return NULL;
    }
  /* A newer version of a kind known is a kind not known: only what all entries have is read. */
  entry =
    brik_entry_new (version == BRIK_ENTRY_VERSION ? brik_entry_kind_from_name (name) : BRIK_ENTRY_UNKNOWN);
  g_free (entry->kind_name);
  entry->kind_name = g_strdup (name);
  return entry;
}

BrikEntry *
brik_entry_from_line (const char *line, gsize length, GError **error)
{
  g_autoptr (JsonNode) node = brik_json_parse (line, (gssize) length, BRIK_LIMIT_ENTRY_LINE, error);
  g_autoptr (BrikEntry) entry = NULL;

  if (node == NULL)
    return NULL;
  if (line[0] != '{' || line[length - 1] != '}' || memchr (line, '\n', length) || memchr (line, '\r', length))
    {
      brik_wire_malformed (error, "not one line with one object");
      return NULL;
    }
  entry = read_kind (json_node_get_object (node), error);
  if (entry == NULL || !read_body (json_node_get_object (node), entry, error))
    return NULL;
  return g_steal_pointer (&entry);
}
