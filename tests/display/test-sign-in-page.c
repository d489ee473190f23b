/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "brik-display-till.h"
#include "brik-display.h"
#include "till/brik-sign-in-page.h"

#define MANY 60

typedef struct
{
  BrikDisplayTill *till;
  GtkWidget *page;
  GtkWindow *window;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->till = brik_display_till_new (BRIK_DISPLAY_FILLED);
  fixture->page = g_object_new (BRIK_TYPE_SIGN_IN_PAGE, "context", fixture->till->context, NULL);
  fixture->window = brik_display_show (fixture->page, 1024, 712);
  brik_display_wait_for_text (fixture->page, BRIK_DISPLAY_CASHIER);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (fixture->window);
  brik_display_till_free (fixture->till);
}

static gboolean
is_signed_in (gpointer user_data)
{
  return brik_till_context_get_cashier_name (user_data) != NULL;
}

static void
type_pin (Fixture *fixture, const char *pin)
{
  for (const char *digit = pin; *digit != '\0'; digit++)
    {
      const char key[] = { *digit, '\0' };
      brik_display_click (fixture->page, key);
    }
}

static void
test_touch (Fixture *fixture, gconstpointer data)
{
  brik_display_look_at (fixture->window, "sign-in");
  brik_display_click (fixture->page, BRIK_DISPLAY_CASHIER);
  g_assert_true (brik_display_shows (fixture->page, _ ("Type your PIN")));
  type_pin (fixture, BRIK_DISPLAY_PIN);
  g_assert_true (brik_display_shows (fixture->page, "● ● ● ●"));
  brik_display_look_at (fixture->window, "sign-in-typing");
  brik_display_click (fixture->page, _ ("OK"));
  brik_display_wait_until (is_signed_in, fixture->till->context);
  g_assert_cmpstr (brik_till_context_get_cashier_name (fixture->till->context), ==, BRIK_DISPLAY_CASHIER);
  g_assert_cmpstr (brik_ledger_get_cashier (fixture->till->ledger), ==, BRIK_DISPLAY_CASHIER_ID);
  /* Nothing of it stays behind for the next one. */
  g_assert_false (brik_display_shows (fixture->page, "●"));
  g_assert_true (brik_display_shows (fixture->page, _ ("Touch your name")));
}

static void
test_keyboard (Fixture *fixture, gconstpointer data)
{
  brik_display_click (fixture->page, BRIK_DISPLAY_CASHIER);
  brik_display_press_key (fixture->page, GDK_KEY_1);
  brik_display_press_key (fixture->page, GDK_KEY_KP_2);
  brik_display_press_key (fixture->page, GDK_KEY_9);
  brik_display_press_key (fixture->page, GDK_KEY_BackSpace);
  brik_display_press_key (fixture->page, GDK_KEY_3);
  brik_display_press_key (fixture->page, GDK_KEY_4);
  brik_display_press_key (fixture->page, GDK_KEY_Return);
  brik_display_wait_until (is_signed_in, fixture->till->context);
}

/* A keypad's digits are a PIN with Num Lock off too, as it is when a machine starts. */
static void
test_keypad_unlocked (Fixture *fixture, gconstpointer data)
{
  brik_display_click (fixture->page, BRIK_DISPLAY_CASHIER);
  brik_display_press_key (fixture->page, GDK_KEY_KP_End);
  brik_display_press_key (fixture->page, GDK_KEY_KP_Down);
  brik_display_press_key (fixture->page, GDK_KEY_KP_Page_Down);
  brik_display_press_key (fixture->page, GDK_KEY_KP_Left);
  g_assert_true (brik_display_shows (fixture->page, "● ● ● ●"));
  brik_display_press_key (fixture->page, GDK_KEY_KP_Enter);
  brik_display_wait_until (is_signed_in, fixture->till->context);
}

static void
test_wrong_pin (Fixture *fixture, gconstpointer data)
{
  brik_display_click (fixture->page, BRIK_DISPLAY_CASHIER);
  type_pin (fixture, "1111");
  brik_display_click (fixture->page, _ ("OK"));
  brik_display_wait_for_text (fixture->page, _ ("Wrong PIN. Try again."));
  brik_display_look_at (fixture->window, "sign-in-wrong");
  g_assert_false (brik_display_shows (fixture->page, "●"));
  g_assert_null (brik_till_context_get_cashier_name (fixture->till->context));
  /* The name stays chosen: only the PIN is typed again. */
  type_pin (fixture, BRIK_DISPLAY_PIN);
  g_assert_false (brik_display_shows (fixture->page, _ ("Wrong PIN. Try again.")));
  brik_display_click (fixture->page, _ ("OK"));
  brik_display_wait_until (is_signed_in, fixture->till->context);
}

/* The pad is dead until a name is chosen, and OK until there is a digit. */
static void
test_order (Fixture *fixture, gconstpointer data)
{
  GtkWidget *one = brik_display_find (fixture->page, GTK_TYPE_BUTTON, "1");
  GtkWidget *ok = brik_display_find (fixture->page, GTK_TYPE_BUTTON, _ ("OK"));

  g_assert_false (gtk_widget_is_sensitive (one));
  brik_display_press_key (fixture->page, GDK_KEY_1);
  g_assert_false (brik_display_shows (fixture->page, "●"));
  brik_display_click (fixture->page, BRIK_DISPLAY_CASHIER);
  g_assert_true (gtk_widget_is_sensitive (one));
  g_assert_false (gtk_widget_is_sensitive (ok));
  brik_display_click (fixture->page, "1");
  g_assert_true (gtk_widget_is_sensitive (ok));
  /* Another name takes the digits away. */
  brik_display_click (fixture->page, "Anders L.");
  g_assert_false (brik_display_shows (fixture->page, "●"));
}

/* Only those who may sell, however many; a page too small for all scrolls. */
static void
test_many (Fixture *fixture, gconstpointer data)
{
  BrikChangesPage *page = brik_display_records_new ();

  page->start_over = FALSE;
  page->cursor = 2;
  g_ptr_array_set_size (page->changes, 0);
  for (int i = 0; i < MANY; i++)
    {
      BrikStaffRecord *person = g_new0 (BrikStaffRecord, 1);
      BrikChange *change = g_new0 (BrikChange, 1);
      person->id = g_strdup_printf ("p%d", i);
      person->name = g_strdup_printf ("Person %d", i);
      person->pin_hash = g_strdup ("$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHRzb21l$aGFzaA");
      person->active = i != 7;
      change->kind = BRIK_RECORD_STAFF;
      change->id = g_strdup (person->id);
      change->staff = person;
      g_ptr_array_add (page->changes, change);
    }
  brik_display_till_apply (fixture->till, page);
  brik_display_wait_for_text (fixture->page, "Person 59");
  g_assert_false (brik_display_shows (fixture->page, "Person 7"));
  brik_display_look_at (fixture->window, "sign-in-many");
}

#define ADD(name, test) g_test_add ("/display/sign-in/" name, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  brik_display_init (&argc, &argv);
  ADD ("touch", test_touch);
  ADD ("keyboard", test_keyboard);
  ADD ("keypad-unlocked", test_keypad_unlocked);
  ADD ("wrong-pin", test_wrong_pin);
  ADD ("order", test_order);
  ADD ("many", test_many);
  return g_test_run ();
}
