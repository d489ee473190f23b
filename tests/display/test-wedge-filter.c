/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include <gdk/x11/gdkx.h>
#include <string.h>

#include "brik-display-till.h"
#include "brik-display.h"
#include "till/brik-sale-view.h"
#include "till/brik-till-window.h"
#include "till/brik-wedge-filter.h"

/* A window with a text field, and real keys: xdotool presses them on the X server, whose time they carry. */
typedef struct
{
  GtkWindow *window;
  GtkWidget *field;
  BrikWedgeFilter *filter;
  GString *scans;
  guint n_broken;
  gboolean typing;
  guint n_empty;   /* times that the field was so */
  GPtrArray *seen; /* by somebody before the filter: the keys */
} Desk;

/* On a machine that is busy xdotool itself may be held up in the middle of a scan. */
#define TRIES 30

static void
on_scan (Desk *desk, const char *text)
{
  g_string_append_printf (desk->scans, "%s|", text);
}

static void
on_broken (Desk *desk)
{
  desk->n_broken++;
}

static gboolean
is_focused (gpointer user_data)
{
  return gtk_window_is_active (((Desk *) user_data)->window);
}

static void
on_xdotool_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  g_subprocess_wait_check_finish (G_SUBPROCESS (source), result, &error);
  g_assert_no_error (error);
  ((Desk *) user_data)->typing = FALSE;
}

static gboolean
is_done (gpointer user_data)
{
  return !((Desk *) user_data)->typing;
}

static gboolean
on_time_over (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

static gboolean
is_over (gpointer user_data)
{
  return *(gboolean *) user_data;
}

static void
wait_ms (guint ms)
{
  gboolean over = FALSE;

  g_timeout_add (ms, on_time_over, &over);
  brik_display_wait_until (is_over, &over);
}

/* xdotool, or setxkbmap. */
static void
run (Desk *desk, const char *const *arguments)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = g_subprocess_newv (arguments, G_SUBPROCESS_FLAGS_NONE, &error);

  g_assert_no_error (error);
  desk->typing = TRUE;
  g_subprocess_wait_check_async (process, NULL, on_xdotool_done, desk);
  brik_display_wait_until (is_done, desk);
  wait_ms (150); /* the last key's waiting */
}

/* xdotool waits half its delay after a key goes down and half after it goes up, but one of the two is lost:
 * from key to key it is half. */
static void
type (Desk *desk, guint pace_ms, const char *text)
{
  g_autofree char *delay = g_strdup_printf ("%u", 2 * pace_ms);

  run (desk, (const char *[]){ "xdotool", "type", "--delay", delay, text, NULL });
}

static void
focus (Desk *desk)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (desk->window));
  g_autofree char *id = g_strdup_printf ("%lu", gdk_x11_surface_get_xid (surface));

  run (desk, (const char *[]){ "xdotool", "windowfocus", "--sync", id, NULL });
  brik_display_wait_until (is_focused, desk);
}

static void
set_up (Desk *desk, gconstpointer data)
{
  desk->field = gtk_entry_new ();
  desk->window = brik_display_show (desk->field, 400, 100);
  desk->filter = brik_wedge_filter_new (GTK_WIDGET (desk->window));
  desk->scans = g_string_new (NULL);
  g_signal_connect_swapped (desk->filter, "scan", G_CALLBACK (on_scan), desk);
  g_signal_connect_swapped (desk->filter, "broken", G_CALLBACK (on_broken), desk);

  focus (desk);
  gtk_widget_grab_focus (desk->field);
  brik_display_settle (GTK_WIDGET (desk->window));
}

static void
tear_down (Desk *desk, gconstpointer data)
{
  g_clear_object (&desk->filter);
  gtk_window_destroy (desk->window);
  g_string_free (desk->scans, TRUE);
}

static const char *
field_text (Desk *desk)
{
  return gtk_editable_get_text (GTK_EDITABLE (desk->field));
}

static void
clear (Desk *desk)
{
  gtk_editable_set_text (GTK_EDITABLE (desk->field), "");
  g_string_truncate (desk->scans, 0);
  desk->n_broken = 0;
}

/* Types until what came of it is as expected: a scan that this machine held up in the middle is typed again.
 */
