/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "till/brik-sale-closures.h"

#include <glib/gi18n.h>

#include "till/brik-reader-words.h"
#include "till/brik-till-closures.h"

#define SHORT_NAME 8 /* letters */

static GStrv
one_class (const char *name)
{
  const char *names[] = { name, NULL };

  return g_strdupv ((GStrv) names);
}

char *
brik_sale_page (gpointer self, BrikSaleState state, BrikSaleStep step, gboolean fast)
{
  switch (state)
    {
    case BRIK_SALE_ALREADY_PAID:
      return g_strdup ("already-paid");
    case BRIK_SALE_REJECTED:
      return g_strdup ("rejected");
    case BRIK_SALE_ACCEPTED:
      return g_strdup ("accepted");
    case BRIK_SALE_REFUSED:
      return g_strdup ("refused");
    case BRIK_SALE_FAULT:
      return g_strdup ("fault");
    case BRIK_SALE_DECIDING:
      /* The surface stays under the finger that has just touched it. */
      if (step == BRIK_STEP_BLOCK)
        return g_strdup ("rejected");
      G_GNUC_FALLTHROUGH;
    case BRIK_SALE_IDLE:
    case BRIK_SALE_ASKING:
    case BRIK_SALE_PERSON:
    default:
      return g_strdup (fast ? "fast" : "sale");
    }
}

char *
brik_sale_panel_page (gpointer self, BrikSaleState state, BrikPerson *person)
{
  if (person != NULL)
    return g_strdup ("person");
  return g_strdup (state == BRIK_SALE_ASKING ? "asking" : "nobody");
}

char *
brik_format_category (gpointer self, const char *name)
{
  return g_strdup (*name != '\0' ? name : _ ("All"));
}

char *
brik_describe_product (gpointer self, gint64 price_ore, guint count, gboolean available, gboolean beyond)
{
  g_autofree char *price = brik_format_money (NULL, price_ore);

  if (!available)
    return g_strdup_printf (_ ("%s, not for sale now"), price);
  if (beyond)
    return g_strdup_printf (_ ("%s, more than the person may spend; %u in the basket"), price, count);
  return g_strdup_printf (_ ("%s, %u in the basket"), price, count);
}

char *
brik_format_n_goods (gpointer self, guint n_goods)
{
  if (n_goods == 0)
    return g_strdup (_ ("No goods yet"));
  return g_strdup_printf (ngettext ("%u item", "%u items", n_goods), n_goods);
}

char *
brik_format_pay (gpointer self, gint64 total_ore, guint n_goods, BrikPerson *person, gboolean changing)
{
  g_autofree char *total = brik_format_money (NULL, total_ore);

  if (n_goods == 0)
    return g_strdup (_ ("Choose goods"));
  if (changing)
    return g_strdup (_ ("Go on in fast mode"));
  if (person == NULL)
    return g_strdup (_ ("Hold up a card"));
  return g_strdup_printf (_ ("Pay %s by card"), total);
}

char *
brik_main_action (gpointer self, gboolean changing)
{
  return g_strdup (changing ? "sale.fast" : "sale.pay");
}

char *
brik_format_strip (gpointer self,
                   BrikSaleNotice notice,
                   gint64 sold_ore,
                   const char *sold_to,
                   gboolean can_undo)
{
  g_autofree char *sold = brik_format_money (NULL, sold_ore);

  switch (notice)
    {
    case BRIK_NOTICE_QUEUED:
      return g_strdup (_ ("The card is read: it is in the queue."));
    case BRIK_NOTICE_QUEUE_FULL:
      return g_strdup (_ ("The queue is full. Hold the card to the reader again later."));
    case BRIK_NOTICE_CHANGING:
      return g_strdup (_ ("Nothing was sold: the goods are being changed."));
    case BRIK_NOTICE_PRESS_PAY:
      return g_strdup (_ ("The card is read. Press Pay."));
    case BRIK_NOTICE_ONE_CARD:
      return g_strdup (_ ("More than one card on the reader: one card at a time."));
    case BRIK_NOTICE_NO_CARD:
      return g_strdup (_ ("That was not a canteen card."));
    case BRIK_NOTICE_FULL:
      return g_strdup (_ ("The basket holds no more. Pay what is in it first."));
    case BRIK_NOTICE_UNDONE:
      return g_strdup_printf (_ ("Taken back: %s to %s."), sold, sold_to != NULL ? sold_to : "–");
    case BRIK_NOTICE_NONE:
    default:
      if (can_undo)
        return g_strdup_printf (_ ("Last sale: %s · %s"), sold, sold_to != NULL ? sold_to : "–");
      return g_strdup ("");
    }
}

