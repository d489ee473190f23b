/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "brik-antenna.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>

#include "till/brik-language.h"
#include "till/brik-sale-closures.h"
#include "wire/brik-entry.h"

/* Every fault at the reader × every state of the sale. Each cell is a program of its own, so that many run at
 * once, for they mostly wait; its test reads what it said. */

#define CELLS_AT_ONCE 16
#define RECOVERED "recovered in "
#define AWAKE_MS (10 * 60 * 1000) /* OK stands for longer than any fault lasts */
#define ENTRIES_MAX 1000

/* What the cashier reads, on the status bar and where the sale waits for a card. */
#define READY "Læser klar: Hold kortet mod læseren"
#define LOST "Læser svarer ikke: Træk læserens kabel ud, og sæt det i igen."
#define SILENT "Læser svarer ikke: Tjek læserens strøm og kabel."
#define MISSING "Læser mangler: Tjek, at læserens kabel sidder i."
#define HELD "Læser er optaget: Et andet program bruger læseren. Luk det."
#define UNREADABLE "Chip kan ikke læses: Hold chippen stille, alene og fladt mod læseren."
#define AGAIN                                                                                                     \
  "Læser starter igen: Tag kortet af læseren, og vent lidt. Sker det igen, så træk kablet ud, og sæt det i " \
  "igen."

/* What of a fault reaches the sale. */
typedef enum
{
  NOTHING,
  DEATH, /* nothing either; but the reader's process is another one afterwards */
  SEVERAL,
  RANDOM,
  TAP, /* Anna's chip, read once */
  N_REACHES,
} Reach;

typedef struct
{
  const char *name;
  const char *told; /* NULL: nobody notices */
  Reach reach;
  const char *begin[5]; /* for brik_antenna_do () */
  const char *end[3];
} Fault;

#define STEPS(...)                                                                                           \
  {                                                                                                          \
    __VA_ARGS__                                                                                              \
  }

/* The longest first. */
static const Fault faults[] = {
  { "stopped", AGAIN, DEATH, { "kill 19" }, { NULL } },
  { "unplugged", MISSING, NOTHING, { "unplug" }, { "plug" } },
  { "mute", SILENT, NOTHING, { "mute" }, { "unmute" } },
  { "stalled", SILENT, NOTHING, { "stall" }, { "unstall" } },
  { "too-slow", SILENT, NOTHING, { "slow 2500" }, { "slow 0" } },
  { "noise", SILENT, NOTHING, { "noise" }, { "quiet" } },
  { "status-bit-7", NULL, NOTHING, { "high-status", "looks 4" }, { "plain-status" } },
  { "status-bit-7-at-close",
    LOST,
    DEATH,
    { "high-status", "spoil checksum 2", "looks 6" },
    { "plain-status" } },
  { "bare-ats", AGAIN, DEATH, { "bare-ats " UID_ANNA }, { "lift" } },
  { "killed", AGAIN, DEATH, { "kill 9" }, { NULL } },
  { "crashed", AGAIN, DEATH, { "kill 11" }, { NULL } },
  { "aborted", AGAIN, DEATH, { "kill 6" }, { NULL } },
  { "held", HELD, DEATH, { "hold" }, { "release" } },
  { "brown-out", LOST, NOTHING, { "brown-out" }, { NULL } },
  { "wrong-checksum-once", NULL, NOTHING, { "spoil checksum", "looks 4" }, { NULL } },
  { "wrong-checksum-twice", LOST, NOTHING, { "spoil checksum 2" }, { NULL } },
  { "wrong-length-once", NULL, NOTHING, { "spoil length", "looks 4" }, { NULL } },
  { "wrong-length-twice", LOST, NOTHING, { "spoil length 2" }, { NULL } },
  { "cut-once", NULL, NOTHING, { "spoil cut", "looks 4" }, { NULL } },
  { "cut-twice", LOST, NOTHING, { "spoil cut 2" }, { NULL } },
  { "wrong-code-once", NULL, NOTHING, { "spoil code", "looks 4" }, { NULL } },
  { "wrong-code-twice", LOST, NOTHING, { "spoil code 2" }, { NULL } },
  { "refused-once", NULL, NOTHING, { "spoil refusal", "looks 4" }, { NULL } },
  { "refused-twice", LOST, NOTHING, { "spoil refusal 2" }, { NULL } },
  { "slow", NULL, NOTHING, { "slow 100", "looks 3" }, { "slow 0" } },
  { "blinking", NULL, NOTHING, { "blink 2", "looks 6" }, { NULL } },
  { "two-chips", NULL, SEVERAL, { "tap " UID_RIK " " UID_ANNA, "looks 4" }, { NULL } },
  { "random-uid", NULL, RANDOM, { "random", "looks 4" }, { NULL } },
  { "uid-of-5-bytes", UNREADABLE, NOTHING, { "odd 5 " UID_ANNA }, { "lift" } },
  { "uid-of-0-bytes", UNREADABLE, NOTHING, { "odd 0 " UID_ANNA }, { "lift" } },
  { "uid-of-255-bytes", UNREADABLE, NOTHING, { "odd 255 " UID_ANNA }, { "lift" } },
  { "swapped", NULL, TAP, { "tap " UID_ANNA, "card", "looks 4" }, { NULL } },
  { "double-read", NULL, TAP, { "tap " UID_ANNA, "card", "blink 2", "looks 6" }, { NULL } },
  { "weak", NULL, TAP, { "weak 2", "tap " UID_ANNA, "card", "looks 12" }, { "weak 0" } },
};

