/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "brik-counter.h"

/* Every state and every event. */

typedef enum
{
  AT_IDLE,
  AT_IDLE_GOODS,
  AT_IDLE_SOLD,
  AT_ASKING,
  AT_ASKING_GOODS,
  AT_PERSON,
  AT_PERSON_GOODS,
  AT_DECIDING,
  AT_ACCEPTED,
  AT_REFUSED,
  AT_REFUSED_SEVERAL,
  AT_REFUSED_STRANGER,
  AT_REFUSED_BALANCE,
  N_SETUPS,
} Setup;

static const char *const setup_names[] = { "idle",           "idle-goods",      "idle-sold",
                                           "asking",         "asking-goods",    "person",
                                           "person-goods",   "deciding",        "accepted",
                                           "refused",        "refused-several", "refused-stranger",
                                           "refused-balance" };

static void
set_up (BrikCounter *counter, Setup setup)
{
  brik_counter_renew_sale (counter);
  switch (setup)
    {
    case AT_IDLE:
      break;
    case AT_IDLE_GOODS:
      brik_counter_add (counter, CHEESE);
      break;
    case AT_ACCEPTED:
    case AT_IDLE_SOLD:
      brik_counter_add (counter, CHEESE);
      brik_counter_tap (counter, UID_RIK);
      brik_counter_wait_for (counter, BRIK_SALE_ACCEPTED);
      if (setup == AT_IDLE_SOLD)
        brik_sale_close (counter->sale);
      break;
    case AT_ASKING_GOODS:
      brik_counter_add (counter, CHEESE);
      G_GNUC_FALLTHROUGH;
    case AT_ASKING:
      brik_counter_tap (counter, UID_NOBODY);
      brik_display_wait_until (brik_counter_is_asked, counter);
      break;
    case AT_PERSON:
    case AT_PERSON_GOODS:
    case AT_DECIDING:
      brik_counter_tap (counter, UID_RIK);
      brik_counter_wait_for (counter, BRIK_SALE_PERSON);
      if (setup != AT_PERSON)
        brik_counter_add (counter, CHEESE);
      if (setup == AT_DECIDING)
        brik_sale_pay (counter->sale);
      break;
    case AT_REFUSED:
      brik_counter_tap (counter, BRIK_DISPLAY_UID_SARA);
      brik_counter_wait_for (counter, BRIK_SALE_REFUSED);
      break;
    case AT_REFUSED_SEVERAL:
      brik_counter_add (counter, CHEESE);
      brik_sale_tap (counter->sale, BRIK_CHIP_SEVERAL, NULL);
      break;
    case AT_REFUSED_STRANGER:
      brik_counter_add (counter, CHEESE);
      brik_counter_tap (counter, UID_NOBODY);
      brik_display_wait_until (brik_counter_is_asked, counter);
      brik_sale_answer (counter->sale, UID_NOBODY, BRIK_ANSWER_NOT_FOUND);
      brik_counter_wait_for (counter, BRIK_SALE_REFUSED);
      break;
    case AT_REFUSED_BALANCE:
      brik_counter_add (counter, DISH);
      brik_counter_tap (counter, BRIK_DISPLAY_UID_EMIL);
      brik_counter_wait_for (counter, BRIK_SALE_REFUSED);
      break;
    case N_SETUPS:
    default:
      g_assert_not_reached ();
    }
}

typedef enum
{
  TAP_RIK,
  TAP_ANNA,
  TAP_SEVERAL,
  TAP_RANDOM,
  ADD,
  ADD_ICE,
  PAY,
  CLEAR,
  BACK,
  CLOSE,
  UNDO,
  RETRY,
  ANSWER_STALE,
  N_EVENTS,
} Event;

static const char *const event_names[] = { "tap-rik", "tap-anna", "tap-several", "tap-random", "add",
                                           "add-ice", "pay",      "clear",       "back",       "close",
                                           "undo",    "retry",    "answer-stale" };

static void
happen (BrikCounter *counter, Event event)
{
  switch (event)
    {
    case TAP_RIK:
      brik_counter_tap (counter, UID_RIK);
      break;
    case TAP_ANNA:
      brik_counter_tap (counter, UID_ANNA);
      break;
    case TAP_SEVERAL:
      brik_sale_tap (counter->sale, BRIK_CHIP_SEVERAL, NULL);
      break;
    case TAP_RANDOM:
      brik_sale_tap (counter->sale, BRIK_CHIP_RANDOM, NULL);
      break;
    case ADD:
      brik_counter_add (counter, CHEESE);
      break;
    case ADD_ICE:
      brik_counter_add (counter, ICE);
      break;
    case PAY:
      brik_sale_pay (counter->sale);
      break;
    case CLEAR:
      brik_sale_clear (counter->sale);
      break;
    case BACK:
      brik_sale_go_back (counter->sale);
      break;
    case CLOSE:
      brik_sale_close (counter->sale);
      break;
    case UNDO:
      brik_sale_undo (counter->sale);
      break;
    case RETRY:
      brik_sale_retry (counter->sale);
      break;
    case ANSWER_STALE:
      brik_sale_answer (counter->sale, UID_RIK, BRIK_ANSWER_FOUND);
      break;
    case N_EVENTS:
    default:
      g_assert_not_reached ();
    }
}