static void
assert_scans (Desk *desk, guint pace_ms, const char *text, const char *field, const char *scans)
{
  for (guint i = 0; i < TRIES; i++)
    {
      clear (desk);
      type (desk, pace_ms, text);
      if (g_str_equal (desk->scans->str, scans) && g_str_equal (field_text (desk), field))
        return;
      g_test_message ("held up: scans “%s”, field “%s”, %u broken", desk->scans->str, field_text (desk),
                      desk->n_broken);
    }
  g_test_fail_printf ("“%s” with %u ms: scans “%s”, field “%s”", text, pace_ms, desk->scans->str,
                      field_text (desk));
}

static void
test_scanner (Desk *desk, gconstpointer data)
{
  assert_scans (desk, 1, "5701234567899\n", "", "5701234567899|");
  assert_scans (desk, 12, "5701234567899\n", "", "5701234567899|");
  assert_scans (desk, 30, "04579A22352680\n", "", "04579A22352680|");
  assert_scans (desk, 4, "96385074\t72BF9961\n", "", "96385074|72BF9961|");
}

static void
test_slow_badge_reader (Desk *desk, gconstpointer data)
{
  /* The very limit is tests/reader/test-wedge.c's, whose keys come in no time: here each may be late by a
   * third.
   */
  assert_scans (desk, 42, "1925159265\n", "", "1925159265|");
}

/* In the right order, none twice, none lost; on a busy machine the pauses only grow. */
static void
test_person (Desk *desk, gconstpointer data)
{
  type (desk, 62, "Groenbolle 5701234567899");
  g_assert_cmpstr (field_text (desk), ==, "Groenbolle 5701234567899");
  g_assert_cmpstr (desk->scans->str, ==, "");
  g_assert_cmpuint (desk->n_broken, ==, 0);
}

/* Fingers that roll: whatever the pace, so few are a person's. */
static void
test_burst_of_a_person (Desk *desk, gconstpointer data)
{
  type (desk, 1, "skyr");
  type (desk, 30, "Juice");
  g_assert_cmpstr (field_text (desk), ==, "skyrJuice");
  g_assert_cmpstr (desk->scans->str, ==, "");
}

static void
test_key_held_down (Desk *desk, gconstpointer data)
{
  run (desk,
       (const char *[]){ "xdotool", "keydown", "5", "sleep", "1.2", "keyup", "5", "key", "Return", NULL });
  g_test_message ("field “%s”", field_text (desk));
  g_assert_cmpuint (strlen (field_text (desk)), >, 2);
  g_assert_cmpuint (strspn (field_text (desk), "5"), ==, strlen (field_text (desk)));
  g_assert_cmpstr (desk->scans->str, ==, "");
}

/* xdotool presses Num Lock for the digits of the keypad. */
static void
unlock_numbers (Desk *desk)
{
  GdkSeat *seat = gdk_display_get_default_seat (gtk_widget_get_display (desk->field));

  if (gdk_device_get_num_lock_state (gdk_seat_get_keyboard (seat)))
    run (desk, (const char *[]){ "xdotool", "key", "Num_Lock", NULL });
  g_assert_false (gdk_device_get_num_lock_state (gdk_seat_get_keyboard (seat)));
}

/* The digits stand elsewhere on other keyboards and behind Shift on some, and the keypad has its own; they
 * move the cursor where Num Lock is off, as it is when a machine starts. */
static void
test_keypad (Desk *desk, gconstpointer data)
{
  static const char *const keys[] = {
    "xdotool", "key",  "--delay", "2",    "KP_5", "KP_7", "KP_0", "KP_1",     "KP_2", "KP_3",
    "KP_4",    "KP_5", "KP_6",    "KP_7", "KP_8", "KP_9", "KP_9", "KP_Enter", NULL,
  };
  static const char *const unlocked[] = {
    "xdotool", "key",      "--delay",  "2",        "KP_Begin", "KP_Home",  "KP_Insert",
    "KP_End",  "KP_Down",  "KP_Next",  "KP_Left",  "KP_Begin", "KP_Right", "KP_Home",
    "KP_Up",   "KP_Prior", "KP_Prior", "KP_Enter", NULL,
  };

  for (guint i = 0; i < TRIES && strcmp (desk->scans->str, "5701234567899|5701234567899|") != 0; i++)
    {
      clear (desk);
      run (desk, keys);
      unlock_numbers (desk);
      run (desk, unlocked);
    }
  g_assert_cmpstr (desk->scans->str, ==, "5701234567899|5701234567899|");
  g_assert_cmpstr (field_text (desk), ==, "");

  /* A person's moves the cursor. */
  type (desk, 62, "sky");
  run (desk, (const char *[]){ "xdotool", "key", "KP_Home", NULL });
  type (desk, 62, "hej");
  g_assert_cmpstr (field_text (desk), ==, "hejsky");
}

