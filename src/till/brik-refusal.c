/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "till/brik-refusal.h"

#include <glib/gi18n.h>

#include "till/brik-till-closures.h"

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpedantic" /* the macro's own transparent union */
G_DEFINE_BOXED_TYPE (BrikRefusal, brik_refusal, brik_refusal_copy, brik_refusal_free)
#pragma GCC diagnostic pop

static BrikRefusal *
refusal_new (BrikReason reason, const char *title, const char *sentence, const char *help)
{
  BrikRefusal *self = g_new0 (BrikRefusal, 1);

  self->reason = reason;
  self->title = g_strdup (title);
  self->sentence = g_strdup (sentence);
  self->help = g_strdup (help);
  self->warning = g_strdup (title);
  return self;
}

/* @to: (transfer full) */
static void
set_text (char **text, char *to)
{
  g_free (*text);
  *text = to;
}

/* What is too much, and whether it can be mended by taking goods out. */
static char *
set_excess (BrikRefusal *self, const BrikVerdict *verdict)
{
  self->trims = verdict->left_ore > 0;
  return brik_format_money (NULL, verdict->total_ore - verdict->left_ore);
}

static const char *
cap_title (BrikPeriod period, gboolean reached)
{
  switch (period)
    {
    case BRIK_PERIOD_DAY:
      return reached ? _ ("The day’s cap is reached") : _ ("Over the day’s cap");
    case BRIK_PERIOD_WEEK:
      return reached ? _ ("The week’s cap is reached") : _ ("Over the week’s cap");
    case BRIK_PERIOD_MONTH:
      return reached ? _ ("The month’s cap is reached") : _ ("Over the month’s cap");
    default:
      g_return_val_if_reached ("");
    }
}

/* Translators, of these three: what is spent, then the cap, such as “22.00 of 25.00 spent today”. */
static char *
cap_spent (const BrikCapState *cap)
{
  g_autofree char *spent = brik_format_money (NULL, cap->spent_ore);
  g_autofree char *limit = brik_format_money (NULL, cap->cap.limit_ore);

  switch (cap->cap.period)
    {
    case BRIK_PERIOD_DAY:
      return g_strdup_printf (_ ("%s of %s spent today"), spent, limit);
    case BRIK_PERIOD_WEEK:
      return g_strdup_printf (_ ("%s of %s spent this week"), spent, limit);
    case BRIK_PERIOD_MONTH:
      return g_strdup_printf (_ ("%s of %s spent this month"), spent, limit);
    default:
      g_return_val_if_reached (NULL);
    }
}

static char *
cap_warning (BrikPeriod period, const char *excess)
{
  switch (period)
    {
    case BRIK_PERIOD_DAY:
      return g_strdup_printf (_ ("Over the day’s cap by %s"), excess);
    case BRIK_PERIOD_WEEK:
      return g_strdup_printf (_ ("Over the week’s cap by %s"), excess);
    case BRIK_PERIOD_MONTH:
      return g_strdup_printf (_ ("Over the month’s cap by %s"), excess);
    default:
      g_return_val_if_reached (NULL);
    }
}

static BrikRefusal *
cap_refusal (const BrikVerdict *verdict, const BrikPlaceRecord *place)
{
  const BrikCap *cap = &verdict->cap.cap;
  const char *kind = brik_refusal_kind_name (place, cap->kind);
  g_autofree char *total = brik_format_money (NULL, verdict->total_ore);
  g_autofree char *left = brik_format_money (NULL, verdict->left_ore);
  g_autofree char *spent = cap_spent (&verdict->cap);
  /* Translators: what is spent, then the kind of place the cap is for: “22.00 of 25.00 spent today (Club)”.
   */
  g_autofree char *where = kind != NULL ? g_strdup_printf (_ ("%s (%s)"), spent, kind) : g_strdup (spent);
  /* Translators: “22.00 of 25.00 spent today (Club). The basket is 8.00; 3.00 is left.” */
  g_autofree char *sentence = g_strdup_printf (_ ("%s. The basket is %s; %s is left."), where, total, left);
  BrikRefusal *self = refusal_new (BRIK_REASON_CAP, cap_title (cap->period, verdict->left_ore == 0), sentence,
                                   _ ("The cap can be changed on the portal."));
  g_autofree char *excess = set_excess (self, verdict);

  if (self->trims)
    set_text (
      &self->help,
      g_strdup_printf (_ ("Remove goods for at least %s. The cap can be changed on the portal."), excess));
  set_text (&self->warning, cap_warning (cap->period, excess));
  return self;
}

static BrikRefusal *
balance_refusal (const BrikVerdict *verdict, const BrikPlaceRecord *place)
{
  gboolean shown = place != NULL && g_strcmp0 (place->balance_shown, "always") == 0;
  g_autofree char *total = brik_format_money (NULL, verdict->total_ore);
  g_autofree char *left = brik_format_money (NULL, verdict->left_ore);
  g_autofree char *sentence =
    shown ? g_strdup_printf (_ ("The basket is %s; the account has %s to spend."), total, left)
          : g_strdup_printf (_ ("The balance does not cover the basket of %s."), total);
  BrikRefusal *self = refusal_new (BRIK_REASON_BALANCE, _ ("Not enough money on the account"), sentence,
                                   _ ("Money has to be paid in first."));
  g_autofree char *excess = set_excess (self, verdict);

  if (self->trims && shown)
    set_text (&self->help,
              g_strdup_printf (_ ("Remove goods for at least %s. Money has to be paid in first."), excess));
  set_text (&self->warning, shown ? g_strdup_printf (_ ("%s short on the account"), excess)
                                  : g_strdup (_ ("The balance does not cover the basket")));
  return self;
}