GStrv
brik_strip_classes (gpointer self, BrikSaleNotice notice)
{
  if (notice == BRIK_NOTICE_NONE)
    return one_class ("strip");
  return g_strdupv ((GStrv) (const char *[]){
    "strip", notice == BRIK_NOTICE_UNDONE || notice == BRIK_NOTICE_QUEUED ? "said" : "warned", NULL });
}

/* What a cap is of: “Today”, “Club today”. */
static char *
format_cap_name (BrikPeriod period, const char *kind_name)
{
  switch (period)
    {
    case BRIK_PERIOD_DAY:
      /* Translators, of these three: a kind of place: “Club today”. */
      return kind_name != NULL ? g_strdup_printf (_ ("%s today"), kind_name) : g_strdup (_ ("Today"));
    case BRIK_PERIOD_WEEK:
      return kind_name != NULL ? g_strdup_printf (_ ("%s this week"), kind_name) : g_strdup (_ ("This week"));
    case BRIK_PERIOD_MONTH:
      return kind_name != NULL ? g_strdup_printf (_ ("%s this month"), kind_name)
                               : g_strdup (_ ("This month"));
    default:
      g_return_val_if_reached (NULL);
    }
}

char *
brik_format_cap (gpointer self,
                 BrikPeriod period,
                 const char *kind_name,
                 gint64 spent_ore,
                 gint64 limit_ore,
                 gint64 after_ore,
                 BrikCapLevel level)
{
  g_autofree char *name = format_cap_name (period, kind_name);
  g_autofree char *spent = brik_format_money (NULL, spent_ore);
  g_autofree char *limit = brik_format_money (NULL, limit_ore);
  g_autofree char *after = brik_format_money (NULL, ABS (after_ore));

  switch (level)
    {
    case BRIK_CAP_LEVEL_NEAR:
      /* Translators: “Today: 3.00 left of 25.00”. */
      return g_strdup_printf (_ ("%s: %s left of %s"), name, after, limit);
    case BRIK_CAP_LEVEL_OVER:
      /* Translators: “Today: 5.00 over 25.00”. */
      return g_strdup_printf (_ ("%s: %s over %s"), name, after, limit);
    case BRIK_CAP_LEVEL_PLENTY:
    default:
      /* Translators: “Today 12.00 of 40.00”. */
      return g_strdup_printf (_ ("%s %s of %s"), name, spent, limit);
    }
}

double
brik_cap_fraction (gpointer self, gint64 limit_ore, gint64 after_ore)
{
  if (limit_ore <= 0)
    return 1;
  return CLAMP ((double) (limit_ore - after_ore) / limit_ore, 0, 1);
}

GStrv
brik_cap_classes (gpointer self, BrikCapLevel level)
{
  switch (level)
    {
    case BRIK_CAP_LEVEL_NEAR:
      return one_class ("near");
    case BRIK_CAP_LEVEL_OVER:
      return one_class ("over");
    case BRIK_CAP_LEVEL_PLENTY:
    default:
      return one_class ("plenty");
    }
}

char *
brik_format_balance (gpointer self, gint64 balance_ore, gboolean shown)
{
  g_autofree char *balance = brik_format_money (NULL, balance_ore);

  return shown ? g_strdup_printf (_ ("Balance %s"), balance) : g_strdup ("");
}

