/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal/brik-page-model.h"

#include <glib/gi18n.h>
#include <string.h>

#define NEAR_PERCENT 80
/* Of a purchase among those of all accounts; the statement shows them all. */
#define LINES_AT_A_GLANCE 6

char *
brik_page_first_name (const char *name)
{
  return g_strndup (name, strcspn (name, " "));
}

char *
brik_page_where (const char *place, const char *till)
{
  if (place == NULL || till == NULL)
    return g_strdup (place != NULL ? place : till);
  return g_str_has_prefix (till, place) ? g_strdup (till) : g_strconcat (place, ", ", till, NULL);
}

static void
take_string (JsonObject *object, const char *name, char *value)
{
  json_object_set_string_member (object, name, value != NULL ? value : "");
  g_free (value);
}

static void
add_period (JsonObject *object, BrikPeriod period)
{
  json_object_set_boolean_member (object, "day", period == BRIK_PERIOD_DAY);
  json_object_set_boolean_member (object, "week", period == BRIK_PERIOD_WEEK);
  json_object_set_boolean_member (object, "month", period == BRIK_PERIOD_MONTH);
}

static void
add_cap (BrikPage *page, JsonObject *object, const BrikCap *cap, gint64 spent_ore)
{
  gboolean anywhere = strcmp (cap->kind, BRIK_CAP_ANY) == 0;

  add_period (object, cap->period);
  json_object_set_string_member (object, "kind", anywhere ? "" : brik_page_get_kind_name (page, cap->kind));
  take_string (object, "spent", brik_language_amount (page->language, MAX (spent_ore, 0)));
  take_string (object, "limit", brik_language_amount (page->language, cap->limit_ore));
}

/* One bar: how much of a cap is used. A cap of nothing is full from the start. */
static JsonObject *
model_bar (BrikPage *page, const BrikCapState *state)
{
  JsonObject *bar = json_object_new ();
  gint64 limit_ore = state->cap.limit_ore;
  gint64 spent_ore = CLAMP (state->spent_ore, 0, limit_ore);
  gint64 percent = limit_ore > 0 ? spent_ore * 100 / limit_ore : 100;

  add_cap (page, bar, &state->cap, state->spent_ore);
  json_object_set_int_member (bar, "percent", percent);
  json_object_set_boolean_member (bar, "near", percent >= NEAR_PERCENT && percent < 100);
  json_object_set_boolean_member (bar, "full", percent == 100);
  return bar;
}

static void
append_bars (BrikPage *page, JsonArray *bars, const BrikHolding *holding, const char *kind)
{
  for (guint period = 0; period < BRIK_N_PERIODS; period++)
    for (guint i = 0; i < holding->caps->len; i++)
      {
        const BrikCap *cap = &g_array_index (holding->caps, BrikCap, i);
        BrikCapState state;

        if (cap->period != period || strcmp (cap->kind, kind) != 0)
          continue;
        state = brik_cap_state (cap, holding->spending, &page->today);
        json_array_add_object_element (bars, model_bar (page, &state));
      }
}

static JsonArray *
model_bars (BrikPage *page, const BrikHolding *holding)
{
  JsonArray *bars = json_array_new ();

  append_bars (page, bars, holding, BRIK_CAP_ANY);
  for (guint i = 0; i < page->kinds->len; i++)
    append_bars (page, bars, holding, ((const BrikKindRecord *) page->kinds->pdata[i])->id);
  return bars;
}

JsonObject *
brik_page_model_card (const BrikHolding *holding, const BrikCardRecord *card)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "id", card->id);
  json_object_set_string_member (object, "number", card->number);
  json_object_set_boolean_member (object, "active", card->state == BRIK_CARD_ACTIVE);
  json_object_set_boolean_member (object, "blocked", card->state == BRIK_CARD_BLOCKED);
  json_object_set_boolean_member (object, "closed", card->state == BRIK_CARD_CLOSED);
  json_object_set_boolean_member (object, "replaced", card->state == BRIK_CARD_REPLACED);
  json_object_set_boolean_member (object, "changeable",
                                  card->state == BRIK_CARD_ACTIVE ||
                                    (card->state == BRIK_CARD_BLOCKED && holding->may_manage));
  json_object_set_boolean_member (object, "for_guardian",
                                  card->state == BRIK_CARD_BLOCKED && !holding->may_manage);
  return object;
}

/* By the person's id, so that the session decides who sees it; the hash makes a new picture a new address. */
static char *
photo_address (const BrikHolding *holding)
{
  g_autofree char *person = NULL;

  if (holding->photo == NULL)
    return NULL;
  person = g_uri_escape_string (holding->person, NULL, FALSE);
  return g_strdup_printf ("/photos/%s?%.12s", person, holding->photo);
}