typedef enum
{
  IDLE,
  GOODS,
  PERSON,     /* with the chip still lying there, as in all that follow */
  BASKET,     /* goods and a person */
  SOLD,       /* just now */
  LEFT,       /* sold, OK is gone, the chip has not been taken away */
  LEFT_GOODS, /* the same, and the next one's goods are in the basket */
  N_STATES,
} State;

static const char *const state_names[] = { "idle",       "products-first",     "person", "basket", "sold",
                                           "left-lying", "left-lying-products" };

/* What is on the screen. @said: the sale's title of a refusal, or its notice. */
typedef struct
{
  BrikSaleState state;
  guint n_goods;
  const char *person;
  const char *said;
} Screen;

#define ONE_CARD "Mere end ét kort på læseren: kun ét ad gangen."
#define NO_CARD "Det var ikke et kantinekort."
#define QUEUED "Kortet er læst og står i køen."
#define SEVERAL_TITLE "Kun ét kort ad gangen"
#define RANDOM_TITLE "Det er ikke et kantinekort"

/* While the fault lasts. */
static const Screen during[N_REACHES][N_STATES] = {
  [NOTHING] = {
    [IDLE] = { BRIK_SALE_IDLE, 0, NULL, NULL },
    [GOODS] = { BRIK_SALE_IDLE, 1, NULL, NULL },
    [PERSON] = { BRIK_SALE_PERSON, 0, RIK, NULL },
    [BASKET] = { BRIK_SALE_PERSON, 1, RIK, NULL },
    [SOLD] = { BRIK_SALE_ACCEPTED, 0, RIK, NULL },
    [LEFT] = { BRIK_SALE_IDLE, 0, NULL, NULL },
    [LEFT_GOODS] = { BRIK_SALE_IDLE, 1, NULL, NULL },
  },
  [SEVERAL] = {
    [IDLE] = { BRIK_SALE_REFUSED, 0, NULL, SEVERAL_TITLE },
    [GOODS] = { BRIK_SALE_REFUSED, 1, NULL, SEVERAL_TITLE },
    [PERSON] = { BRIK_SALE_REFUSED, 0, NULL, SEVERAL_TITLE },
    [BASKET] = { BRIK_SALE_PERSON, 1, RIK, ONE_CARD },
    [SOLD] = { BRIK_SALE_REFUSED, 0, NULL, SEVERAL_TITLE },
    [LEFT] = { BRIK_SALE_REFUSED, 0, NULL, SEVERAL_TITLE },
    [LEFT_GOODS] = { BRIK_SALE_REFUSED, 1, NULL, SEVERAL_TITLE },
  },
  [RANDOM] = {
    [IDLE] = { BRIK_SALE_REFUSED, 0, NULL, RANDOM_TITLE },
    [GOODS] = { BRIK_SALE_REFUSED, 1, NULL, RANDOM_TITLE },
    [PERSON] = { BRIK_SALE_REFUSED, 0, NULL, RANDOM_TITLE },
    [BASKET] = { BRIK_SALE_PERSON, 1, RIK, NO_CARD },
    [SOLD] = { BRIK_SALE_REFUSED, 0, NULL, RANDOM_TITLE },
    [LEFT] = { BRIK_SALE_REFUSED, 0, NULL, RANDOM_TITLE },
    [LEFT_GOODS] = { BRIK_SALE_REFUSED, 1, NULL, RANDOM_TITLE },
  },
  [TAP] = {
    [IDLE] = { BRIK_SALE_PERSON, 0, ANNA, NULL },
    [GOODS] = { BRIK_SALE_ACCEPTED, 0, ANNA, NULL },
    [PERSON] = { BRIK_SALE_PERSON, 0, ANNA, NULL },
    [BASKET] = { BRIK_SALE_PERSON, 1, RIK, QUEUED },
    [SOLD] = { BRIK_SALE_PERSON, 0, ANNA, NULL },
    [LEFT] = { BRIK_SALE_PERSON, 0, ANNA, NULL },
    [LEFT_GOODS] = { BRIK_SALE_ACCEPTED, 0, ANNA, NULL },
  },
};

