/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "reader/brik-reader-process.h"
#include "reader/brik-reader.h"
#include "line-process.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>

#define ALMA "04579A22352680"
#define SOON_MS 15000
#define NEVER_MS 700

/* The client; what it said is kept as text: "card:UID", "state:ready", "fault-code:lost", … */
typedef struct
{
  char *folder;
  char *script; /* a program that stands in for the real one, where a test needs it to misbehave */
  LineProcess *emulator;
  BrikReader *reader;
  GPtrArray *said;
} Fixture;

static void
on_uid (BrikReader *reader, const char *uid, gpointer user_data)
{
  Fixture *fixture = user_data;
  const char *signal = g_signal_name (g_signal_get_invocation_hint (reader)->signal_id);
  g_ptr_array_add (fixture->said, g_strdup_printf ("%s:%s", signal, uid));
}

static void
on_several (BrikReader *reader, gpointer user_data)
{
  Fixture *fixture = user_data;
  g_ptr_array_add (fixture->said, g_strdup ("several"));
}

static void
on_notify (GObject *reader, GParamSpec *pspec, gpointer user_data)
{
  Fixture *fixture = user_data;
  g_autofree char *text = NULL;

  if (pspec->value_type == BRIK_TYPE_READER_STATE)
    {
      BrikReaderState state = brik_reader_get_state (BRIK_READER (reader));
      g_autoptr (GEnumClass) states = g_type_class_ref (BRIK_TYPE_READER_STATE);
      text = g_strdup (g_enum_get_value (states, state)->value_nick);
    }
  else
    g_object_get (reader, pspec->name, &text, NULL);
  g_ptr_array_add (fixture->said, g_strdup_printf ("%s:%s", pspec->name, text != NULL ? text : ""));
}

static void
follow (Fixture *fixture, const char *program, const char *device)
{
  fixture->reader = brik_reader_new (program, device);
  g_signal_connect (fixture->reader, "card", G_CALLBACK (on_uid), fixture);
  g_signal_connect (fixture->reader, "removed", G_CALLBACK (on_uid), fixture);
  g_signal_connect (fixture->reader, "random", G_CALLBACK (on_uid), fixture);
  g_signal_connect (fixture->reader, "several", G_CALLBACK (on_several), fixture);
  g_signal_connect (fixture->reader, "notify", G_CALLBACK (on_notify), fixture);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  fixture->folder = g_dir_make_tmp ("brik-reader-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->script = g_build_filename (fixture->folder, "script", NULL);
  fixture->said = g_ptr_array_new_with_free_func (g_free);
}

static void
set_up_emulator (Fixture *fixture, gconstpointer data)
{
  set_up (fixture, data);
  g_autofree char *connection = pn532_connection (fixture->folder);
  g_autofree char *program = chip_reader_path ();
  fixture->emulator = pn532_process_new (fixture->folder);
  follow (fixture, program, connection);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->reader);
  g_clear_pointer (&fixture->emulator, line_process_free);
  remove_folder (fixture->folder);
  g_ptr_array_unref (fixture->said);
  g_free (fixture->script);
  g_free (fixture->folder);
}

static gboolean
on_deadline (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

static guint
count_said (Fixture *fixture, const char *what)
{
  guint n = 0;
  for (guint i = 0; i < fixture->said->len; i++)
    n += g_str_equal (fixture->said->pdata[i], what);
  return n;
}

static gboolean
wait_for (Fixture *fixture, const char *what, guint times, guint timeout_ms)
{
  gboolean over = FALSE;
  guint deadline = g_timeout_add (timeout_ms, on_deadline, &over);

  while (!over && (what == NULL || count_said (fixture, what) < times))
    g_main_context_iteration (NULL, TRUE);
  if (!over)
    g_source_remove (deadline);
  return !over;
}

/* Waits for it, and forgets it and all that was said before. */
static void
expect (Fixture *fixture, const char *what)
{
  if (!wait_for (fixture, what, 1, SOON_MS))
    {
      g_ptr_array_add (fixture->said, NULL);
      g_autofree char *said = g_strjoinv (" ", (char **) fixture->said->pdata);
      g_error ("\"%s\" was not said, but: %s", what, said);
    }
  guint index = 0;
  g_assert_true (g_ptr_array_find_with_equal_func (fixture->said, what, g_str_equal, &index));
  g_ptr_array_remove_range (fixture->said, 0, index + 1);
}

static void
listen (Fixture *fixture)
{
  wait_for (fixture, NULL, 0, NEVER_MS);
}

static void
act (Fixture *fixture, const char *command)
{
  pn532_process_do (fixture->emulator, command);
}

static void
test_tap (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (brik_reader_get_state (fixture->reader), ==, BRIK_READER_STOPPED);
  brik_reader_start (fixture->reader);
  expect (fixture, "state:starting");
  expect (fixture, "state:ready");
  g_assert_true (g_str_has_prefix (brik_reader_get_name (fixture->reader), "pn532_uart:"));
  act (fixture, "tap " ALMA);
  expect (fixture, "present:" ALMA);
  expect (fixture, "card:" ALMA);
  act (fixture, "lift");
  expect (fixture, "present:");
  expect (fixture, "removed:" ALMA);
  act (fixture, "tap " ALMA " 72BF9961");
  expect (fixture, "several");
  act (fixture, "lift");
  listen (fixture);
  act (fixture, "random");
  listen (fixture);
  g_assert_cmpuint (count_said (fixture, "card:" ALMA), ==, 0);
  g_assert_null (brik_reader_get_present (fixture->reader));
  g_assert_cmpuint (fixture->said->len, ==, 1);
  g_assert_true (g_str_has_prefix (fixture->said->pdata[0], "random:08"));
  brik_reader_stop (fixture->reader);
  expect (fixture, "state:stopped");
}

/* Our own child that runs the chip reader on this test's device. */
static GPid
find_process (Fixture *fixture)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc", 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename ("/proc", name, "cmdline", NULL);
      g_autofree char *arguments = NULL;
      gsize length = 0;
      if (g_ascii_isdigit (*name) && g_file_get_contents (path, &arguments, &length, NULL) &&
          g_str_has_suffix (arguments, "brik-chip-reader") &&
          memmem (arguments, length, fixture->folder, strlen (fixture->folder)))
        return (GPid) g_ascii_strtoull (name, NULL, 10);
    }
  return 0;
}

