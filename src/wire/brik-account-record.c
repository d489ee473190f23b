/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/brik-limits.h"
#include "core/brik-money.h"
#include "wire/brik-field.h"
#include "wire/brik-json.h"
#include "wire/brik-record-private.h"
#include "wire/brik-wire-private.h"

/* Three periods for each kind of place and for any. */
#define MAX_CAPS (BRIK_N_PERIODS * (BRIK_LIMIT_KINDS_OF_PLACE + 1))
#define RUN_DIGITS 32
#define HASH_DIGITS 64
#define MEMBER(struct_member) G_STRUCT_OFFSET (BrikAccountRecord, struct_member)

static const BrikField account_fields[] = {
  { "id", BRIK_FIELD_ID, MEMBER (id) },
  { "name", BRIK_FIELD_NAME, MEMBER (name), .max = BRIK_LIMIT_NAME },
  { "person", BRIK_FIELD_ID, MEMBER (person) },
  { "person-name", BRIK_FIELD_NAME, MEMBER (person_name), .max = BRIK_LIMIT_NAME },
  { "group", BRIK_FIELD_NAME, MEMBER (group), .max = 2 * BRIK_LIMIT_NAME, .optional = TRUE },
  { "buyer", BRIK_FIELD_ID, MEMBER (buyer) },
  { "photo", BRIK_FIELD_HEX, MEMBER (photo), .max = HASH_DIGITS, .optional = TRUE },
  { "balance", BRIK_FIELD_INT, MEMBER (balance_ore), .min = -BRIK_WIRE_MAX_SUM_ORE,
    .max = BRIK_WIRE_MAX_SUM_ORE },
  { "overdraft", BRIK_FIELD_INT, MEMBER (overdraft_ore), .max = BRIK_MONEY_MAX_ORE },
  { "through-run", BRIK_FIELD_HEX, MEMBER (through_run), .max = RUN_DIGITS, .optional = TRUE },
  { "through-number", BRIK_FIELD_INT, MEMBER (through_number), .max = G_MAXINT32 },
};

static const BrikField card_fields[] = {
  { "id", BRIK_FIELD_ID, G_STRUCT_OFFSET (BrikCardRecord, id) },
  { "number", BRIK_FIELD_NAME, G_STRUCT_OFFSET (BrikCardRecord, number), .max = BRIK_LIMIT_ID },
};

void
brik_card_record_free (BrikCardRecord *record)
{
  if (record == NULL)
    return;
  g_free (record->id);
  g_free (record->number);
  g_free (record->uid);
  g_free (record);
}

void
brik_account_record_free (BrikAccountRecord *record)
{
  if (record == NULL)
    return;
  g_free (record->id);
  g_free (record->name);
  g_free (record->person);
  g_free (record->person_name);
  g_free (record->group);
  g_free (record->buyer);
  g_free (record->photo);
  g_strfreev (record->kinds_allowed);
  g_clear_pointer (&record->caps, g_array_unref);
  g_clear_pointer (&record->spending, g_array_unref);
  g_clear_pointer (&record->cards, g_ptr_array_unref);
  g_free (record->through_run);
  g_free (record);
}

/* A sum beyond the bounds is no more use than the bound, and would make the whole page unreadable. */
static void
set_sum (JsonObject *object, const char *name, gint64 sum_ore)
{
  json_object_set_int_member (object, name, CLAMP (sum_ore, -BRIK_WIRE_MAX_SUM_ORE, BRIK_WIRE_MAX_SUM_ORE));
}

static JsonArray *
caps_to_json (GArray *caps)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; caps != NULL && i < caps->len; i++)
    {
      const BrikCap *cap = &g_array_index (caps, BrikCap, i);
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "kind", cap->kind);
      json_object_set_string_member (object, "period", brik_period_to_name (cap->period));
      json_object_set_int_member (object, "limit", cap->limit_ore);
      json_array_add_object_element (array, object);
    }
  return array;
}