/* Who has bought the cheese once it is all over: the goods are always somebody's, once. */
static const char
  *const buyers[N_STATES] = { [GOODS] = "konto-anna", [BASKET] = "konto-rik", [LEFT_GOODS] = "konto-anna" };

static void
arrange (BrikAntenna *antenna, State state)
{
  BrikCounter *counter = antenna->counter;

  if (state == GOODS || state == SOLD || state == LEFT || state == LEFT_GOODS)
    brik_counter_add (counter, CHEESE);
  if (state != IDLE && state != GOODS)
    brik_antenna_tap (antenna, UID_RIK);
  if (state == LEFT || state == LEFT_GOODS)
    brik_sale_close (counter->sale);
  if (state == BASKET || state == LEFT_GOODS)
    brik_counter_add (counter, CHEESE);
}

static void
on_unsent_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  *(GPtrArray **) user_data = brik_ledger_unsent_finish (BRIK_LEDGER (source), result, &error);
  g_assert_no_error (error);
}

static gboolean
is_listed (gpointer user_data)
{
  return *(gpointer *) user_data != NULL;
}

/* All that the till has ever written. */
static GPtrArray *
list_entries (BrikCounter *counter)
{
  g_autoptr (GPtrArray) sealed = NULL;
  GPtrArray *entries = g_ptr_array_new_with_free_func ((GDestroyNotify) brik_entry_free);

  brik_ledger_unsent_async (counter->till->ledger, ENTRIES_MAX, NULL, on_unsent_ready, &sealed);
  brik_display_wait_until (is_listed, &sealed);
  for (guint i = 0; i < sealed->len; i++)
    {
      g_autoptr (GError) error = NULL;
      const char *line = ((BrikSealedLine *) sealed->pdata[i])->line;
      g_ptr_array_add (entries, brik_entry_from_line (line, strlen (line), &error));
      g_assert_no_error (error);
    }
  g_assert_cmpuint (entries->len, <, ENTRIES_MAX);
  return entries;
}

/* Exactly these sales, each of one piece of cheese, and so many refusals, since the journal was @begun long.
 */
static void
assert_written (BrikCounter *counter, guint begun, const char *buyer, guint n_declines)
{
  g_autoptr (GPtrArray) entries = list_entries (counter);
  guint n_sales = 0, n_refused = 0;

  for (guint i = begun; i < entries->len; i++)
    {
      const BrikEntry *entry = entries->pdata[i];
      if (entry->kind == BRIK_ENTRY_SALE)
        {
          n_sales++;
          g_assert_cmpstr (entry->account, ==, buyer);
          g_assert_cmpint (entry->total_ore, ==, 300);
        }
      else
        {
          n_refused++;
          g_assert_cmpint (entry->kind, ==, BRIK_ENTRY_DECLINE);
        }
    }
  g_assert_cmpuint (n_sales, ==, buyer != NULL ? 1 : 0);
  g_assert_cmpuint (n_refused, ==, n_declines);
}

static char *
read_sale (BrikSale *sale)
{
  const BrikRefusal *refusal = brik_sale_get_refusal (sale);
  BrikSaleNotice notice = brik_sale_get_notice (sale);

  if (refusal != NULL)
    return g_strdup (refusal->title);
  return notice != BRIK_NOTICE_NONE ? brik_format_strip (NULL, notice, 0, NULL, FALSE) : NULL;
}