static void
test_killed_with_chip_lying (Fixture *fixture, gconstpointer data)
{
  brik_reader_start (fixture->reader);
  act (fixture, "tap " ALMA);
  expect (fixture, "card:" ALMA);
  for (guint i = 0; i < 2; i++)
    {
      GPid pid = find_process (fixture);
      g_assert_cmpint (pid, >, 0);
      kill (pid, SIGKILL);
      expect (fixture, "fault-code:ended");
      expect (fixture, "state:ready");
    }
  listen (fixture);
  g_assert_cmpuint (count_said (fixture, "card:" ALMA), ==, 0);
  act (fixture, "lift");
  expect (fixture, "removed:" ALMA);
  act (fixture, "tap " ALMA);
  expect (fixture, "card:" ALMA);
}

static void
run_script (Fixture *fixture, const char *body)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = g_strdup_printf ("#!/bin/sh\n%s\n", body);
  g_file_set_contents_full (fixture->script, text, -1, G_FILE_SET_CONTENTS_NONE, 0700, &error);
  g_assert_no_error (error);
  follow (fixture, fixture->script, "acr122_usb");
  brik_reader_start (fixture->reader);
}

/* Stopped, its own watchdog with it: it is killed from here. */
static void
test_stopped_with_chip_lying (Fixture *fixture, gconstpointer data)
{
  brik_reader_start (fixture->reader);
  act (fixture, "tap " ALMA);
  expect (fixture, "card:" ALMA);
  listen (fixture); /* it has said by now that it is alive */
  listen (fixture);
  kill (find_process (fixture), SIGSTOP);
  expect (fixture, "fault-code:hang");
  expect (fixture, "state:fault");
  expect (fixture, "state:ready");
  listen (fixture);
  g_assert_cmpuint (count_said (fixture, "card:" ALMA), ==, 0);
  act (fixture, "lift");
  expect (fixture, "removed:" ALMA);
}

/* One that has never said that it is alive may be as silent as it likes. */
static void
test_silent_from_the_start (Fixture *fixture, gconstpointer data)
{
  run_script (fixture, "printf 'ready\\tX\\n'; read x; exit 0");
  expect (fixture, "state:ready");
  wait_for (fixture, NULL, 0, (BRIK_READER_PROCESS_SILENT_S + 2) * 1000);
  g_assert_cmpint (brik_reader_get_state (fixture->reader), ==, BRIK_READER_READY);
}

static void
test_stop_and_start (Fixture *fixture, gconstpointer data)
{
  brik_reader_start (fixture->reader);
  act (fixture, "tap " ALMA);
  expect (fixture, "card:" ALMA);
  for (guint i = 0; i < 3; i++) /* at once: the old process still holds the port */
    {
      brik_reader_stop (fixture->reader);
      brik_reader_start (fixture->reader);
      expect (fixture, "state:starting");
      expect (fixture, "state:ready");
    }
  listen (fixture);
  g_assert_cmpuint (count_said (fixture, "card:" ALMA), ==, 0);
  g_assert_cmpuint (count_said (fixture, "fault-code:held"), ==, 0);
  brik_reader_stop (fixture->reader);
  for (guint i = 0; find_process (fixture) != 0 && i < 50; i++)
    listen (fixture);
  g_assert_cmpint (find_process (fixture), ==, 0);
}

static void
test_faults_pass_through (Fixture *fixture, gconstpointer data)
{
  brik_reader_start (fixture->reader);
  expect (fixture, "state:ready");
  act (fixture, "unplug");
  expect (fixture, "fault-code:lost");
  expect (fixture, "state:fault");
  expect (fixture, "fault-code:missing");
  g_assert_nonnull (brik_reader_get_fault_text (fixture->reader));
  act (fixture, "plug");
  expect (fixture, "fault-code:");
  expect (fixture, "state:ready");
  g_assert_null (brik_reader_get_fault_text (fixture->reader));
}