static JsonArray *
spending_to_json (GArray *spending)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; spending != NULL && i < spending->len; i++)
    {
      const BrikSpending *spent = &g_array_index (spending, BrikSpending, i);
      g_autofree char *begun = brik_civil_date_format (&spent->begun);
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "kind", spent->kind);
      json_object_set_string_member (object, "period", brik_period_to_name (spent->period));
      json_object_set_string_member (object, "begun", begun);
      set_sum (object, "spent", spent->spent_ore);
      json_array_add_object_element (array, object);
    }
  return array;
}

/* A card whose UID nobody knows cannot be tapped: a till has no use for it. */
static JsonArray *
cards_to_json (GPtrArray *cards)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; cards != NULL && i < cards->len; i++)
    {
      const BrikCardRecord *card = g_ptr_array_index (cards, i);
      JsonObject *object = NULL;

      if (card->uid == NULL || *card->uid == '\0')
        continue;
      object = json_object_new ();
      brik_fields_write (card_fields, G_N_ELEMENTS (card_fields), card, object);
      json_object_set_string_member (object, "uid", card->uid);
      json_object_set_string_member (object, "state", brik_card_state_to_name (card->state));
      json_array_add_object_element (array, object);
    }
  return array;
}

JsonObject *
brik_account_record_to_json (const BrikAccountRecord *record)
{
  JsonObject *object = json_object_new ();

  brik_fields_write (account_fields, G_N_ELEMENTS (account_fields), record, object);
  set_sum (object, "balance", record->balance_ore);
  json_object_set_string_member (object, "state", brik_account_state_to_name (record->state));
  json_object_set_array_member (object, "kinds-allowed", brik_words_to_json (record->kinds_allowed));
  json_object_set_array_member (object, "caps", caps_to_json (record->caps));
  json_object_set_array_member (object, "spending", spending_to_json (record->spending));
  json_object_set_array_member (object, "cards", cards_to_json (record->cards));
  return object;
}

static gboolean
read_kind_and_period (JsonObject *object, gboolean any, const char **kind, BrikPeriod *period, GError **error)
{
  const char *kind_name = brik_json_get_string (object, "kind", BRIK_LIMIT_ID, error);
  const char *period_name = NULL;

  if (kind_name == NULL || (period_name = brik_json_get_string (object, "period", G_MAXSIZE, error)) == NULL)
    return FALSE;
  *kind = brik_kind_intern (kind_name, any, error);
  if (*kind == NULL)
    return FALSE;
  return brik_period_from_name (period_name, period) ||
         brik_wire_malformed (error, "“period” is neither day, week nor month");
}

static gboolean
read_caps (JsonObject *object, GArray *caps, GError **error)
{
  JsonArray *array = brik_json_get_array (object, "caps", MAX_CAPS, error);

  if (array == NULL)
    return FALSE;
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonObject *element = brik_json_array_object (array, i, "caps", error);
      BrikCap cap = { 0 };

      if (element == NULL || !read_kind_and_period (element, TRUE, &cap.kind, &cap.period, error) ||
          !brik_json_get_int (element, "limit", 0, BRIK_MONEY_MAX_ORE, &cap.limit_ore, error))
        return FALSE;
      g_array_append_val (caps, cap);
    }
  return TRUE;
}

static gboolean
read_spent (JsonObject *object, BrikSpending *spent, GError **error)
{
  const char *begun = NULL;

  if (!read_kind_and_period (object, FALSE, &spent->kind, &spent->period, error) ||
      (begun = brik_json_get_string (object, "begun", G_MAXSIZE, error)) == NULL)
    return FALSE;
  if (!brik_civil_date_parse (begun, &spent->begun))
    return brik_wire_malformed (error, "“begun” is no date such as 2026-11-20");
  return brik_json_get_int (object, "spent", -BRIK_WIRE_MAX_SUM_ORE, BRIK_WIRE_MAX_SUM_ORE, &spent->spent_ore,
                            error);
}

