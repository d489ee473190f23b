/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "brik-counter.h"

static gboolean
has_goods (gpointer user_data)
{
  BrikCounter *counter = user_data;

  return g_list_model_get_n_items (brik_goods_get_products (counter->goods)) > 0;
}

void
brik_counter_add_person (BrikChangesPage *page, const char *id, const char *name, const char *uid)
{
  BrikAccountRecord *account = g_new0 (BrikAccountRecord, 1);
  BrikCardRecord *card = g_new0 (BrikCardRecord, 1);
  BrikChange *change = g_new0 (BrikChange, 1);

  account->id = g_strdup (id);
  account->name = g_strdup ("Kantinekort");
  account->person = g_strdup (id);
  account->person_name = g_strdup (name);
  account->buyer = g_strdup ("pupil");
  account->balance_ore = 1000000;
  account->kinds_allowed = g_strsplit ("skole", ",", -1);
  account->caps = g_array_new (FALSE, TRUE, sizeof (BrikCap));
  account->spending = g_array_new (FALSE, TRUE, sizeof (BrikSpending));
  account->cards = g_ptr_array_new_with_free_func ((GDestroyNotify) brik_card_record_free);
  card->id = g_strdup_printf ("kort-%s", id);
  card->number = g_strdup (uid);
  card->uid = g_strdup (uid);
  card->state = BRIK_CARD_ACTIVE;
  g_ptr_array_add (account->cards, card);

  change->kind = BRIK_RECORD_ACCOUNT;
  change->id = g_strdup (id);
  change->account = account;
  g_ptr_array_add (page->changes, change);
}

static void
on_cue (BrikCounter *counter, BrikSound sound)
{
  g_array_append_val (counter->cues, sound);
}

static void
on_ask (BrikCounter *counter, const char *uid)
{
  g_free (counter->asked);
  counter->asked = g_strdup (uid);
}

/* A new sale at the same till: what was sold stays sold. */
void
brik_counter_renew_sale (BrikCounter *counter)
{
  g_clear_object (&counter->sale);
  g_array_set_size (counter->cues, 0);
  g_clear_pointer (&counter->asked, g_free);
  counter->sale = brik_sale_new (counter->till->ledger);
  g_signal_connect_swapped (counter->sale, "cue", G_CALLBACK (on_cue), counter);
  g_signal_connect_swapped (counter->sale, "ask", G_CALLBACK (on_ask), counter);
}

void
brik_counter_open (BrikCounter *counter)
{
  BrikChangesPage *page = brik_display_records_new ();

  brik_counter_add_person (page, "konto-rik", "Rik Rask", UID_RIK);
  brik_counter_add_person (page, "konto-anna", "Anna Næste", UID_ANNA);
  counter->till = brik_display_till_new (BRIK_DISPLAY_FILLED);
  brik_display_till_apply (counter->till, page);
  brik_display_till_sign_in (counter->till);
  brik_ledger_set_online (counter->till->ledger, TRUE);
  counter->goods = brik_goods_new (counter->till->ledger);
  counter->cues = g_array_new (FALSE, FALSE, sizeof (BrikSound));
  brik_display_wait_until (has_goods, counter);
  brik_counter_renew_sale (counter);
}

void
brik_counter_close (BrikCounter *counter)
{
  g_clear_object (&counter->sale);
  g_clear_object (&counter->goods);
  g_clear_pointer (&counter->cues, g_array_unref);
  g_clear_pointer (&counter->asked, g_free);
  brik_display_till_free (counter->till);
}

typedef struct
{
  BrikSale *sale;
  BrikSaleState state;
} Expected;

static gboolean
is_in_state (gpointer user_data)
{
  Expected *expected = user_data;

  return brik_sale_get_state (expected->sale) == expected->state;
}

void
brik_counter_wait_for (BrikCounter *counter, BrikSaleState state)
{
  Expected expected = { counter->sale, state };

  brik_display_wait_until (is_in_state, &expected);
}

gboolean
brik_counter_is_asked (gpointer user_data)
{
  return ((BrikCounter *) user_data)->asked != NULL;
}

static gboolean
is_answered (gpointer user_data)
{
  BrikSaleState state = brik_sale_get_state (((BrikCounter *) user_data)->sale);

  return state != BRIK_SALE_DECIDING &&
         (state != BRIK_SALE_ASKING || ((BrikCounter *) user_data)->asked != NULL);
}

/* Until the ledger and the portal are done with what was started. */
void
brik_counter_settle (BrikCounter *counter)
{
  brik_display_wait_until (is_answered, counter);
}

BrikProduct *
brik_counter_product (BrikCounter *counter, const char *id)
{
  BrikProduct *found = brik_goods_find (counter->goods, id);

  g_assert_nonnull (found);
  return found;
}

void
brik_counter_add (BrikCounter *counter, const char *id)
{
  brik_sale_add (counter->sale, brik_counter_product (counter, id));
}

void
brik_counter_tap (BrikCounter *counter, const char *uid)
{
  brik_sale_tap (counter->sale, BRIK_CHIP_ONE, uid);
}

guint
brik_counter_n_goods (BrikCounter *counter)
{
  return brik_basket_model_get_n_goods (brik_sale_get_basket (counter->sale));
}

gint64
brik_counter_total (BrikCounter *counter)
{
  return brik_basket_model_get_total (brik_sale_get_basket (counter->sale));
}

const char *
brik_counter_person (BrikCounter *counter)
{
  BrikPerson *shown = brik_sale_get_person (counter->sale);

  return shown != NULL ? brik_person_get_name (shown) : NULL;
}

gboolean
brik_counter_can (BrikCounter *counter, const char *property)
{
  gboolean value;

  g_object_get (counter->sale, property, &value, NULL);
  return value;
}

BrikSound
brik_counter_last_cue (BrikCounter *counter)
{
  g_assert_cmpuint (counter->cues->len, >, 0);
  return g_array_index (counter->cues, BrikSound, counter->cues->len - 1);
}

gint64
brik_counter_balance_of (BrikCounter *counter, const char *uid)
{
  gint64 balance_ore;

  g_assert_cmpint (brik_sale_get_state (counter->sale), ==, BRIK_SALE_IDLE);
  brik_counter_tap (counter, uid);
  brik_counter_wait_for (counter, BRIK_SALE_PERSON);
  g_object_get (brik_sale_get_person (counter->sale), "balance-ore", &balance_ore, NULL);
  brik_sale_clear (counter->sale);
  return balance_ore;
}

/* How a disk that is full looks to a program: every write that would make a file longer fails. */