/* What follows; all that is not named here changes nothing. @goods: how many then lie in the basket. */
typedef struct
{
  Setup setup;
  Event event;
  BrikSaleState state;
  BrikSaleNotice notice;
  guint goods;
  const char *person;
} Transition;

static const Transition transitions[] = {
  { AT_IDLE, TAP_RIK, BRIK_SALE_PERSON, BRIK_NOTICE_NONE, 0, RIK },
  { AT_IDLE, TAP_ANNA, BRIK_SALE_PERSON, BRIK_NOTICE_NONE, 0, ANNA },
  { AT_IDLE, TAP_SEVERAL, BRIK_SALE_REFUSED, BRIK_NOTICE_NONE, 0, NULL },
  { AT_IDLE, TAP_RANDOM, BRIK_SALE_REFUSED, BRIK_NOTICE_NONE, 0, NULL },
  { AT_IDLE, ADD, BRIK_SALE_IDLE, BRIK_NOTICE_NONE, 1, NULL },

  { AT_IDLE_GOODS, TAP_RIK, BRIK_SALE_ACCEPTED, BRIK_NOTICE_NONE, 0, RIK },
  { AT_IDLE_GOODS, TAP_ANNA, BRIK_SALE_ACCEPTED, BRIK_NOTICE_NONE, 0, ANNA },
  { AT_IDLE_GOODS, TAP_SEVERAL, BRIK_SALE_REFUSED, BRIK_NOTICE_NONE, 1, NULL },
  { AT_IDLE_GOODS, TAP_RANDOM, BRIK_SALE_REFUSED, BRIK_NOTICE_NONE, 1, NULL },
  { AT_IDLE_GOODS, ADD, BRIK_SALE_IDLE, BRIK_NOTICE_NONE, 2, NULL },
  { AT_IDLE_GOODS, CLEAR, BRIK_SALE_IDLE, BRIK_NOTICE_NONE, 0, NULL },

  { AT_IDLE_SOLD, TAP_RIK, BRIK_SALE_PERSON, BRIK_NOTICE_NONE, 0, RIK },
  { AT_IDLE_SOLD, TAP_ANNA, BRIK_SALE_PERSON, BRIK_NOTICE_NONE, 0, ANNA },
  { AT_IDLE_SOLD, TAP_SEVERAL, BRIK_SALE_REFUSED, BRIK_NOTICE_NONE, 0, NULL },
  { AT_IDLE_SOLD, TAP_RANDOM, BRIK_SALE_REFUSED, BRIK_NOTICE_NONE, 0, NULL },
  { AT_IDLE_SOLD, ADD, BRIK_SALE_IDLE, BRIK_NOTICE_NONE, 1, NULL },
  { AT_IDLE_SOLD, UNDO, BRIK_SALE_IDLE, BRIK_NOTICE_UNDONE, 0, NULL },

  { AT_ASKING, TAP_RIK, BRIK_SALE_ASKING, BRIK_NOTICE_QUEUED, 0, NULL },
  { AT_ASKING, TAP_ANNA, BRIK_SALE_ASKING, BRIK_NOTICE_QUEUED, 0, NULL },
  { AT_ASKING, TAP_SEVERAL, BRIK_SALE_ASKING, BRIK_NOTICE_ONE_CARD, 0, NULL },
  { AT_ASKING, TAP_RANDOM, BRIK_SALE_ASKING, BRIK_NOTICE_NO_CARD, 0, NULL },
  { AT_ASKING, ADD, BRIK_SALE_ASKING, BRIK_NOTICE_NONE, 1, NULL },
  { AT_ASKING, CLEAR, BRIK_SALE_IDLE, BRIK_NOTICE_NONE, 0, NULL },

  { AT_ASKING_GOODS, TAP_RIK, BRIK_SALE_ASKING, BRIK_NOTICE_QUEUED, 1, NULL },
  { AT_ASKING_GOODS, TAP_ANNA, BRIK_SALE_ASKING, BRIK_NOTICE_QUEUED, 1, NULL },
  { AT_ASKING_GOODS, TAP_SEVERAL, BRIK_SALE_ASKING, BRIK_NOTICE_ONE_CARD, 1, NULL },
  { AT_ASKING_GOODS, TAP_RANDOM, BRIK_SALE_ASKING, BRIK_NOTICE_NO_CARD, 1, NULL },
  { AT_ASKING_GOODS, CLEAR, BRIK_SALE_IDLE, BRIK_NOTICE_NONE, 0, NULL },

  { AT_PERSON, TAP_ANNA, BRIK_SALE_PERSON, BRIK_NOTICE_NONE, 0, ANNA },
  { AT_PERSON, TAP_SEVERAL, BRIK_SALE_REFUSED, BRIK_NOTICE_NONE, 0, NULL },
  { AT_PERSON, TAP_RANDOM, BRIK_SALE_REFUSED, BRIK_NOTICE_NONE, 0, NULL },
  { AT_PERSON, ADD, BRIK_SALE_PERSON, BRIK_NOTICE_NONE, 1, RIK },
  { AT_PERSON, CLEAR, BRIK_SALE_IDLE, BRIK_NOTICE_NONE, 0, NULL },

  { AT_PERSON_GOODS, TAP_RIK, BRIK_SALE_PERSON, BRIK_NOTICE_PRESS_PAY, 1, RIK },
  { AT_PERSON_GOODS, TAP_ANNA, BRIK_SALE_PERSON, BRIK_NOTICE_QUEUED, 1, RIK },
  { AT_PERSON_GOODS, TAP_SEVERAL, BRIK_SALE_PERSON, BRIK_NOTICE_ONE_CARD, 1, RIK },
  { AT_PERSON_GOODS, TAP_RANDOM, BRIK_SALE_PERSON, BRIK_NOTICE_NO_CARD, 1, RIK },
  { AT_PERSON_GOODS, ADD, BRIK_SALE_PERSON, BRIK_NOTICE_NONE, 2, RIK },
  { AT_PERSON_GOODS, PAY, BRIK_SALE_ACCEPTED, BRIK_NOTICE_NONE, 0, RIK },
  { AT_PERSON_GOODS, CLEAR, BRIK_SALE_IDLE, BRIK_NOTICE_NONE, 0, NULL },

  { AT_ACCEPTED, TAP_RIK, BRIK_SALE_PERSON, BRIK_NOTICE_NONE, 0, RIK },
  { AT_ACCEPTED, TAP_ANNA, BRIK_SALE_PERSON, BRIK_NOTICE_NONE, 0, ANNA },
  { AT_ACCEPTED, TAP_SEVERAL, BRIK_SALE_REFUSED, BRIK_NOTICE_NONE, 0, NULL },
  { AT_ACCEPTED, TAP_RANDOM, BRIK_SALE_REFUSED, BRIK_NOTICE_NONE, 0, NULL },
  { AT_ACCEPTED, ADD, BRIK_SALE_IDLE, BRIK_NOTICE_NONE, 1, NULL },
  { AT_ACCEPTED, CLOSE, BRIK_SALE_IDLE, BRIK_NOTICE_NONE, 0, NULL },
  { AT_ACCEPTED, UNDO, BRIK_SALE_IDLE, BRIK_NOTICE_UNDONE, 0, NULL },

  { AT_REFUSED, TAP_RIK, BRIK_SALE_PERSON, BRIK_NOTICE_NONE, 0, RIK },
  { AT_REFUSED, TAP_ANNA, BRIK_SALE_PERSON, BRIK_NOTICE_NONE, 0, ANNA },
  { AT_REFUSED, TAP_SEVERAL, BRIK_SALE_REFUSED, BRIK_NOTICE_NONE, 0, NULL },
  { AT_REFUSED, TAP_RANDOM, BRIK_SALE_REFUSED, BRIK_NOTICE_NONE, 0, NULL },
  { AT_REFUSED, CLOSE, BRIK_SALE_IDLE, BRIK_NOTICE_NONE, 0, NULL },

  { AT_REFUSED_SEVERAL, TAP_RIK, BRIK_SALE_ACCEPTED, BRIK_NOTICE_NONE, 0, RIK },
  { AT_REFUSED_SEVERAL, TAP_ANNA, BRIK_SALE_ACCEPTED, BRIK_NOTICE_NONE, 0, ANNA },
  { AT_REFUSED_SEVERAL, BACK, BRIK_SALE_IDLE, BRIK_NOTICE_NONE, 1, NULL },
  { AT_REFUSED_SEVERAL, CLOSE, BRIK_SALE_IDLE, BRIK_NOTICE_NONE, 0, NULL },

  { AT_REFUSED_STRANGER, TAP_RIK, BRIK_SALE_REFUSED, BRIK_NOTICE_QUEUED, 1, NULL },
  { AT_REFUSED_STRANGER, TAP_ANNA, BRIK_SALE_REFUSED, BRIK_NOTICE_QUEUED, 1, NULL },
  { AT_REFUSED_STRANGER, TAP_SEVERAL, BRIK_SALE_REFUSED, BRIK_NOTICE_ONE_CARD, 1, NULL },
  { AT_REFUSED_STRANGER, TAP_RANDOM, BRIK_SALE_REFUSED, BRIK_NOTICE_NO_CARD, 1, NULL },
  { AT_REFUSED_STRANGER, BACK, BRIK_SALE_IDLE, BRIK_NOTICE_NONE, 1, NULL },
  { AT_REFUSED_STRANGER, CLOSE, BRIK_SALE_IDLE, BRIK_NOTICE_NONE, 0, NULL },

  { AT_REFUSED_BALANCE, TAP_RIK, BRIK_SALE_REFUSED, BRIK_NOTICE_QUEUED, 1, "Emil Krog" },
  { AT_REFUSED_BALANCE, TAP_ANNA, BRIK_SALE_REFUSED, BRIK_NOTICE_QUEUED, 1, "Emil Krog" },
  { AT_REFUSED_BALANCE, TAP_SEVERAL, BRIK_SALE_REFUSED, BRIK_NOTICE_ONE_CARD, 1, "Emil Krog" },
  { AT_REFUSED_BALANCE, TAP_RANDOM, BRIK_SALE_REFUSED, BRIK_NOTICE_NO_CARD, 1, "Emil Krog" },
  { AT_REFUSED_BALANCE, BACK, BRIK_SALE_PERSON, BRIK_NOTICE_NONE, 1, "Emil Krog" },
  { AT_REFUSED_BALANCE, CLOSE, BRIK_SALE_IDLE, BRIK_NOTICE_NONE, 0, NULL },
};