static gboolean
read_spending (JsonObject *object, GArray *spending, GError **error)
{
  JsonArray *array = brik_json_get_array (object, "spending", MAX_CAPS, error);

  if (array == NULL)
    return FALSE;
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonObject *element = brik_json_array_object (array, i, "spending", error);
      BrikSpending spent = { 0 };

      if (element == NULL || !read_spent (element, &spent, error))
        return FALSE;
      g_array_append_val (spending, spent);
    }
  return TRUE;
}

static gboolean
read_uid (JsonObject *object, char **uid, GError **error)
{
  const char *text = brik_json_get_string (object, "uid", BRIK_LIMIT_ID, error);

  if (text == NULL)
    return FALSE;
  *uid = brik_card_uid_normalize (text, NULL);
  if (g_strcmp0 (*uid, text) != 0)
    return brik_wire_malformed (error, "“uid” is not 4, 7 or 10 bytes in upper-case hex");
  return TRUE;
}

static BrikCardRecord *
read_card (JsonObject *object, GError **error)
{
  g_autoptr (BrikCardRecord) card = g_new0 (BrikCardRecord, 1);
  const char *state = NULL;

  if (!brik_fields_read (card_fields, G_N_ELEMENTS (card_fields), object, card, error) ||
      !read_uid (object, &card->uid, error) ||
      (state = brik_json_get_string (object, "state", G_MAXSIZE, error)) == NULL)
    return NULL;
  if (!brik_card_state_from_name (state, &card->state) || card->state == BRIK_CARD_UNKNOWN)
    {
      brik_wire_malformed (error, "“state” is no state of a card");
      return NULL;
    }
  return g_steal_pointer (&card);
}

static gboolean
read_cards (JsonObject *object, GPtrArray *cards, GError **error)
{
  JsonArray *array = brik_json_get_array (object, "cards", BRIK_LIMIT_CARDS_PER_ACCOUNT, error);

  if (array == NULL)
    return FALSE;
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonObject *element = brik_json_array_object (array, i, "cards", error);
      BrikCardRecord *card = element != NULL ? read_card (element, error) : NULL;

      if (card == NULL)
        return FALSE;
      g_ptr_array_add (cards, card);
    }
  return TRUE;
}

static gboolean
read_lists (JsonObject *object, BrikAccountRecord *record, GError **error)
{
  record->caps = g_array_new (FALSE, FALSE, sizeof (BrikCap));
  record->spending = g_array_new (FALSE, FALSE, sizeof (BrikSpending));
  record->cards = g_ptr_array_new_with_free_func ((GDestroyNotify) brik_card_record_free);
  record->kinds_allowed =
    brik_words_from_json (object, "kinds-allowed", BRIK_LIMIT_KINDS_OF_PLACE, brik_id_is_valid, error);
  return record->kinds_allowed != NULL && read_caps (object, record->caps, error) &&
         read_spending (object, record->spending, error) && read_cards (object, record->cards, error);
}

BrikAccountRecord *
brik_account_record_from_json (JsonObject *object, GError **error)
{
  g_autoptr (BrikAccountRecord) record = g_new0 (BrikAccountRecord, 1);
  const char *state = NULL;

  if (!brik_fields_read (account_fields, G_N_ELEMENTS (account_fields), object, record, error) ||
      !read_lists (object, record, error) ||
      (state = brik_json_get_string (object, "state", G_MAXSIZE, error)) == NULL)
    return NULL;
  if (!brik_account_state_from_name (state, &record->state))
    brik_wire_malformed (error, "“state” is no state of an account");
  else if (!brik_buyer_is_valid (record->buyer))
    brik_wire_malformed (error, "“buyer” is neither pupil, staff nor guest");
  else if ((record->through_run == NULL) != (record->through_number == 0))
    brik_wire_malformed (error, "“through” names half an entry");
  else
    return g_steal_pointer (&record);
  return NULL;
}
