/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "pn532-chip.h"
#include "pn532-frame.h"
#include "pn532-port.h"
#include "reader/brik-reader.h"

#include <glib/gstdio.h>
#include <string.h>

/* A PN532 whose answers are spoilt at random, before the real libnfc: that may hang in it and may abort (),
 * so this is no libFuzzer harness. What must hold is on this side of the pipe: no chip is announced that did
 * not lie there, the reader comes back once the answers are right again, and nothing is left open by all the
 * processes that died. */

#define UID "04579A22352680"
#define STORM_MS 700
#define PATIENCE_MS                                                                                          \
  60000 /* two hangs that the watchdog must see, and the longest pause between two processes */

/* What may happen to a message. The last two make frames that are good and lie: of such a UID may come. */
typedef enum
{
  SPOIL_FLIP,
  SPOIL_CUT,
  SPOIL_TWICE,
  SPOIL_DROP,
  SPOIL_GARBAGE,
  SPOIL_OTHER_DATA,
  SPOIL_OTHER_LENGTH,
  N_SPOILS,
} Spoil;

typedef struct
{
  char *folder;
  char *link;
  Pn532Port *port;
  Pn532Chip *chip;
  BrikReader *reader;
  gboolean storm;
  gboolean lies; /* good frames with other data may be among them */
  gboolean seen; /* the chip that lies there was announced */
  guint n_messages;
  guint n_spoilt;
  guint n_cards;
  guint n_faults;
} Fixture;

static void
send_other_data (Fixture *fixture, guint8 code, gboolean short_one)
{
  g_autoptr (GByteArray) frame = g_byte_array_new ();
  guint8 data[64];
  guint length = (guint) g_test_rand_int_range (1, short_one ? 8 : G_N_ELEMENTS (data));

  for (guint i = 0; i < length; i++)
    data[i] = (guint8) g_test_rand_int_range (0, 256);
  data[0] = code;
  /* Found, one target: so that what follows is looked at. */
  if (length > 2 && g_test_rand_bit ())
    data[1] = data[2] = 1;
  pn532_frame_append (frame, 0xd5, data, length);
  pn532_port_send (fixture->port, frame->data, frame->len);
}

static void
spoil (Fixture *fixture, GByteArray *message)
{
  guint8 garbage[32];
  /* Of an information frame: TFI, then the code. */
  guint8 code = message->len > 6 ? message->data[6] : 0x4b;
  Spoil how = (Spoil) g_test_rand_int_range (0, fixture->lies ? N_SPOILS : SPOIL_OTHER_DATA);

  fixture->n_spoilt++;
  for (guint i = 0; i < sizeof garbage; i++)
    garbage[i] = (guint8) g_test_rand_int_range (0, 256);
  switch (how)
    {
    case SPOIL_FLIP: /* one bit, so that each checksum shows it */
      message->data[g_test_rand_int_range (0, (gint32) message->len)] ^=
        (guint8) (1 << g_test_rand_int_range (0, 8));
      break;
    case SPOIL_CUT:
      g_byte_array_set_size (message, (guint) g_test_rand_int_range (0, (gint32) message->len));
      break;
    case SPOIL_TWICE:
      pn532_port_send (fixture->port, message->data, message->len);
      break;
    case SPOIL_DROP:
      g_byte_array_set_size (message, 0);
      break;
    case SPOIL_GARBAGE:
      pn532_port_send (fixture->port, garbage, (gsize) g_test_rand_int_range (1, sizeof garbage));
      break;
    case SPOIL_OTHER_DATA:
    case SPOIL_OTHER_LENGTH:
      send_other_data (fixture, code, how == SPOIL_OTHER_LENGTH);
      g_byte_array_set_size (message, 0);
      break;
    case N_SPOILS:
    default:
      g_assert_not_reached ();
    }
}

static void
on_chip_send (Pn532SendKind kind, const guint8 *bytes, gsize length, gpointer data)
{
  Fixture *fixture = data;
  g_autoptr (GByteArray) message = g_byte_array_new ();

  fixture->n_messages++;
  g_byte_array_append (message, bytes, (guint) length);
  if (fixture->storm && g_test_rand_int_range (0, 4) == 0)
    spoil (fixture, message);
  if (message->len > 0)
    pn532_port_send (fixture->port, message->data, message->len);
}

static void
on_chip_abort (gpointer data)
{
}