char *
brik_format_after (gpointer self, BrikPerson *person, BrikSaleState state, gboolean balance_shown)
{
  g_autoptr (GListModel) caps = NULL;
  g_autoptr (BrikCapRow) cap = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *balance = NULL;
  gint64 balance_ore = 0;

  if (person == NULL)
    return g_strdup ("");

  g_object_get (person, "caps", &caps, "balance-ore", &balance_ore, NULL);
  balance = brik_format_money (NULL, balance_ore);
  if (balance_shown)
    g_string_append_printf (text, _ ("Balance now %s"), balance);

  cap = g_list_model_get_item (caps, 0);
  if (cap != NULL)
    {
      g_autofree char *kind_name = NULL, *line = NULL;
      gint64 spent_ore, limit_ore, after_ore;
      gint period;

      g_object_get (cap, "period", &period, "kind-name", &kind_name, "spent-ore", &spent_ore, "limit-ore",
                    &limit_ore, "after-ore", &after_ore, NULL);
      line =
        brik_format_cap (NULL, period, kind_name, spent_ore, limit_ore, after_ore, BRIK_CAP_LEVEL_PLENTY);
      g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", line);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
brik_format_reader_hint (gpointer self, BrikReaderState state, const char *fault_code)
{
  switch (state)
    {
    case BRIK_READER_READY:
      return g_strdup (_ ("Hold the card to the reader"));
    case BRIK_READER_STARTING:
      return g_strdup (_ ("The reader is starting …"));
    case BRIK_READER_FAULT:
      return g_strdup (brik_reader_fault_what_to_do (fault_code));
    case BRIK_READER_STOPPED:
    default:
      return g_strdup (_ ("There is no card reader"));
    }
}

char *
brik_format_nobody (gpointer self, gboolean changing, BrikReaderState state, const char *fault_code)
{
  return changing ? g_strdup (_ ("Change the goods, then go on in fast mode"))
                  : brik_format_reader_hint (self, state, fault_code);
}

/* Words of refusals. A refusal that is not there has none. */

char *
brik_format_warning (gpointer self, BrikPerson *person, gint64 room_ore)
{
  const BrikRefusal *refusal = person != NULL ? brik_person_get_refusal (person) : NULL;

  return g_strdup (refusal != NULL ? refusal->warning : "");
}

char *
brik_refusal_get_title (gpointer self, BrikRefusal *refusal)
{
  return g_strdup (refusal != NULL ? refusal->title : "");
}

char *
brik_refusal_get_sentence (gpointer self, BrikRefusal *refusal)
{
  return g_strdup (refusal != NULL ? refusal->sentence : "");
}

char *
brik_refusal_get_help (gpointer self, BrikRefusal *refusal)
{
  return g_strdup (refusal != NULL ? refusal->help : "");
}

char *
brik_refusal_get_told (gpointer self, gboolean told, BrikPerson *person)
{
  if (!told || person == NULL)
    return g_strdup ("");
  if (g_strcmp0 (brik_person_get_buyer (person), "pupil") == 0)
    return g_strdup (_ ("The parents can see this refusal on the portal."));
  return g_strdup (_ ("This refusal can be seen on the portal."));
}

char *
brik_refusal_get_back_label (gpointer self, BrikRefusal *refusal)
{
  return g_strdup (refusal != NULL && refusal->trims ? _ ("Remove goods") : _ ("Back to the basket"));
}

/* Words of faults. */

char *
brik_fault_title (gpointer self, BrikSaleStep step, GError *fault)
{
  gboolean unsure = fault != NULL && brik_error_is_unsure (fault);

  switch (step)
    {
    case BRIK_STEP_SELL:
      return g_strdup (unsure ? _ ("Sold or not?") : _ ("Not sold"));
    case BRIK_STEP_UNDO:
    case BRIK_STEP_REJECT:
      return g_strdup (unsure ? _ ("Taken back or not?") : _ ("Not taken back"));
    case BRIK_STEP_BLOCK:
      return g_strdup (unsure ? _ ("Blocked or not?") : _ ("The card is not blocked yet"));
    case BRIK_STEP_LOOK_UP:
    default:
      return g_strdup (_ ("The card could not be looked up"));
    }
}

static const char *
what_the_disk_does (const GError *fault)
{
  if (brik_error_is_unsure (fault))
    return _ (
      "The till’s disk does not answer. What was touched last is stored, or it is not: the till asks again "
      "by itself until it knows, and does nothing twice.");
  return brik_error_is_full (fault) ? _ ("The till’s disk is full.")
                                    : _ ("The till cannot write to its disk.");
}

char *
brik_fault_sentence (gpointer self, BrikSaleStep step, GError *fault)
{
  if (fault == NULL)
    return g_strdup ("");
  if (brik_error_is_unsure (fault))
    return g_strdup (what_the_disk_does (fault));
  if (!brik_error_is_disk (fault))
    return g_strdup (fault->message);
  switch (step)
    {
    case BRIK_STEP_SELL:
      return g_strdup_printf ("%s %s", what_the_disk_does (fault),
                              _ ("Nothing has been taken from the account."));
    case BRIK_STEP_UNDO:
    case BRIK_STEP_REJECT:
      return g_strdup_printf ("%s %s", what_the_disk_does (fault), _ ("The sale stands as it was."));
    case BRIK_STEP_BLOCK:
      return g_strdup_printf ("%s %s", what_the_disk_does (fault), _ ("The card can still be used."));
    case BRIK_STEP_LOOK_UP:
    default:
      return g_strdup (_ ("The till cannot read from its disk."));
    }
}

char *
brik_fault_help (gpointer self, GError *fault)
{
  if (fault != NULL && brik_error_is_unsure (fault))
    return g_strdup (
      _ ("Do not sell it once more. Call whoever looks after the till. If it must be started anew, it "
         "opens on its last sale."));
  if (fault != NULL && brik_error_is_full (fault))
    return g_strdup (_ ("Call whoever looks after the till: it needs room on its disk. Then try again."));
  return g_strdup (fault != NULL && brik_error_is_disk (fault)
                     ? _ ("Try again. If it goes on, stop selling and call whoever looks after the till.")
                     : _ ("Try again. If it goes on, call whoever looks after the till."));
}

/* Words of the queue and of fast mode. */

/* A button says it: as much of a first name as fits beside two others. */
static char *
short_first_name (const char *name)
{
  g_autofree char *first = g_strndup (name, strcspn (name, " -"));
  g_autofree char *begin = NULL;

  if (g_utf8_strlen (first, -1) <= SHORT_NAME)
    return g_steal_pointer (&first);
  begin = g_utf8_substring (first, 0, SHORT_NAME - 1);
  return g_strconcat (begin, "…", NULL);
}

char *
brik_format_next (gpointer self, const char *first_name, guint length)
{
  g_autofree char *name = first_name != NULL ? short_first_name (first_name) : NULL;

  if (name != NULL)
    return g_strdup_printf (_ ("Next: %s"), name);
  return length > 0 ? g_strdup (_ ("Next in the queue")) : g_strdup (_ ("Next"));
}

char *
brik_format_preset (gpointer self, BrikBasketModel *model, gint64 total_ore)
{
  const BrikBasket *basket = model != NULL ? brik_basket_model_get_basket (model) : NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; basket != NULL && i < brik_basket_get_n_lines (basket); i++)
    {
      const BrikBasketLine *line = brik_basket_get_line (basket, i);

      g_string_append (text, i > 0 ? ", " : "");
      if (line->quantity > 1)
        g_string_append_printf (text, "%d × ", line->quantity);
      g_string_append (text, line->name);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
brik_format_fast (gpointer self, BrikBasketModel *model, gint64 total_ore)
{
  g_autofree char *goods = brik_format_preset (self, model, total_ore);
  g_autofree char *total = brik_format_money (NULL, total_ore);

  return g_strdup_printf ("%s · %s", total, goods);
}

char *
brik_format_fast_hint (gpointer self, BrikSaleState state, BrikReaderState reader, const char *fault_code)
{
  return state == BRIK_SALE_ASKING ? g_strdup (_ ("Asking whose card it is …"))
                                   : brik_format_reader_hint (self, reader, fault_code);
}

char *
brik_format_n_sold (gpointer self, guint n_sold)
{
  if (n_sold == 0)
    return g_strdup ("");
  return g_strdup_printf (ngettext ("%u sold in fast mode", "%u sold in fast mode", n_sold), n_sold);
}

char *
brik_format_already_paid (gpointer self, gint64 at_us, BrikSale *sale)
{
  const char *name = sale != NULL ? brik_sale_get_zone (sale) : NULL;
  g_autoptr (GTimeZone) zone = name != NULL ? brik_civil_zone_new (name, NULL) : NULL;
  g_autofree char *clock = zone != NULL ? brik_format_clock (NULL, at_us, zone) : g_strdup ("");

  /* Translators: a time of day: “Already paid 11:42”. */
  return g_strdup_printf (_ ("Already paid %s"), clock);
}

char *
brik_format_paid (gpointer self, gint64 amount_ore)
{
  g_autofree char *amount = brik_format_money (NULL, amount_ore);

  return g_strdup_printf (_ ("%s was paid then. Nothing more has been charged."), amount);
}

/* Words of a card in the wrong hands. */

char *
brik_rejected_title (gpointer self, gint64 amount_ore)
{
  g_autofree char *amount = brik_format_money (NULL, amount_ore);

  if (amount_ore == 0)
    return g_strdup (_ ("Nothing was charged"));
  return g_strdup_printf (_ ("%s given back"), amount);
}

char *
brik_rejected_help (gpointer self, BrikCardState card)
{
  switch (card)
    {
    case BRIK_CARD_ACTIVE:
      return g_strdup (_ ("Keep the card if you can. Block it if it is lost or taken."));
    case BRIK_CARD_BLOCKED:
      return g_strdup (_ ("The card is blocked. Only the portal opens it again."));
    case BRIK_CARD_REPLACED:
    case BRIK_CARD_CLOSED:
      return g_strdup (_ ("The card is closed already: it cannot be used any more. Keep it if you can."));
    case BRIK_CARD_UNKNOWN:
    default:
      return g_strdup (_ ("The till no longer knows the card. Keep it if you can."));
    }
}

char *
brik_rejected_told (gpointer self, BrikPerson *person)
{
  if (person != NULL && g_strcmp0 (brik_person_get_buyer (person), "pupil") == 0)
    return g_strdup (_ ("The parents can see it on the portal."));
  return g_strdup (_ ("It can be seen on the portal."));
}

char *
brik_format_block (gpointer self, BrikCardState card)
{
  return g_strdup (card == BRIK_CARD_BLOCKED ? _ ("Card blocked") : _ ("Block the card"));
}

gboolean
brik_offers_block (gpointer self, BrikCardState card)
{
  return card == BRIK_CARD_ACTIVE || card == BRIK_CARD_BLOCKED;
}

char *
brik_action_for (gpointer self, GObject *item, const char *action)
{
  return item != NULL ? g_strdup (action) : NULL;
}

gboolean
brik_is_somebody (gpointer self, BrikPerson *person)
{
  return person != NULL;
}

void
brik_sale_closures_bind (GtkWidgetClass *widget_class)
{
  static const struct
  {
    const char *name;
    GCallback closure;
  } closures[] = {
#define CLOSURE(name) { #name, G_CALLBACK (name) }
    CLOSURE (brik_sale_page),
    CLOSURE (brik_sale_panel_page),
    CLOSURE (brik_format_category),
    CLOSURE (brik_format_money),
    CLOSURE (brik_format_n_goods),
    CLOSURE (brik_format_pay),
    CLOSURE (brik_main_action),
    CLOSURE (brik_format_strip),
    CLOSURE (brik_format_next),
    CLOSURE (brik_format_preset),
    CLOSURE (brik_format_n_sold),
    CLOSURE (brik_format_nobody),
    CLOSURE (brik_format_fast),
    CLOSURE (brik_format_fast_hint),
    CLOSURE (brik_format_already_paid),
    CLOSURE (brik_format_paid),
    CLOSURE (brik_rejected_title),
    CLOSURE (brik_rejected_help),
    CLOSURE (brik_rejected_told),
    CLOSURE (brik_format_block),
    CLOSURE (brik_offers_block),
    CLOSURE (brik_strip_classes),
    CLOSURE (brik_format_cap),
    CLOSURE (brik_cap_fraction),
    CLOSURE (brik_cap_classes),
    CLOSURE (brik_format_balance),
    CLOSURE (brik_format_after),
    CLOSURE (brik_format_reader_hint),
    CLOSURE (brik_format_warning),
    CLOSURE (brik_refusal_get_title),
    CLOSURE (brik_refusal_get_sentence),
    CLOSURE (brik_refusal_get_help),
    CLOSURE (brik_refusal_get_told),
    CLOSURE (brik_refusal_get_back_label),
    CLOSURE (brik_fault_title),
    CLOSURE (brik_fault_sentence),
    CLOSURE (brik_fault_help),
    CLOSURE (brik_action_for),
    CLOSURE (brik_is_somebody),
#undef CLOSURE
  };

  for (gsize i = 0; i < G_N_ELEMENTS (closures); i++)
    gtk_widget_class_bind_template_callback_full (widget_class, closures[i].name, closures[i].closure);
}