static BrikRefusal *
allowance_refusal (const BrikVerdict *verdict)
{
  g_autofree char *total = brik_format_money (NULL, verdict->total_ore);
  g_autofree char *left = brik_format_money (NULL, verdict->left_ore);
  g_autofree char *sentence = g_strdup_printf (_ ("The till is offline and may only sell a little to each "
                                                  "account. The basket is %s; %s is left."),
                                               total, left);
  BrikRefusal *self = refusal_new (BRIK_REASON_ALLOWANCE, _ ("Over what may be sold offline"), sentence,
                                   _ ("It is the network’s fault, not the child’s."));
  g_autofree char *excess = set_excess (self, verdict);

  set_text (&self->warning, g_strdup_printf (_ ("Over what may be sold offline by %s"), excess));
  return self;
}

static BrikRefusal *
place_refusal (const BrikPlaceRecord *place)
{
  const char *kind = place != NULL ? brik_refusal_kind_name (place, place->place_kind) : NULL;
  /* Translators: %s is a kind of place, such as “Club”. */
  g_autofree char *sentence =
    g_strdup_printf (_ ("The card may not be used in this kind of place: %s."), kind != NULL ? kind : "–");

  return refusal_new (BRIK_REASON_PLACE, _ ("The card is not valid here"), sentence,
                      _ ("The office can change where it may be used."));
}

static BrikRefusal *
data_too_old_refusal (const BrikPlaceRecord *place)
{
  gint hours = place != NULL ? place->data_age_limit_us / G_TIME_SPAN_HOUR : 0;
  g_autofree char *sentence =
    g_strdup_printf (g_dngettext (NULL, "The till has not heard from the portal for more than %d hour.",
                                  "The till has not heard from the portal for more than %d hours.", hours),
                     hours);

  return refusal_new (BRIK_REASON_DATA_TOO_OLD, _ ("Offline for too long"), sentence,
                      _ ("It is the network’s fault, not the child’s. Look after the till’s network."));
}

static BrikRefusal *
chip_refusal (BrikReason reason)
{
  if (reason == BRIK_REASON_SEVERAL_CHIPS)
    return refusal_new (reason, _ ("One card at a time"), _ ("There is more than one card on the reader."),
                        _ ("Take all but one away and try again."));
  return refusal_new (reason, _ ("This is not a canteen card"),
                      _ ("The chip changes its number every time, as a phone does."),
                      _ ("Use the canteen card or chip itself."));
}

static BrikRefusal *
card_refusal (BrikReason reason)
{
  if (reason == BRIK_REASON_UNKNOWN_CARD)
    return refusal_new (reason, _ ("The card is not known"), _ ("The portal knows no such card."),
                        _ ("A new card has to be linked to an account by the office first."));
  if (reason == BRIK_REASON_CANNOT_ASK)
    return refusal_new (reason, _ ("The card cannot be looked up now"),
                        _ ("The till does not know the card and cannot reach the portal."),
                        _ ("It is the network’s fault, not the child’s. Try again once the till is online."));
  if (reason == BRIK_REASON_CARD_CLOSED)
    return refusal_new (reason, _ ("The card is closed"), _ ("A newer card may have taken its place."),
                        _ ("Use the newest card."));
  if (reason == BRIK_REASON_CARD_BLOCKED)
    return refusal_new (reason, _ ("The card is blocked"), _ ("It was blocked on the portal or at a till."),
                        _ ("It can be activated again on the portal."));
  return refusal_new (reason, _ ("The account is blocked"), _ ("The office has blocked the account."),
                      _ ("Only the office can open it again."));
}

BrikRefusal *
brik_refusal_new (const BrikVerdict *verdict, const BrikPlaceRecord *place)
{
  switch (verdict->reason)
    {
    case BRIK_REASON_SEVERAL_CHIPS:
    case BRIK_REASON_RANDOM_CHIP:
      return chip_refusal (verdict->reason);
    case BRIK_REASON_UNKNOWN_CARD:
    case BRIK_REASON_CANNOT_ASK:
    case BRIK_REASON_CARD_CLOSED:
    case BRIK_REASON_CARD_BLOCKED:
    case BRIK_REASON_ACCOUNT_BLOCKED:
      return card_refusal (verdict->reason);
    case BRIK_REASON_PLACE:
      return place_refusal (place);
    case BRIK_REASON_CAP:
      return cap_refusal (verdict, place);
    case BRIK_REASON_BALANCE:
      return balance_refusal (verdict, place);
    case BRIK_REASON_DATA_TOO_OLD:
      return data_too_old_refusal (place);
    case BRIK_REASON_ALLOWANCE:
      return allowance_refusal (verdict);
    case BRIK_REASON_NONE:
    default:
      g_return_val_if_reached (NULL);
    }
}

BrikRefusal *
brik_refusal_copy (BrikRefusal *refusal)
{
  BrikRefusal *copy = refusal_new (refusal->reason, refusal->title, refusal->sentence, refusal->help);

  g_free (copy->warning);
  copy->warning = g_strdup (refusal->warning);
  copy->trims = refusal->trims;
  return copy;
}

void
brik_refusal_free (BrikRefusal *refusal)
{
  g_free (refusal->title);
  g_free (refusal->sentence);
  g_free (refusal->help);
  g_free (refusal->warning);
  g_free (refusal);
}

const char *
brik_refusal_kind_name (const BrikPlaceRecord *place, const char *kind)
{
  if (*kind == '\0')
    return NULL;
  for (guint i = 0; place != NULL && i < place->kinds->len; i++)
    {
      const BrikKindRecord *record = g_ptr_array_index (place->kinds, i);

      if (g_str_equal (record->id, kind))
        return record->name;
    }
  return kind;
}
