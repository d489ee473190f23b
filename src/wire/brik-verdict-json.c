/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "wire/brik-json.h"
#include "wire/brik-wire-private.h"

/* The reasons that say how much could still be bought. */
static gboolean
has_left (BrikReason reason)
{
  return reason == BRIK_REASON_CAP || reason == BRIK_REASON_BALANCE || reason == BRIK_REASON_ALLOWANCE;
}

static gboolean
is_within (gint64 amount_ore, gint64 min_ore)
{
  return amount_ore >= min_ore && amount_ore <= BRIK_WIRE_MAX_SUM_ORE;
}

gboolean
brik_verdict_check (const BrikVerdict *verdict, GError **error)
{
  const BrikCapState *cap = &verdict->cap;

  if (verdict->reason == BRIK_REASON_NONE || brik_reason_to_name (verdict->reason) == NULL)
    return brik_wire_malformed (error, "a decline without a reason");
  if (has_left (verdict->reason) && !is_within (verdict->left_ore, 0))
    return brik_wire_malformed (error, "“left” is out of bounds");
  if (verdict->reason != BRIK_REASON_CAP)
    return TRUE;
  if (cap->cap.kind == NULL || brik_period_to_name (cap->cap.period) == NULL)
    return brik_wire_malformed (error, "“cap” names no cap");
  if (cap->cap.limit_ore < 0 || cap->cap.limit_ore > BRIK_MONEY_MAX_ORE || !is_within (cap->left_ore, 0) ||
      !is_within (cap->spent_ore, -BRIK_WIRE_MAX_SUM_ORE))
    return brik_wire_malformed (error, "“cap” has an amount out of bounds");
  return TRUE;
}

static JsonObject *
cap_to_json (const BrikCapState *state)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "kind", state->cap.kind);
  json_object_set_string_member (object, "period", brik_period_to_name (state->cap.period));
  json_object_set_int_member (object, "limit", state->cap.limit_ore);
  json_object_set_int_member (object, "spent", state->spent_ore);
  json_object_set_int_member (object, "left", state->left_ore);
  return object;
}

JsonObject *
brik_verdict_to_json (const BrikVerdict *verdict)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "reason", brik_reason_to_name (verdict->reason));
  if (has_left (verdict->reason))
    json_object_set_int_member (object, "left", verdict->left_ore);
  if (verdict->reason == BRIK_REASON_CAP)
    json_object_set_object_member (object, "cap", cap_to_json (&verdict->cap));
  return object;
}

static gboolean
cap_from_json (JsonObject *object, BrikCapState *state, GError **error)
{
  const char *kind = brik_json_get_string (object, "kind", G_MAXSIZE, error);
  const char *period = NULL;

  if (kind == NULL || (period = brik_json_get_string (object, "period", G_MAXSIZE, error)) == NULL)
    return FALSE;
  if ((state->cap.kind = brik_kind_intern (kind, TRUE, error)) == NULL)
    return FALSE;
  if (!brik_period_from_name (period, &state->cap.period))
    return brik_wire_malformed (error, "“period” is neither day, week nor month");
  if (json_object_get_size (object) != 5)
    return brik_wire_malformed (error, "“cap” has a member that caps do not have");
  return brik_json_get_int (object, "limit", 0, BRIK_MONEY_MAX_ORE, &state->cap.limit_ore, error) &&
         brik_json_get_int (object, "spent", -BRIK_WIRE_MAX_SUM_ORE, BRIK_WIRE_MAX_SUM_ORE, &state->spent_ore,
                            error) &&
         brik_json_get_int (object, "left", 0, BRIK_WIRE_MAX_SUM_ORE, &state->left_ore, error);
}

gboolean
brik_verdict_from_json (JsonObject *object, BrikVerdict *verdict, GError **error)
{
  const char *reason = brik_json_get_string (object, "reason", G_MAXSIZE, error);
  guint n_members = 1;

  if (reason == NULL)
    return FALSE;
  if (!brik_reason_from_name (reason, &verdict->reason) || verdict->reason == BRIK_REASON_NONE)
    return brik_wire_malformed (error, "“reason” is no reason to refuse a card");
  if (has_left (verdict->reason))
    {
      n_members++;
      if (!brik_json_get_int (object, "left", 0, BRIK_WIRE_MAX_SUM_ORE, &verdict->left_ore, error))
        return FALSE;
    }
  if (verdict->reason == BRIK_REASON_CAP)
    {
      JsonObject *cap = brik_json_get_object (object, "cap", error);

      n_members++;
      if (cap == NULL || !cap_from_json (cap, &verdict->cap, error))
        return FALSE;
    }
  if (json_object_get_size (object) != n_members)
    return brik_wire_malformed (error, "“verdict” has a member that does not belong to its reason");
  return TRUE;
}