/* A scanner that is set to an American keyboard presses these keys by their places. At a Danish desk digits
 * and letters are the same, and no number of goods or cards has anything else in it: the signs are not. */
static void
test_american_scanner (Desk *desk, gconstpointer data)
{
  /* 5701-2345/6789:0b, and ab12cd34 with Caps Lock on. */
  static const char *const keys[] = {
    "xdotool", "key", "--delay", "2",  "14", "16", "19", "10",       "20", "11", "12",     "13",
    "14",      "61",  "15",      "16", "17", "18", "19", "shift+47", "19", "56", "Return", NULL,
  };
  static const char *const capitals[] = {
    "xdotool", "key", "--delay", "2",  "Caps_Lock", "38",     "56",        "10",
    "11",      "54",  "40",      "12", "13",        "Return", "Caps_Lock", NULL,
  };

  run (desk, (const char *[]){ "setxkbmap", "dk", NULL });
  for (guint i = 0; i < TRIES && strcmp (desk->scans->str, "5701+2345-67890Æ0b|AB12CD34|") != 0; i++)
    {
      clear (desk);
      run (desk, keys);
      run (desk, capitals);
    }
  run (desk, (const char *[]){ "setxkbmap", "us", NULL });
  g_assert_cmpstr (desk->scans->str, ==, "5701+2345-67890Æ0b|AB12CD34|");
  g_assert_cmpstr (field_text (desk), ==, "");
}

/* A touch in the middle of a scan takes the focus elsewhere, and the scan stays whole. */
static void
test_touched (Desk *desk, gconstpointer data)
{
  static const char *const keys[] = { "xdotool", "key", "--delay", "2",       "5",         "7",  "0",
                                      "1",       "2",   "3",       "4",       "mousemove", "30", "30",
                                      "click",   "1",   "key",     "--delay", "2",         "5",  "6",
                                      "7",       "8",   "9",       "9",       "Return",    NULL };

  for (guint i = 0; i < TRIES && strcmp (desk->scans->str, "5701234567899|") != 0; i++)
    {
      clear (desk);
      run (desk, keys);
    }
  g_assert_cmpstr (desk->scans->str, ==, "5701234567899|");
  g_assert_cmpstr (field_text (desk), ==, "");
}

static void
on_changed (Desk *desk)
{
  desk->n_empty += *field_text (desk) == '\0';
}

/* The letter in front of a scan is gone again and what it has replaced is back; a search that was empty for a
 * moment would show all goods. */
static void
assert_letter_undone (Desk *desk, const char *text, int start_before, int end_before)
{
  GtkEditable *field = GTK_EDITABLE (desk->field);
  int start, end;
  gulong handler;

  for (guint i = 0; i < TRIES && (i == 0 || strcmp (desk->scans->str, "sae884263|") != 0); i++)
    {
      clear (desk);
      gtk_editable_set_text (field, text);
      /* That the selection before is gone comes from the X server, and would undo the new one. */
      gdk_display_sync (gtk_widget_get_display (desk->field));
      brik_display_settle (desk->field);
      gtk_editable_select_region (field, start_before, end_before);
      desk->n_empty = 0;
      handler = g_signal_connect_swapped (field, "changed", G_CALLBACK (on_changed), desk);
      type (desk, 2, "sae884263\n");
      g_signal_handler_disconnect (field, handler);
    }
  g_assert_cmpstr (field_text (desk), ==, text);
  /* GTK itself deletes what is selected before it inserts what is typed. */
  g_assert_cmpuint (desk->n_empty, <=, (end_before - start_before) / g_utf8_strlen (text, -1));
  gtk_editable_get_selection_bounds (field, &start, &end);
  g_assert_cmpint (start, ==, start_before);
  g_assert_cmpint (end, ==, end_before);
  g_assert_cmpint (gtk_editable_get_position (field), ==, end_before);
}