static void
test_rubbish (Fixture *fixture, gconstpointer data)
{
  g_test_expect_message ("brik-reader", G_LOG_LEVEL_WARNING, "*means nothing: uart: hello");
  run_script (fixture, "printf 'ready\\tX\\nuart: hello\\n'; read x; exit 0");
  expect (fixture, "state:ready");
  expect (fixture, "fault-code:rubbish");
  expect (fixture, "state:fault");
  g_test_assert_expected_messages ();
}

/* After rubbish, what can be read is read; and a chip told twice has come once. */
static void
test_after_rubbish (Fixture *fixture, gconstpointer data)
{
  g_test_expect_message ("brik-reader", G_LOG_LEVEL_WARNING, "*means nothing: (too long)");
  run_script (fixture, "head -c 5000 /dev/zero; printf '\\ncard\\t" ALMA "\\ncard\\t" ALMA
                       "\\nremoved\\t" ALMA "\\ncard\\t" ALMA "\\n'; read x; exit 0");
  expect (fixture, "fault-code:rubbish");
  expect (fixture, "card:" ALMA);
  expect (fixture, "removed:" ALMA);
  expect (fixture, "card:" ALMA);
  g_assert_cmpuint (count_said (fixture, "card:" ALMA), ==, 0);
  g_assert_cmpint (brik_reader_get_state (fixture->reader), ==, BRIK_READER_READY);
  g_test_assert_expected_messages ();
}

/* 250 + 500 + 1000 ms: in 1.9 s it is started four times at most, not as often as it can be. */
static void
test_crash_loop_backs_off (Fixture *fixture, gconstpointer data)
{
  g_autofree char *log = g_build_filename (fixture->folder, "log", NULL);
  g_autofree char *body = g_strdup_printf ("echo \"$*\" >> '%s'; printf 'ready\\tX\\n'; exit 1", log);
  g_autofree char *starts = NULL;
  gsize length = 0;

  run_script (fixture, body);
  expect (fixture, "fault-code:ended");
  g_assert_true (wait_for (fixture, "fault-code:ended", 2, SOON_MS));
  wait_for (fixture, NULL, 0, 1100);
  g_assert_true (g_file_get_contents (log, &starts, &length, NULL));
  g_auto (GStrv) lines = g_strsplit (starts, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), >=, 3);
  g_assert_cmpuint (g_strv_length (lines), <=, 5);
}

static void
test_no_program (Fixture *fixture, gconstpointer data)
{
  follow (fixture, "/nonexistent/brik-chip-reader", "acr122_usb");
  brik_reader_start (fixture->reader);
  expect (fixture, "fault-code:program");
  expect (fixture, "state:fault");
  brik_reader_stop (fixture->reader);
  expect (fixture, "state:stopped");
}

static void
test_no_device (Fixture *fixture, gconstpointer data)
{
  follow (fixture, "/nonexistent/brik-chip-reader", "");
  brik_reader_start (fixture->reader);
  listen (fixture);
  g_assert_cmpuint (fixture->said->len, ==, 0);
  g_assert_cmpint (brik_reader_get_state (fixture->reader), ==, BRIK_READER_STOPPED);
}

/* A process that hears nothing is killed. */
static void
test_deaf_process (Fixture *fixture, gconstpointer data)
{
  g_autofree char *log = g_build_filename (fixture->folder, "pid", NULL);
  g_autofree char *body = g_strdup_printf ("echo $$ > '%s'; printf 'ready\\tX\\n'; exec sleep 1000", log);
  g_autofree char *pid = NULL;

  run_script (fixture, body);
  expect (fixture, "state:ready");
  g_assert_true (g_file_get_contents (log, &pid, NULL, NULL));
  brik_reader_stop (fixture->reader);
  for (guint i = 0; kill (atoi (pid), 0) == 0 && i < 20; i++)
    listen (fixture);
  g_assert_cmpint (kill (atoi (pid), 0), ==, -1);
}

#define add(path, set_up_function, test) g_test_add (path, Fixture, NULL, set_up_function, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/reader/tap", set_up_emulator, test_tap);
  add ("/reader/killed-with-chip-lying", set_up_emulator, test_killed_with_chip_lying);
  add ("/reader/stopped-with-chip-lying", set_up_emulator, test_stopped_with_chip_lying);
  add ("/reader/silent-from-the-start", set_up, test_silent_from_the_start);
  add ("/reader/stop-and-start", set_up_emulator, test_stop_and_start);
  add ("/reader/faults-pass-through", set_up_emulator, test_faults_pass_through);
  add ("/reader/rubbish", set_up, test_rubbish);
  add ("/reader/after-rubbish", set_up, test_after_rubbish);
  add ("/reader/crash-loop-backs-off", set_up, test_crash_loop_backs_off);
  add ("/reader/no-program", set_up, test_no_program);
  add ("/reader/no-device", set_up, test_no_device);
  add ("/reader/deaf-process", set_up, test_deaf_process);
  return g_test_run ();
}