static Transition
expect (BrikCounter *counter, Setup setup, Event event)
{
  Transition still = { setup,
                       event,
                       brik_sale_get_state (counter->sale),
                       BRIK_NOTICE_NONE,
                       brik_counter_n_goods (counter),
                       brik_counter_person (counter) };

  for (gsize i = 0; i < G_N_ELEMENTS (transitions); i++)
    if (transitions[i].setup == setup && transitions[i].event == event)
      return transitions[i];
  return still;
}

static void
test_transition (gconstpointer data)
{
  const Setup setup = GPOINTER_TO_UINT (data);
  g_auto (BrikCounter) counter = { 0 };

  brik_counter_open (&counter);
  for (Event event = 0; event < N_EVENTS; event++)
    {
      g_autofree char *expected_person = NULL;
      Transition expected;

      set_up (&counter, setup);
      expected = expect (&counter, setup, event);
      expected_person = g_strdup (expected.person);
      g_test_message ("%s: %s", setup_names[setup], event_names[event]);
      happen (&counter, event);
      brik_counter_settle (&counter);
      g_assert_cmpint (brik_sale_get_state (counter.sale), ==, expected.state);
      g_assert_cmpint (brik_sale_get_notice (counter.sale), ==, expected.notice);
      g_assert_cmpuint (brik_counter_n_goods (&counter), ==, expected.goods);
      g_assert_cmpstr (brik_counter_person (&counter), ==, expected_person);
    }
}

