/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "brik-display-till.h"
#include "brik-display.h"
#include "till/brik-language.h"
#include "till/brik-status-bar.h"
#include "till/brik-status-pill.h"

typedef struct
{
  BrikDisplayTill *till;
  GtkWidget *bar;
  GtkWindow *window;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->till = brik_display_till_new (BRIK_DISPLAY_FILLED);
  fixture->bar =
    g_object_new (BRIK_TYPE_STATUS_BAR, "context", fixture->till->context, "valign", GTK_ALIGN_START, NULL);
  fixture->window = brik_display_show (fixture->bar, 1024, 712);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (fixture->window);
  brik_display_till_free (fixture->till);
}

static gboolean
is_danish (void)
{
  return g_str_equal (brik_language_get (), "da");
}

static BrikMood
get_mood (Fixture *fixture, const char *label)
{
  GtkWidget *pill = brik_display_find (fixture->bar, BRIK_TYPE_STATUS_PILL, label);
  BrikMood mood;

  g_assert_nonnull (pill);
  g_object_get (pill, "mood", &mood, NULL);
  return mood;
}

static void
test_who_and_where (Fixture *fixture, gconstpointer data)
{
  g_assert_true (brik_display_shows (fixture->bar, "Nørre Skole · Kasse 1"));
  g_assert_true (brik_display_shows (fixture->bar, is_danish () ? "11.42" : "11:42"));
  g_assert_true (brik_display_shows (fixture->bar, _ ("Menu")));
  brik_till_context_set_cashier_name (fixture->till->context, BRIK_DISPLAY_CASHIER);
  g_assert_true (brik_display_shows (fixture->bar, BRIK_DISPLAY_CASHIER));
}

static void
on_notify (GObject *object, GParamSpec *pspec, guint *n_notified)
{
  ++*n_notified;
}

/* The bar is told of the time only when the minute shown changes. */
static void
test_clock (Fixture *fixture, gconstpointer data)
{
  guint n_notified = 0;

  g_signal_connect (fixture->till->context, "notify::now", G_CALLBACK (on_notify), &n_notified);
  brik_clock_advance_fake (fixture->till->clock, 59 * G_USEC_PER_SEC);
  brik_till_context_tick (fixture->till->context);
  g_assert_cmpuint (n_notified, ==, 0);
  brik_clock_advance_fake (fixture->till->clock, G_USEC_PER_SEC);
  brik_till_context_tick (fixture->till->context);
  g_assert_cmpuint (n_notified, ==, 1);
  g_assert_true (brik_display_shows (fixture->bar, is_danish () ? "11.43" : "11:43"));
}

static void
on_sell_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikOutcome) outcome = brik_ledger_sell_finish (BRIK_LEDGER (source), result, &error);

  g_assert_no_error (error);
  g_assert_cmpint (outcome->verdict.reason, ==, BRIK_REASON_NONE);
}

static void
sell (Fixture *fixture, guint n_sales)
{
  g_autoptr (BrikBasket) basket = brik_basket_new ();

  brik_basket_add (basket, "vare-07", "Ost", 1, 300, 2500, NULL);
  for (guint i = 0; i < n_sales; i++)
    {
      g_autofree char *id = brik_id_new ();

      brik_ledger_sell_async (fixture->till->ledger, id, BRIK_DISPLAY_UID_ALMA, basket, NULL, on_sell_ready,
                              NULL);
    }
}

/* Offline: since when, how many sales wait (not entries: signing in is one too), and how old the data is once
 * that is more than an hour. */
static void
test_offline (Fixture *fixture, gconstpointer data)
{
  const char *since =
    is_danish () ? "Offline siden 11.42 · 2 salg venter" : "Offline since 11:42 · 2 sales wait";
  const char *old = is_danish () ? "Offline siden 11.42 · 2 salg venter · data 3 t. gamle"
                                 : "Offline since 11:42 · 2 sales wait · data 3 h old";

  brik_display_till_sign_in (fixture->till);
  sell (fixture, 2);
  brik_display_wait_for_text (fixture->bar, since);
  g_assert_cmpint (get_mood (fixture, since), ==, BRIK_MOOD_WAITING);
  brik_clock_advance_fake (fixture->till->clock, 3 * G_TIME_SPAN_HOUR);
  brik_till_context_tick (fixture->till->context);
  g_assert_cmpint (get_mood (fixture, old), ==, BRIK_MOOD_WAITING);
}

static void
test_reader_ready (Fixture *fixture, gconstpointer data)
{
  brik_display_till_start_reader (fixture->till, "ready\tPN532\n");
  brik_display_wait_for_text (fixture->bar, _ ("Reader ready"));
  g_assert_cmpint (get_mood (fixture, _ ("Reader ready")), ==, BRIK_MOOD_GOOD);
}

static void
test_reader_fault (Fixture *fixture, gconstpointer data)
{
  brik_display_till_start_reader (fixture->till, "fault\tmissing\tno such device\n");
  brik_display_wait_for_text (fixture->bar, _ ("Reader is missing"));
  g_assert_cmpint (get_mood (fixture, _ ("Reader is missing")), ==, BRIK_MOOD_FAULT);
}

/* A touch on a pill tells the whole story, with what to do. */
static void
test_story (Fixture *fixture, gconstpointer data)
{
  GtkWidget *pill;
  g_autofree char *story = NULL;

  brik_display_till_start_reader (fixture->till, "fault\tmissing\tno such device\n");
  brik_display_wait_for_text (fixture->bar, _ ("Reader is missing"));
  brik_display_click (fixture->bar, _ ("Reader is missing"));
  brik_display_wait_for_text (fixture->bar, _ ("Check that the reader's cable is plugged in."));
  pill = brik_display_find (fixture->bar, BRIK_TYPE_STATUS_PILL, _ ("Reader is missing"));
  g_assert_null (pill); /* the open story is part of it now */
  g_assert_true (brik_display_shows (fixture->bar, "no such device"));
}

/* The longest that the bar can have to say still fits the smallest screen, and the clock stays in sight. */
static void
test_long_texts (Fixture *fixture, gconstpointer data)
{
  BrikChangesPage *page = brik_display_records_new ();
  BrikPlaceRecord *place = ((BrikChange *) g_ptr_array_index (page->changes, 0))->place;

  g_free (place->place_name);
  place->place_name = g_strdup ("Sankt Birgittes Skole og Fritidshjem, afdeling Nørremarken");
  brik_display_till_apply (fixture->till, page);
  brik_till_context_set_cashier_name (fixture->till->context, "Birgitte Sørensen-Andersen");
  brik_display_till_start_reader (fixture->till, "fault\tsilent\tno reader answers\n");
  brik_display_wait_for_text (fixture->bar, _ ("Reader does not answer"));
  brik_clock_advance_fake (fixture->till->clock, 50 * G_TIME_SPAN_HOUR);
  brik_till_context_tick (fixture->till->context);
  brik_display_look_at (fixture->window, "status-long");
  g_assert_true (brik_display_shows (fixture->bar, is_danish () ? "13.42" : "13:42"));
}

#define ADD(name, test) g_test_add ("/display/status/" name, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  brik_display_init (&argc, &argv);
  ADD ("who-and-where", test_who_and_where);
  ADD ("clock", test_clock);
  ADD ("offline", test_offline);
  ADD ("reader-ready", test_reader_ready);
  ADD ("reader-fault", test_reader_fault);
  ADD ("story", test_story);
  ADD ("long-texts", test_long_texts);
  return g_test_run ();
}