JsonObject *
brik_page_model_holding (BrikPage *page, const BrikHolding *holding, guint number)
{
  JsonObject *object = json_object_new ();
  JsonArray *bars = model_bars (page, holding);

  json_object_set_int_member (object, "n", number);
  json_object_set_string_member (object, "id", holding->account);
  json_object_set_string_member (object, "account", holding->account_name);
  json_object_set_string_member (object, "person", holding->person_name);
  json_object_set_string_member (object, "group", holding->group != NULL ? holding->group : "");
  json_object_set_string_member (object, "cpr", holding->cpr_masked != NULL ? holding->cpr_masked : "");
  json_object_set_boolean_member (object, "self", holding->own);
  take_string (object, "first_name", brik_page_first_name (holding->person_name));
  take_string (object, "initial",
               g_utf8_substring (holding->person_name, 0, MIN (1, g_utf8_strlen (holding->person_name, -1))));
  take_string (object, "photo", photo_address (holding));
  take_string (object, "balance", brik_language_money (page->language, holding->balance_ore));
  json_object_set_boolean_member (object, "negative", holding->balance_ore < 0);
  json_object_set_boolean_member (object, "account_blocked", holding->state == BRIK_ACCOUNT_BLOCKED);
  json_object_set_boolean_member (object, "capped", json_array_get_length (bars) > 0);
  json_object_set_array_member (object, "caps", bars);
  if (holding->cards->len > 0)
    json_object_set_object_member (object, "card", brik_page_model_card (holding, holding->cards->pdata[0]));
  else
    json_object_set_null_member (object, "card");
  return object;
}

JsonObject *
brik_page_model_reason (BrikPage *page, const BrikRefusalRow *refusal)
{
  static const struct
  {
    BrikReason reason;
    const char *flag;
  } FLAGS[] = {
    { BRIK_REASON_BALANCE, "short" },
    { BRIK_REASON_PLACE, "not_there" },
    { BRIK_REASON_CARD_BLOCKED, "card_blocked" },
    { BRIK_REASON_ACCOUNT_BLOCKED, "account_blocked" },
    { BRIK_REASON_CARD_CLOSED, "card_closed" },
    { BRIK_REASON_ALLOWANCE, "allowance" },
    { BRIK_REASON_DATA_TOO_OLD, "too_old" },
  };
  JsonObject *object = json_object_new ();
  const BrikVerdict *verdict = &refusal->verdict;
  gboolean is_cap = verdict->reason == BRIK_REASON_CAP;
  gboolean known = is_cap || refusal->somebody_else;

  for (guint i = 0; i < G_N_ELEMENTS (FLAGS); i++)
    {
      json_object_set_boolean_member (object, FLAGS[i].flag, verdict->reason == FLAGS[i].reason);
      known = known || verdict->reason == FLAGS[i].reason;
    }
  json_object_set_boolean_member (object, "cap", is_cap);
  json_object_set_boolean_member (object, "somebody_else", refusal->somebody_else);
  json_object_set_boolean_member (object, "given_back", refusal->given_back);
  json_object_set_boolean_member (object, "other", !known);
  if (is_cap)
    add_cap (page, object, &verdict->cap.cap, verdict->cap.spent_ore);
  take_string (object, "left", brik_language_money (page->language, verdict->left_ore));
  take_string (object, "basket",
               refusal->total_ore > 0 ? brik_language_amount (page->language, refusal->total_ore) : NULL);
  return object;
}

static JsonArray *
model_lines (BrikPage *page, const BrikStatementRow *booking, gsize n_lines)
{
  JsonArray *lines = json_array_new ();

  for (gsize i = 0; i < n_lines; i++)
    {
      const BrikBasketLine *line = &booking->lines[i];
      JsonObject *object = json_object_new ();

      json_object_set_int_member (object, "quantity", line->quantity);
      json_object_set_string_member (object, "name", line->name);
      take_string (object, "amount", brik_language_amount (page->language, brik_basket_line_total (line)));
      json_object_set_boolean_member (object, "last", i + 1 == n_lines);
      json_array_add_object_element (lines, object);
    }
  return lines;
}

static void
add_lines (BrikPage *page, JsonObject *object, const BrikStatementRow *booking, gboolean all)
{
  gsize n_lines = all ? booking->n_lines : MIN (booking->n_lines, LINES_AT_A_GLANCE);
  guint n_more = booking->n_lines - n_lines;

  json_object_set_array_member (object, "lines", model_lines (page, booking, n_lines));
  take_string (object, "more",
               n_more > 0 ? brik_language_plural (page->language, "and one more", "and {n} more", n_more)
                          : NULL);
}