/* While the ledger decides nothing can be done: the answer is the same whatever happened meanwhile. */
static void
test_deciding (void)
{
  g_auto (BrikCounter) counter = { 0 };

  brik_counter_open (&counter);
  for (Event event = 0; event < N_EVENTS; event++)
    {
      gint64 before_ore, sold_ore;

      brik_counter_renew_sale (&counter);
      before_ore = brik_counter_balance_of (&counter, UID_RIK);
      set_up (&counter, AT_DECIDING);
      g_test_message ("%s", event_names[event]);
      happen (&counter, event);
      brik_counter_wait_for (&counter, BRIK_SALE_ACCEPTED);
      g_object_get (counter.sale, "sold-ore", &sold_ore, NULL);
      g_assert_cmpint (sold_ore, ==, 300);
      g_assert_cmpstr (brik_counter_person (&counter), ==, RIK);
      brik_sale_dequeue (counter.sale, UID_ANNA);
      brik_sale_close (counter.sale);
      g_assert_cmpint (brik_counter_balance_of (&counter, UID_RIK), ==, before_ore - 300);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (Setup setup = 0; setup < N_SETUPS; setup++)
    {
      g_autofree char *path = g_strdup_printf ("/sale/state/%s", setup_names[setup]);

      if (setup != AT_DECIDING)
        g_test_add_data_func (path, GUINT_TO_POINTER (setup), test_transition);
    }
  g_test_add_func ("/sale/state/deciding", test_deciding);
  return g_test_run ();
}