static void
assert_screen (BrikCounter *counter, const Screen *expected)
{
  g_autofree char *said = read_sale (counter->sale);

  g_assert_cmpint (brik_sale_get_state (counter->sale), ==, expected->state);
  g_assert_cmpuint (brik_counter_n_goods (counter), ==, expected->n_goods);
  g_assert_cmpstr (brik_counter_person (counter), ==, expected->person);
  g_assert_cmpstr (said, ==, expected->said);
}

static void
pay (BrikCounter *counter)
{
  brik_sale_pay (counter->sale);
  brik_counter_wait_for (counter, BRIK_SALE_ACCEPTED);
  g_assert_cmpstr (brik_counter_person (counter), ==, RIK);
}

static void
suffer (BrikAntenna *antenna, const Fault *fault, State state)
{
  BrikCounter *counter = antenna->counter;

  g_ptr_array_set_size (antenna->heard, 0);
  for (guint i = 0; i < G_N_ELEMENTS (fault->begin) && fault->begin[i] != NULL; i++)
    brik_antenna_do (antenna, fault->begin[i]);
  if (fault->told != NULL)
    brik_antenna_wait_heard (antenna, fault->told);
  else
    g_assert_cmpuint (antenna->heard->len, ==, 0);
  brik_counter_settle (counter);
  assert_screen (counter, &during[fault->reach == DEATH ? NOTHING : fault->reach][state]);
  /* Whoever is shown already can pay while the reader is out of order. */
  if (state == BASKET && fault->told != NULL)
    pay (counter);
}

/* Returns how long it took until chips could be read again. */
static gint64
recover (BrikAntenna *antenna, const Fault *fault)
{
  gint64 began_us = g_get_monotonic_time ();

  for (guint i = 0; i < G_N_ELEMENTS (fault->end) && fault->end[i] != NULL; i++)
    brik_antenna_do (antenna, fault->end[i]);
  brik_antenna_wait_ready (antenna);
  if (fault->told != NULL)
    g_assert_cmpstr (antenna->heard->pdata[antenna->heard->len - 1], ==, READY);
  return g_get_monotonic_time () - began_us;
}

/* An ordinary tap, which is read once: it takes its turn, and is sold what lies there for whoever comes. */
static void
tap_next (BrikAntenna *antenna, State state)
{
  BrikCounter *counter = antenna->counter;
  gboolean open =
    brik_sale_get_state (counter->sale) == BRIK_SALE_PERSON && brik_counter_n_goods (counter) > 0;
  gboolean buys = !open && brik_counter_n_goods (counter) > 0;
  guint n_cards = antenna->n_cards;

  brik_antenna_tap (antenna, UID_ANNA);
  brik_antenna_do (antenna, "looks 4");
  g_assert_cmpuint (antenna->n_cards, ==, n_cards + 1);
  if (open)
    {
      assert_screen (counter, &(Screen){ BRIK_SALE_PERSON, 1, RIK, QUEUED });
      pay (counter);
      return;
    }
  assert_screen (counter, &(Screen){ buys ? BRIK_SALE_ACCEPTED : BRIK_SALE_PERSON, 0, ANNA, NULL });
}

static void
run_cell (BrikCounter *counter, const Fault *fault, State state)
{
  g_auto (BrikAntenna) antenna = { 0 };
  g_autoptr (GPtrArray) before = NULL;
  guint n_declines = fault->reach == SEVERAL || fault->reach == RANDOM ? state != BASKET : 0;
  guint n_cards;
  gint64 recovered_us;
  GPid pid;

  brik_counter_renew_sale (counter);
  g_object_set (counter->sale, "rest-ms", AWAKE_MS, NULL);
  brik_antenna_open (&antenna, counter);
  arrange (&antenna, state);
  assert_screen (counter, &during[NOTHING][state]);
  before = list_entries (counter);
  n_cards = antenna.n_cards;
  pid = brik_antenna_find_process (&antenna);

  suffer (&antenna, fault, state);
  recovered_us = recover (&antenna, fault);
  brik_antenna_lift (&antenna);
  g_assert_cmpuint (antenna.n_cards, ==, n_cards + (fault->reach == TAP ? 1 : 0));
  g_assert_cmpint (brik_antenna_find_process (&antenna) != pid, ==, fault->reach == DEATH);
  tap_next (&antenna, state);
  assert_written (counter, before->len, buyers[state], n_declines);
  printf (RECOVERED "%" G_GINT64_FORMAT " ms\n", recovered_us / 1000);
}