/* A letter does not wait to be known for a person's; that of a scan is taken back. */
static void
test_letter_first (Desk *desk, gconstpointer data)
{
  assert_scans (desk, 2, "B2BF9961\n", "", "B2BF9961|");
  assert_scans (desk, 30, "sae884263\n", "", "sae884263|");

  assert_letter_undone (desk, "smørbrød", 8, 8);
  assert_letter_undone (desk, "smørbrød", 3, 3);
  assert_letter_undone (desk, "smørbrød", 2, 4);
  assert_letter_undone (desk, "smørbrød", 0, 8);
  gtk_entry_set_overwrite_mode (GTK_ENTRY (desk->field), TRUE);
  assert_letter_undone (desk, "øl", 0, 0);
}

static gboolean
is_key (GdkEvent *event)
{
  GdkEventType type = gdk_event_get_event_type (event);

  return type == GDK_KEY_PRESS || type == GDK_KEY_RELEASE;
}

/* What comes a second time never gets to the filter. */
static gboolean
take_second (Desk *desk, GdkEvent *event)
{
  if (!is_key (event))
    return GDK_EVENT_PROPAGATE;
  if (g_ptr_array_find (desk->seen, event, NULL))
    return GDK_EVENT_STOP;
  g_ptr_array_add (desk->seen, gdk_event_ref (event));
  return GDK_EVENT_PROPAGATE;
}

static gboolean
take_all (Desk *desk, GdkEvent *event)
{
  if (!is_key (event))
    return GDK_EVENT_PROPAGATE;
  g_ptr_array_add (desk->seen, gdk_event_ref (event));
  return GDK_EVENT_STOP;
}

/* Runs @arguments while somebody sees the keys before the filter: what @take stops never gets there. */
static void
run_taken (Desk *desk, const char *const *arguments, gboolean (*take) (Desk *desk, GdkEvent *event))
{
  GtkEventController *controller = gtk_event_controller_legacy_new ();

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (controller, "event", G_CALLBACK (take), desk);
  gtk_widget_add_controller (GTK_WIDGET (desk->window), controller);
  desk->seen = g_ptr_array_new_with_free_func ((GDestroyNotify) gdk_event_unref);
  run (desk, arguments);
  gtk_widget_remove_controller (GTK_WIDGET (desk->window), controller);
}

/* Runs @arguments while the main loop stands still: all the keys are there when it goes on. */
static void
run_stalled (Desk *desk, const char *const *arguments)
{
  run_taken (desk, arguments, take_all);
  for (guint i = 0; i < desk->seen->len; i++)
    gdk_display_put_event (gtk_widget_get_display (desk->field), g_ptr_array_index (desk->seen, i));
  wait_ms (500);
  g_clear_pointer (&desk->seen, g_ptr_array_unref);
}

/* Keys that were given back and do not come again hold up none that come later. */
static void
test_taken_by_another (Desk *desk, gconstpointer data)
{
  run_taken (desk, (const char *[]){ "xdotool", "type", "--delay", "124", "12", NULL }, take_second);
  g_assert_cmpstr (field_text (desk), ==, "");
  g_clear_pointer (&desk->seen, g_ptr_array_unref);
  type (desk, 62, "345");
  g_assert_cmpstr (field_text (desk), ==, "345");
}

/* The letter in front of a scan has come to the field no sooner than what was typed before it. */
static void
test_stalled_scan (Desk *desk, gconstpointer data)
{
  static const char *const keys[] = { "xdotool", "key", "--delay", "124", "1", "2",      "sleep",
                                      "0.4",     "key", "--delay", "2",   "b", "2",      "b",
                                      "f",       "9",   "9",       "6",   "1", "Return", NULL };

  for (guint i = 0; i < TRIES && strcmp (desk->scans->str, "b2bf9961|") != 0; i++)
    {
      clear (desk);
      run_stalled (desk, keys);
    }
  g_assert_cmpstr (desk->scans->str, ==, "b2bf9961|");
  g_assert_cmpstr (field_text (desk), ==, "12");
  /* No key is taken for one that is still down. */
  type (desk, 62, "bb");
  g_assert_cmpstr (field_text (desk), ==, "12bb");
}