static void
on_port_received (const guint8 *bytes, gsize length, gpointer data)
{
  pn532_chip_receive (((Fixture *) data)->chip, bytes, length);
}

static void
on_card (BrikReader *reader, const char *uid, gpointer data)
{
  Fixture *fixture = data;
  gsize length = strlen (uid);

  fixture->n_cards++;
  fixture->seen |= g_str_equal (uid, UID);
  g_assert_true (length == 8 || length == 14 || length == 20);
  g_assert_cmpuint (strspn (uid, "0123456789ABCDEF"), ==, length);
  if (!fixture->lies)
    g_assert_cmpstr (uid, ==, UID);
}

static void
on_fault (BrikReader *reader, GParamSpec *pspec, gpointer data)
{
  g_autofree char *code = NULL;

  g_object_get (reader, "fault-code", &code, NULL);
  ((Fixture *) data)->n_faults += code != NULL;
}

static gboolean
on_time (gpointer over)
{
  return *(gboolean *) over = TRUE;
}

static void
run_for (guint ms)
{
  gboolean over = FALSE;
  guint source = g_timeout_add (ms, on_time, &over);

  while (!over)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (source);
}

static void
lay (Fixture *fixture, gboolean there)
{
  Pn532Picc chip;

  g_assert_true (pn532_picc_init (&chip, UID));
  pn532_chip_put (fixture->chip, &chip, there ? 1 : 0);
}

/* Lifted, and laid there again once that was seen: it must be read. */
static void
recover (Fixture *fixture)
{
  gint64 deadline_us = g_get_monotonic_time () + PATIENCE_MS * G_TIME_SPAN_MILLISECOND;

  fixture->storm = FALSE;
  lay (fixture, FALSE);
  while (brik_reader_get_state (fixture->reader) != BRIK_READER_READY ||
         brik_reader_get_present (fixture->reader) != NULL)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline_us);
      run_for (20);
    }
  /* A lie that was told before this may still be on its way, but no new one. */
  run_for (1000);
  fixture->lies = FALSE;
  fixture->seen = FALSE;
  lay (fixture, TRUE);
  while (!fixture->seen)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline_us);
      run_for (20);
    }
}

static guint
count_open (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc/self/fd", 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir))
    n++;
  return n;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *program = g_build_filename (g_getenv ("BRIK_LIBEXEC_DIR"), "brik-chip-reader", NULL);
  g_autofree char *device = NULL;
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("brik-nfc-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->link = g_build_filename (fixture->folder, "tty", NULL);
  fixture->chip = pn532_chip_new (on_chip_send, on_chip_abort, fixture);
  fixture->port = pn532_port_new (fixture->link, on_port_received, fixture);
  g_assert_true (pn532_port_plug (fixture->port, &error));
  device = g_strconcat ("pn532_uart:", fixture->link, NULL);
  fixture->reader = brik_reader_new (program, device);
  g_signal_connect (fixture->reader, "card", G_CALLBACK (on_card), fixture);
  g_signal_connect (fixture->reader, "notify::fault-code", G_CALLBACK (on_fault), fixture);
  brik_reader_start (fixture->reader);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  brik_reader_stop (fixture->reader);
  while (brik_reader_get_state (fixture->reader) != BRIK_READER_STOPPED)
    run_for (20);
  g_object_unref (fixture->reader);
  pn532_port_free (fixture->port);
  pn532_chip_free (fixture->chip);
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->link);
}

static void
test_storm (Fixture *fixture, gconstpointer data)
{
  guint seconds = g_getenv ("BRIK_TEST_LONG") ? 600 : 6;
  gint64 end_us = g_get_monotonic_time () + seconds * G_TIME_SPAN_SECOND;
  guint n_rounds = 0;
  guint n_open;

  recover (fixture);
  n_open = count_open ();
  do
    {
      fixture->lies = g_test_rand_bit ();
      fixture->storm = TRUE;
      run_for (STORM_MS);
      recover (fixture);
      n_rounds++;
    }
  while (g_get_monotonic_time () < end_us);
  g_assert_cmpuint (count_open (), ==, n_open);
  g_test_message ("covered: fuzz nfc: %u of %u answers spoilt in %u rounds, %u faults, %u chips read",
                  fixture->n_spoilt, fixture->n_messages, n_rounds, fixture->n_faults, fixture->n_cards);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/fuzz/nfc", Fixture, NULL, set_up, test_storm, tear_down);
  return g_test_run ();
}
