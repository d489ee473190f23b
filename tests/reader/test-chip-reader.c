/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "line-process.h"
#include "chip-reader/brik-fault.h"
#include "chip-reader/brik-nfc-device.h"
#include "chip-reader/brik-port.h"

#include <string.h>

#define ALMA "04579A22352680"
#define BO "72BF9961"
#define SOON_MS 15000 /* deadline of what must come */
#define NEVER_MS 700  /* how long is listened for what must not come: longer than a chip takes to be gone */
#define QUICK_TAP_MS 120

/* The program as it is installed, on the emulator, through libnfc. */
typedef struct
{
  char *folder;
  char *connection;
  LineProcess *emulator;
  LineProcess *reader;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  fixture->folder = g_dir_make_tmp ("brik-chip-reader-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->connection = pn532_connection (fixture->folder);
  fixture->emulator = pn532_process_new (fixture->folder);
  fixture->reader = chip_reader_new (fixture->connection, NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_pointer (&fixture->reader, line_process_free);
  line_process_free (fixture->emulator);
  remove_folder (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->connection);
}

static void
act (Fixture *fixture, const char *command)
{
  pn532_process_do (fixture->emulator, command);
}

/* The next line is exactly @expected, or starts with it if that ends in a tab. */
static void
expect (Fixture *fixture, const char *expected)
{
  g_autofree char *line = line_process_read (fixture->reader, SOON_MS);
  if (line != NULL && g_str_has_suffix (expected, "\t"))
    line[MIN (strlen (line), strlen (expected))] = '\0';
  g_assert_cmpstr (line, ==, expected);
}

static void
expect_nothing (Fixture *fixture)
{
  g_autofree char *line = line_process_read (fixture->reader, NEVER_MS);
  g_assert_cmpstr (line, ==, NULL);
}

static void
test_every_uid_length (Fixture *fixture, gconstpointer data)
{
  static const char *const uids[] = { BO, ALMA, "0102030405060708090A" };
  g_autofree char *ready = g_strdup_printf ("ready\t%s", fixture->connection);

  expect (fixture, ready);
  for (guint i = 0; i < G_N_ELEMENTS (uids); i++)
    {
      g_autofree char *tap = g_strdup_printf ("tap %s", uids[i]);
      g_autofree char *card = g_strdup_printf ("card\t%s", uids[i]);
      g_autofree char *removed = g_strdup_printf ("removed\t%s", uids[i]);
      act (fixture, tap);
      expect (fixture, card);
      act (fixture, "lift");
      expect (fixture, removed);
    }
}

/* A machine that was busy elsewhere all through a tap may miss it: then once more. */
static gboolean
tap_quickly (Fixture *fixture, const char *uid)
{
  g_autofree char *tap = g_strdup_printf ("tap %s", uid);
  g_autofree char *card = g_strdup_printf ("card\t%s", uid);
  g_autofree char *removed = g_strdup_printf ("removed\t%s", uid);

  act (fixture, tap);
  g_usleep (QUICK_TAP_MS * G_TIME_SPAN_MILLISECOND);
  act (fixture, "lift");
  g_autofree char *line = line_process_read (fixture->reader, NEVER_MS);
  if (line == NULL)
    return FALSE;
  g_assert_cmpstr (line, ==, card);
  expect (fixture, removed);
  return TRUE;
}

static void
test_quick_taps (Fixture *fixture, gconstpointer data)
{
  guint n_seen = 0;

  expect (fixture, "ready\t");
  for (guint i = 0; i < 6 && n_seen < 3; i++)
    n_seen += tap_quickly (fixture, i % 2 == 0 ? ALMA : BO);
  g_assert_cmpuint (n_seen, ==, 3);
}

static void
test_left_lying_is_one_card (Fixture *fixture, gconstpointer data)
{
  act (fixture, "tap " ALMA);
  expect (fixture, "ready\t");
  expect (fixture, "card\t" ALMA);
  expect_nothing (fixture);
  act (fixture, "spoil checksum");
  expect_nothing (fixture); /* one bad frame is tried again, and nobody hears of it */
}

static void
test_two_chips (Fixture *fixture, gconstpointer data)
{
  expect (fixture, "ready\t");
  act (fixture, "tap " BO " " ALMA);
  expect (fixture, "several");
  act (fixture, "tap " ALMA);
  expect_nothing (fixture);
  act (fixture, "lift");
  expect_nothing (fixture);
  act (fixture, "tap " ALMA);
  expect (fixture, "card\t" ALMA);
}

/* A length that no chip has, or not this one: no number is made up for it. */
static void
test_odd_lengths (Fixture *fixture, gconstpointer data)
{
  static const char *const odd[] = { "odd 0 " ALMA, "odd 5 " ALMA, "odd 12 " ALMA, "odd 255 " BO };

  expect (fixture, "ready\t");
  for (guint i = 0; i < G_N_ELEMENTS (odd); i++)
    {
      act (fixture, odd[i]);
      expect (fixture, "fault\tunreadable\t");
      act (fixture, "lift");
      expect (fixture, "ready\t");
    }
}

static void
test_random (Fixture *fixture, gconstpointer data)
{
  expect (fixture, "ready\t");
  act (fixture, "random");
  expect (fixture, "random\t");
  expect_nothing (fixture);
  act (fixture, "lift");
  expect (fixture, "removed\t");
}

static void
test_unplug (Fixture *fixture, gconstpointer data)
{
  act (fixture, "tap " ALMA);
  expect (fixture, "ready\t");
  expect (fixture, "card\t" ALMA);
  act (fixture, "unplug");
  expect (fixture, "fault\tlost\t");
  expect (fixture, "fault\tmissing\t");
  expect_nothing (fixture); /* told once, not at each try */
  act (fixture, "plug");
  expect (fixture, "ready\t");
  expect_nothing (fixture); /* the chip has been lying there all the time */
  act (fixture, "lift");
  expect (fixture, "removed\t" ALMA);
}

static void
test_mute (Fixture *fixture, gconstpointer data)
{
  expect (fixture, "ready\t");
  act (fixture, "mute");
  expect (fixture, "fault\tlost\t");
  expect (fixture, "fault\tsilent\t");
  act (fixture, "unmute");
  expect (fixture, "ready\t");
  act (fixture, "tap " BO);
  expect (fixture, "card\t" BO);
}

static void
test_brown_out (Fixture *fixture, gconstpointer data)
{
  act (fixture, "tap " ALMA);
  expect (fixture, "ready\t");
  expect (fixture, "card\t" ALMA);
  act (fixture, "brown-out");
  expect (fixture, "fault\tlost\t");
  expect (fixture, "ready\t");
  expect_nothing (fixture);
}

static void
test_slow (Fixture *fixture, gconstpointer data)
{
  expect (fixture, "ready\t");
  act (fixture, "slow 100");
  act (fixture, "tap " ALMA);
  expect (fixture, "card\t" ALMA);
  expect_nothing (fixture);
  act (fixture, "lift");
  expect (fixture, "removed\t" ALMA);
}

static void
restart (Fixture *fixture, const char *present)
{
  line_process_free (fixture->reader);
  fixture->reader = chip_reader_new (fixture->connection, present);
  expect (fixture, "ready\t");
}

static void
test_present (Fixture *fixture, gconstpointer data)
{
  act (fixture, "tap " ALMA);
  expect (fixture, "ready\t");
  restart (fixture, ALMA); /* killed: it could not give the port back */
  expect_nothing (fixture);
  act (fixture, "lift");
  restart (fixture, "04579a22352680");
  expect (fixture, "removed\t" ALMA);
  act (fixture, "tap " BO);
  expect (fixture, "card\t" BO);
  restart (fixture, ALMA);
  expect (fixture, "removed\t" ALMA);
  expect (fixture, "card\t" BO);
}

static void
assert_ends (Fixture *fixture)
{
  int status = -1;
  line_process_close_input (fixture->reader);
  g_assert_true (line_process_wait (fixture->reader, 2000, &status));
  g_assert_cmpint (status, ==, 0);
}

static void
test_input_closing_ends_it (Fixture *fixture, gconstpointer data)
{
  expect (fixture, "ready\t");
  assert_ends (fixture);
  restart (fixture, NULL); /* and it gave the port back */
  act (fixture, "mute");
  expect (fixture, "fault\tlost\t");
  assert_ends (fixture);
  act (fixture, "unplug");
  line_process_free (fixture->reader);
  fixture->reader = chip_reader_new (fixture->connection, NULL);
  expect (fixture, "fault\tmissing\t");
  assert_ends (fixture);
}

static void
test_held (Fixture *fixture, gconstpointer data)
{
  expect (fixture, "ready\t");
  g_autoptr (LineProcess) second = chip_reader_new (fixture->connection, NULL);
  g_autofree char *told = line_process_read (second, SOON_MS);
  g_assert_true (g_str_has_prefix (told, "fault\theld\t"));
  act (fixture, "tap " ALMA);
  expect (fixture, "card\t" ALMA); /* the first one has not noticed */
  assert_ends (fixture);
  g_autofree char *ready = line_process_read (second, SOON_MS);
  g_assert_true (g_str_has_prefix (ready, "ready\t"));
  g_autofree char *card = line_process_read (second, SOON_MS);
  g_assert_cmpstr (card, ==, "card\t" ALMA);
}

static void
test_arguments (void)
{
  static const char *const wrong[][6] = {
    { NULL },
    { "--device", NULL },
    { "--device", "ttyUSB0", NULL },
    { "--device", "pn532_uart", NULL },
    { "--device", "", NULL },
    { "--device", "acr122_usb", "--present", "0457", NULL },
    { "--device", "acr122_usb", "--present", "0457ZZ22", NULL },
    { "--device", "acr122_usb", "more", NULL },
    { "--nonsense", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autofree char *program = chip_reader_path ();
      const char *arguments[8] = { program };
      g_autofree char *complaint = NULL;
      g_autofree char *output = NULL;
      int status = 0;

      for (guint n = 0; wrong[i][n] != NULL; n++)
        arguments[n + 1] = wrong[i][n];
      g_assert_true (g_spawn_sync (NULL, (char **) arguments, NULL, G_SPAWN_DEFAULT, NULL, NULL, &output,
                                   &complaint, &status, NULL));
      g_assert_false (g_spawn_check_wait_status (status, NULL));
      g_assert_cmpstr (output, ==, "");
      g_assert_true (g_str_has_prefix (complaint, "brik-chip-reader: "));
    }
}

static void
test_connections (void)
{
  g_assert_null (brik_nfc_connection_problem ("acr122_usb"));
  g_assert_null (brik_nfc_connection_problem ("acr122_usb:001:004"));
  g_assert_null (brik_nfc_connection_problem ("pcsc:ACS ACR122U PICC Interface 00 00"));
  g_assert_null (brik_nfc_connection_problem ("pn532_uart:/dev/ttyUSB0:115200"));
  g_assert_nonnull (brik_nfc_connection_problem ("pn532_uart:ttyUSB0"));

  g_autofree char *port = brik_nfc_connection_get_port ("pn532_uart:/dev/ttyUSB0:115200");
  g_assert_cmpstr (port, ==, "/dev/ttyUSB0");
  g_assert_null (brik_nfc_connection_get_port ("acr122_usb:001:004"));
}

static void
test_modules (void)
{
  g_assert_null (brik_port_find_module (""));
  g_assert_null (brik_port_find_module ("nfcsim 16384 0 - Live 0x0\nusbserial 1 2 nfc, Live 0x0\n"));
  g_assert_cmpstr (brik_port_find_module ("nfc 131072 1 pn533, Live 0x0\n"), ==, "nfc");
  g_assert_cmpstr (brik_port_find_module ("nfc 131072 1 pn533, Live 0x0\npn533 53248 1 pn533_usb, Live 0x0\n"
                                          "pn533_usb 20480 0 - Live 0x0\n"),
                   ==, "pn533_usb");
}

#define add(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/chip-reader/every-uid-length", test_every_uid_length);
  add ("/chip-reader/quick-taps", test_quick_taps);
  add ("/chip-reader/left-lying-is-one-card", test_left_lying_is_one_card);
  add ("/chip-reader/two-chips", test_two_chips);
  add ("/chip-reader/odd-lengths", test_odd_lengths);
  add ("/chip-reader/random", test_random);
  add ("/chip-reader/unplug", test_unplug);
  add ("/chip-reader/mute", test_mute);
  add ("/chip-reader/brown-out", test_brown_out);
  add ("/chip-reader/slow", test_slow);
  add ("/chip-reader/present", test_present);
  add ("/chip-reader/input-closing-ends-it", test_input_closing_ends_it);
  add ("/chip-reader/held", test_held);
  g_test_add_func ("/chip-reader/arguments", test_arguments);
  g_test_add_func ("/chip-reader/connections", test_connections);
  g_test_add_func ("/chip-reader/modules", test_modules);
  return g_test_run ();
}