/* However much was typed meanwhile. */
static void
test_stalled_person (Desk *desk, gconstpointer data)
{
  static const char text[] =
    "1 kanelsnegl 2 rugbroed 3 groenbolle 4 skyr med muesli 5 pizza 6 kakaomaelk 7 vand";

  run_stalled (desk, (const char *[]){ "xdotool", "type", "--delay", "124", text, NULL });
  g_assert_cmpstr (field_text (desk), ==, text);
}

static GtkWidget *
find_type (GtkWidget *widget, GType type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_type (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* The whole till: scanned while the search has the focus, and at the sign-in page. */
static void
test_till (void)
{
  static const char *const rub_out[] = { "xdotool",   "key",       "--delay",   "150",       "BackSpace",
                                         "BackSpace", "BackSpace", "BackSpace", "BackSpace", "BackSpace",
                                         "BackSpace", "BackSpace", NULL };
  g_autoptr (BrikDisplayTill) till = brik_display_till_new (BRIK_DISPLAY_FILLED);
  Desk desk = { .window = brik_display_show (brik_till_window_new (NULL), 1366, 768) };
  BrikTillWindow *window = BRIK_TILL_WINDOW (desk.window);
  GtkWidget *entry;
  BrikSaleView *view;
  BrikBasketModel *basket;

  brik_ledger_set_online (till->ledger, TRUE);
  brik_till_window_set_context (window, till->context);
  focus (&desk);
  /* Four digits of it are a PIN; none of them may show. */
  type (&desk, 3, BRIK_DISPLAY_BARCODE_CHEESE "\n");
  for (guint i = 0; i < TRIES && brik_display_shows (GTK_WIDGET (window), "●"); i++)
    {
      run (&desk, rub_out);
      type (&desk, 3, BRIK_DISPLAY_BARCODE_CHEESE "\n");
    }
  g_assert_false (brik_display_shows (GTK_WIDGET (window), "●"));

  brik_display_till_sign_in (till);
  view = BRIK_SALE_VIEW (find_type (GTK_WIDGET (window), BRIK_TYPE_SALE_VIEW));
  basket = brik_sale_get_basket (brik_sale_view_get_sale (view));
  brik_display_settle (GTK_WIDGET (window));
  gtk_widget_activate_action (GTK_WIDGET (view), "sale.search", NULL);
  entry = find_type (GTK_WIDGET (window), GTK_TYPE_SEARCH_ENTRY);
  brik_display_settle (GTK_WIDGET (window));
  for (guint i = 0; i < TRIES && brik_basket_model_is_empty (basket); i++)
    {
      gtk_editable_set_text (GTK_EDITABLE (entry), "");
      type (&desk, 3, BRIK_DISPLAY_BARCODE_CHEESE "\n");
    }
  g_assert_cmpint (brik_basket_model_get_total (basket), ==, 300);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "");

  for (guint i = 0; i < TRIES && !brik_display_shows (GTK_WIDGET (window), "5709980101015"); i++)
    type (&desk, 3, "5709980101015\n");
  brik_display_screenshot (GTK_WIDGET (window), "scan-unknown");
  g_assert_cmpint (brik_basket_model_get_total (basket), ==, 300);
  gtk_window_destroy (desk.window);
}

int
main (int argc, char **argv)
{
  brik_display_init (&argc, &argv);

#define ADD(name, function)                                                                                  \
  g_test_add ("/display/wedge-filter/" name, Desk, NULL, set_up, function, tear_down)
  ADD ("scanner", test_scanner);
  ADD ("slow-badge-reader", test_slow_badge_reader);
  ADD ("person", test_person);
  ADD ("burst-of-a-person", test_burst_of_a_person);
  ADD ("key-held-down", test_key_held_down);
  ADD ("keypad", test_keypad);
  ADD ("american-scanner", test_american_scanner);
  ADD ("touched", test_touched);
  ADD ("letter-first", test_letter_first);
  ADD ("taken-by-another", test_taken_by_another);
  ADD ("stalled-scan", test_stalled_scan);
  ADD ("stalled-person", test_stalled_person);

  g_test_add_func ("/display/wedge-filter/till", test_till);

  return g_test_run ();
}