static void
add_booking (BrikPage *page, JsonObject *object, const BrikStatementRow *booking)
{
  json_object_set_boolean_member (object, "purchase", booking->type == BRIK_STATEMENT_SALE);
  json_object_set_boolean_member (object, "undo", booking->type == BRIK_STATEMENT_UNDO);
  json_object_set_boolean_member (object, "opening", booking->type == BRIK_STATEMENT_OPENING);
  json_object_set_boolean_member (object, "late", booking->late);
  json_object_set_boolean_member (object, "undone", booking->undone);
  json_object_set_boolean_member (object, "in", booking->amount_ore >= 0);
  take_string (object, "time",
               brik_language_time (page->language, page->municipality->zone, booking->at_us, page->now_us));
  take_string (object, "where", brik_page_where (booking->place_name, booking->till_name));
  take_string (object, "balance", brik_language_amount (page->language, booking->balance_ore));
  if (booking->amount_ore > 0)
    {
      g_autofree char *amount = brik_language_amount (page->language, booking->amount_ore);

      take_string (object, "amount", g_strconcat ("+", amount, NULL));
    }
  else
    take_string (object, "amount", brik_language_amount (page->language, booking->amount_ore));
}

static void
add_refusal (BrikPage *page, JsonObject *object, const BrikRefusalRow *refusal, const gint64 *balance_ore)
{
  json_object_set_object_member (object, "reason", brik_page_model_reason (page, refusal));
  take_string (object, "time",
               brik_language_time (page->language, page->municipality->zone, refusal->at_us, page->now_us));
  take_string (object, "where", brik_page_where (refusal->place_name, refusal->till_name));
  take_string (object, "balance",
               balance_ore != NULL ? brik_language_amount (page->language, *balance_ore) : NULL);
}

JsonObject *
brik_page_model_row (BrikPage *page, const BrikPageRow *row, const gint64 *balance_ore, gboolean named)
{
  JsonObject *object = json_object_new ();

  take_string (object, "first_name", named ? brik_page_first_name (row->holding->person_name) : NULL);
  json_object_set_boolean_member (object, "refusal", row->refusal != NULL);
  if (row->refusal != NULL)
    add_refusal (page, object, row->refusal, balance_ore);
  else
    {
      add_booking (page, object, row->booking);
      add_lines (page, object, row->booking, !named);
    }
  return object;
}

static gboolean
has_other_account (BrikPage *page, const BrikHolding *holding)
{
  for (guint i = 0; i < page->holdings->len; i++)
    {
      const BrikHolding *other = page->holdings->pdata[i];

      if (other != holding && strcmp (other->person, holding->person) == 0)
        return TRUE;
    }
  return FALSE;
}

void
brik_page_add_choices (BrikPage *page, const BrikHolding *current, const char *page_name)
{
  JsonObject *choices;
  JsonArray *accounts;

  if (page->holdings->len < 2)
    return;
  choices = json_object_new ();
  accounts = json_array_new ();
  for (guint i = 0; i < page->holdings->len; i++)
    {
      const BrikHolding *holding = page->holdings->pdata[i];
      JsonObject *object = json_object_new ();

      take_string (object, "href", g_strconcat ("/accounts/", holding->account, "/", page_name, NULL));
      take_string (object, "label",
                   has_other_account (page, holding)
                     ? g_strconcat (holding->person_name, " · ", holding->account_name, NULL)
                     : g_strdup (holding->person_name));
      json_object_set_boolean_member (object, "current", holding == current);
      json_array_add_object_element (accounts, object);
    }
  json_object_set_array_member (choices, "accounts", accounts);
  json_object_set_object_member (page->data, "choices", choices);
}

static void
add_page_link (BrikPage *page, JsonObject *pager, const char *name, const char *query, guint number)
{
  take_string (pager, name,
               g_strdup_printf ("%s?%s%spage=%u", brik_http_request_get_path (page->request), query,
                                query[0] != '\0' ? "&" : "", number));
}

void
brik_page_add_pager (BrikPage *page, const char *query, guint number, gboolean has_older)
{
  JsonObject *pager;

  if (number == 0 && !has_older)
    return;
  pager = json_object_new ();
  if (number > 0)
    add_page_link (page, pager, "newer", query, number - 1);
  if (has_older)
    add_page_link (page, pager, "older", query, number + 1);
  json_object_set_object_member (page->data, "pager", pager);
}

guint
brik_page_get_number (BrikPage *page, guint max)
{
  const char *text = brik_http_request_get_query (page->request, "page");
  guint64 number = 0;

  if (text == NULL || !g_ascii_string_to_unsigned (text, 10, 0, max, &number, NULL))
    return 0;
  return number;
}