typedef struct
{
  const Fault *fault;
  State state;
  GSubprocess *process; /* NULL: not started */
  char *output;         /* NULL: not over */
} Cell;

static const char *program;
static Cell cells[G_N_ELEMENTS (faults) * N_STATES];
static guint cells_at_once = CELLS_AT_ONCE;
static gint64 slowest_ms;

static void start_cells (gsize from);

static void
on_cell_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Cell *cell = user_data;
  g_autoptr (GError) error = NULL;

  g_subprocess_communicate_utf8_finish (G_SUBPROCESS (source), result, &cell->output, NULL, &error);
  g_assert_no_error (error);
  start_cells (0);
}

static void
start_cell (Cell *cell)
{
  g_autofree char *number = g_strdup_printf ("%d", (int) (cell - cells));
  g_autoptr (GError) error = NULL;

  cell->process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_MERGE, &error,
                                    program, "--cell", number, NULL);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8_async (cell->process, NULL, NULL, on_cell_ready, cell);
}

/* Starts cells, that of @from before others, for as long as there is room. */
static void
start_cells (gsize from)
{
  guint n_running = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (cells); i++)
    n_running += cells[i].process != NULL && cells[i].output == NULL;
  for (gsize i = from; i < G_N_ELEMENTS (cells) && n_running < cells_at_once; i++)
    if (cells[i].process == NULL)
      {
        start_cell (&cells[i]);
        n_running++;
      }
}

static void
test_cell (gconstpointer data)
{
  const Cell *cell = data;
  const char *said;

  start_cells (cell - cells);
  while (cell->output == NULL)
    g_main_context_iteration (NULL, TRUE);
  said = strstr (cell->output, RECOVERED);
  if (said == NULL || !g_subprocess_get_successful (cell->process))
    {
      g_test_message ("%s", cell->output);
      g_test_fail ();
      return;
    }
  slowest_ms = MAX (slowest_ms, g_ascii_strtoll (said + strlen (RECOVERED), NULL, 10));
}

static void
test_covered (void)
{
  g_test_message ("covered: %d faults at the reader × %d states of the sale, the slowest recovery "
                  "%" G_GINT64_FORMAT " ms",
                  (int) G_N_ELEMENTS (faults), N_STATES, slowest_ms);
}

static void
add_cells (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cells); i++)
    {
      g_autofree char *path = NULL;

      cells[i] = (Cell){ .fault = &faults[i / N_STATES], .state = i % N_STATES };
      path = g_strdup_printf ("/reader-fault/%s/%s", cells[i].fault->name, state_names[cells[i].state]);
      g_test_add_data_func (path, &cells[i], test_cell);
    }
  g_test_add_func ("/reader-fault/all/covered", test_covered);
}

static void
stop_cells (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cells); i++)
    {
      if (cells[i].process != NULL && cells[i].output == NULL)
        g_subprocess_send_signal (cells[i].process, SIGTERM);
      g_clear_object (&cells[i].process);
      g_clear_pointer (&cells[i].output, g_free);
    }
}

static int
run_one (guint64 number)
{
  g_auto (BrikCounter) counter = { 0 };

  g_return_val_if_fail (number < G_N_ELEMENTS (cells), EXIT_FAILURE);
  prctl (PR_SET_PDEATHSIG, SIGTERM);
  g_log_set_always_fatal (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING);
  brik_counter_open (&counter);
  run_cell (&counter, &faults[number / N_STATES], number % N_STATES);
  return EXIT_SUCCESS;
}

int
main (int argc, char **argv)
{
  int result;

  brik_language_start ("da");
  if (argc == 3 && g_str_equal (argv[1], "--cell"))
    return run_one (g_ascii_strtoull (argv[2], NULL, 10));
  program = argv[0];
  /* One that was asked for by its path is wanted alone. */
  for (int i = 1; i < argc; i++)
    if (g_str_has_prefix (argv[i], "-p"))
      cells_at_once = 1;
  g_test_init (&argc, &argv, NULL);
  add_cells ();
  result = g_test_run ();
  stop_cells ();
  return result;
}
