/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "brik-display-till.h"
#include "brik-display.h"
#include "till/brik-enrol-page.h"
#include "till/brik-language.h"

typedef struct
{
  BrikDisplayTill *till;
  GtkWidget *page;
  GtkWindow *window;
  GSocketService *portal;
  const char *answer;
  char *address;
  gboolean enrolled;
} Fixture;

static void
on_enrolled (BrikEnrolPage *page, Fixture *fixture)
{
  fixture->enrolled = TRUE;
}

/* A portal that says one thing to everybody; on a thread of its own. */
static gboolean
on_portal_run (GThreadedSocketService *portal,
               GSocketConnection *connection,
               GObject *source,
               Fixture *fixture)
{
  char request[4096];
  GInputStream *input = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  GOutputStream *output = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  const char *answer = g_atomic_pointer_get (&fixture->answer);

  if (g_input_stream_read (input, request, sizeof request, NULL, NULL) > 0)
    g_output_stream_write_all (output, answer, strlen (answer), NULL, NULL, NULL);
  return TRUE;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  guint16 port;

  fixture->portal = g_threaded_socket_service_new (1);
  port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (fixture->portal), NULL, &error);
  g_assert_no_error (error);
  g_signal_connect (fixture->portal, "run", G_CALLBACK (on_portal_run), fixture);
  fixture->address = g_strdup_printf ("http://localhost:%d", port);

  fixture->till = brik_display_till_new (BRIK_DISPLAY_NEW);
  fixture->page = g_object_new (BRIK_TYPE_ENROL_PAGE, "context", fixture->till->context, NULL);
  g_signal_connect (fixture->page, "enrolled", G_CALLBACK (on_enrolled), fixture);
  fixture->window = brik_display_show (fixture->page, 1024, 712);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (fixture->window);
  brik_display_till_free (fixture->till);
  g_socket_service_stop (fixture->portal);
  g_socket_listener_close (G_SOCKET_LISTENER (fixture->portal));
  g_object_unref (fixture->portal);
  g_free (fixture->address);
}

static GtkEditable *
find_entry (Fixture *fixture, const char *label)
{
  GtkWidget *name = brik_display_find (fixture->page, GTK_TYPE_LABEL, label);

  g_assert_nonnull (name);
  return GTK_EDITABLE (gtk_label_get_mnemonic_widget (GTK_LABEL (name)));
}

static GtkEditable *
find_portal (Fixture *fixture)
{
  return find_entry (fixture,
                     g_str_equal (brik_language_get (), "da") ? "Portalens adresse" : "The portal's address");
}

static GtkEditable *
find_code (Fixture *fixture)
{
  return find_entry (fixture,
                     g_str_equal (brik_language_get (), "da") ? "Tilslutningskode" : "Enrolment code");
}

static void
connect_to (Fixture *fixture, const char *address, const char *code)
{
  gtk_editable_set_text (find_portal (fixture), address);
  gtk_editable_set_text (find_code (fixture), code);
  brik_display_click (fixture->page, _ ("Connect"));
}

static void
assert_problem (Fixture *fixture, const char *answer, const char *problem)
{
  g_atomic_pointer_set (&fixture->answer, answer);
  connect_to (fixture, fixture->address, "123456");
  brik_display_wait_for_text (fixture->page, problem);
  g_assert_false (brik_ledger_is_enrolled (fixture->till->ledger));
  g_assert_false (fixture->enrolled);
}

static void
test_looks (Fixture *fixture, gconstpointer data)
{
  g_assert_true (brik_display_shows (fixture->page, _ ("Connect the till")));
  brik_display_look_at (fixture->window, "enrol");
}

/* Nothing can be sent before both are there; keys go to the field that has the focus, else to the code. */
static void
test_keyboard (Fixture *fixture, gconstpointer data)
{
  GtkWidget *connect = brik_display_find (fixture->page, GTK_TYPE_BUTTON, _ ("Connect"));

  g_assert_false (gtk_widget_is_sensitive (connect));
  gtk_widget_grab_focus (GTK_WIDGET (find_portal (fixture)));
  brik_display_click (fixture->page, "b");
  brik_display_click (fixture->page, "ø");
  brik_display_click (fixture->page, "g");
  brik_display_click (fixture->page, _ ("Erase"));
  g_assert_cmpstr (gtk_editable_get_text (find_portal (fixture)), ==, "bø");
  g_assert_false (gtk_widget_is_sensitive (connect));
  gtk_widget_grab_focus (GTK_WIDGET (find_code (fixture)));
  brik_display_click (fixture->page, "4");
  brik_display_click (fixture->page, "k");
  brik_display_click (fixture->page, "-");
  g_assert_cmpstr (gtk_editable_get_text (find_code (fixture)), ==, "4k-");
  g_assert_true (gtk_widget_is_sensitive (connect));
}

static void
test_unreachable (Fixture *fixture, gconstpointer data)
{
  connect_to (fixture, "http://localhost:1", "123456");
  brik_display_wait_for_text (fixture->page, _ ("The portal does not answer. Check the network."));
  brik_display_look_at (fixture->window, "enrol-unreachable");
  /* What was typed is still there to be mended. */
  g_assert_cmpstr (gtk_editable_get_text (find_portal (fixture)), ==, "http://localhost:1");
  g_assert_true (gtk_widget_is_sensitive (brik_display_find (fixture->page, GTK_TYPE_BUTTON, _ ("Connect"))));
}

static void
test_wrong_code (Fixture *fixture, gconstpointer data)
{
  assert_problem (fixture, "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
                  _ ("The code is wrong or used. Check it, or ask the office for a new one."));
}

static void
test_expired_code (Fixture *fixture, gconstpointer data)
{
  assert_problem (fixture, "HTTP/1.1 410 Gone\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
                  _ ("The code is too old. Ask the office for a new one."));
}

static void
test_no_portal (Fixture *fixture, gconstpointer data)
{
  assert_problem (fixture, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
                  _ ("There is no portal at this address. Check it."));
  assert_problem (
    fixture,
    "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\nConnection: close\r\n\r\n<html>",
    _ ("What answers is not the portal, or not one that this till understands. Check the network and the "
       "address, or ask the office."));
}

static gboolean
is_enrolled (gpointer user_data)
{
  return ((Fixture *) user_data)->enrolled;
}

/* Once the portal has taken the till on, a first snapshot that does not come is sync's business, not the
 * page's. */
static void
test_taken_on (Fixture *fixture, gconstpointer data)
{
  static const char answer[] = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 42\r\n"
                               "Connection: close\r\n\r\n{\"till\":\"kasse-1\",\"time\":1795171320000000}  ";

  g_atomic_pointer_set (&fixture->answer, answer);
  connect_to (fixture, fixture->address, "123456");
  brik_display_wait_until (is_enrolled, fixture);
  g_assert_true (brik_ledger_is_enrolled (fixture->till->ledger));
  g_assert_cmpstr (brik_ledger_get_till (fixture->till->ledger), ==, "kasse-1");
}

#define ADD(name, test) g_test_add ("/display/enrol/" name, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  brik_display_init (&argc, &argv);
  ADD ("looks", test_looks);
  ADD ("keyboard", test_keyboard);
  ADD ("unreachable", test_unreachable);
  ADD ("wrong-code", test_wrong_code);
  ADD ("expired-code", test_expired_code);
  ADD ("no-portal", test_no_portal);
  ADD ("taken-on", test_taken_on);
  return g_test_run ();
}
