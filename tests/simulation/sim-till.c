/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim-disk.h"
#include "sim-town.h"
#include "sim-wire.h"

#include "ledger/brik-ledger-private.h"

#define ADDRESS "http://127.0.0.1"
/* Pauses end when the town says so. */
#define PAUSE_MS (24 * 60 * 60 * 1000)
/* How exactly a till must know the age of its data. */
#define AGE_SLACK_US (10 * G_TIME_SPAN_MINUTE)

static void
on_call_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **kept = user_data;

  *kept = g_object_ref (result);
}

/* (transfer full) */
static GAsyncResult *
await (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return g_steal_pointer (result);
}

static gpointer
do_work (BrikLedgerFile *file, gpointer request, GError **error)
{
  struct
  {
    SimTillWork work;
    gpointer data;
  } *job = request;

  return job->work (file->store, job->data);
}

static const BrikCall work_call = { do_work, NULL, NULL };

gpointer
sim_till_with_store (SimTill *till, SimTillWork work, gpointer data)
{
  struct
  {
    SimTillWork work;
    gpointer data;
  } job = { work, data };
  GAsyncResult *kept = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gpointer found;

  brik_ledger_start (till->ledger, &work_call, &job, NULL, on_call_ready, &kept);
  result = await (&kept);
  found = brik_ledger_end (till->ledger, &work_call, result, &error);
  g_assert_no_error (error);
  return found;
}

static void
sign_in (SimTill *till)
{
  GAsyncResult *kept = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  if (!brik_ledger_is_ready (till->ledger))
    return;
  brik_ledger_sign_in_async (till->ledger, "mette", "1234", NULL, on_call_ready, &kept);
  result = await (&kept);
  g_assert_true (brik_ledger_sign_in_finish (till->ledger, result, &error));
  g_assert_no_error (error);
}

/* The cashier looks at a calendar, where the till asks for the date (D2). */
static void
tell_date (SimTill *till)
{
  GAsyncResult *kept = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gint64 known_us;

  if (till->ledger == NULL || brik_ledger_get_cashier (till->ledger) == NULL ||
      !brik_ledger_is_date_doubtful (till->ledger))
    return;

  known_us = brik_clock_now (till->clock);
  brik_ledger_tell_date_async (till->ledger, MAX (till->town->now_us, known_us), NULL, on_call_ready, &kept);
  result = await (&kept);
  g_assert_true (brik_ledger_tell_date_finish (till->ledger, result, &error));
  g_assert_no_error (error);
}

static void
open_ledger (SimTill *till)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (till->ledger);
  /* A program that starts has learnt nothing yet. */
  g_clear_object (&till->clock);
  till->clock = brik_clock_new_fake (till->town->now_us + till->skew_us);
  till->ledger = brik_ledger_open (till->path, till->clock, &error);
  g_assert_no_error (error);
  till->sync = brik_sync_new_over (till->ledger, till->clock, BRIK_TRANSPORT (till->wire));
  brik_sync_set_backoff (till->sync, PAUSE_MS, PAUSE_MS);
}

void
sim_till_open (SimTill *till)
{
  open_ledger (till);
  sign_in (till);
  tell_date (till);
  brik_sync_start (till->sync);
  sim_town_pump (till->town);
}

void
sim_till_close (SimTill *till)
{
  if (till->ledger == NULL)
    return;
  brik_sync_stop (till->sync);
  sim_parcels_abandon (till->town, till);
  g_clear_object (&till->sync);
  brik_ledger_close (till->ledger);
  sim_town_pump (till->town);
  g_clear_object (&till->ledger);
}

SimTill *
sim_till_new (SimTown *town, guint index)
{
  static const char *const ids[SIM_MAX_TILLS] = { "skole-1", "klub-2",  "skole-3", "skole-4",
                                                  "skole-5", "skole-6", "skole-7", "skole-8" };
  SimTill *till = g_new0 (SimTill, 1);
  g_autofree char *name = g_strconcat (ids[index], ".db", NULL);

  till->town = town;
  till->index = index;
  till->id = ids[index];
  till->path = sim_path (name);
  till->wire = sim_wire_new (till);
  till->view = sim_view_new (index, index == 1 ? 1 : 0);
  return till;
}

void
sim_till_free (SimTill *till)
{
  sim_till_close (till);
  for (guint i = till->town->parcels->len; i > 0; i--)
    if (((SimParcel *) g_ptr_array_index (till->town->parcels, i - 1))->till == till)
      g_ptr_array_remove_index (till->town->parcels, i - 1);
  g_clear_object (&till->clock);
  g_object_unref (till->wire);
  sim_view_free (till->view);
  g_clear_pointer (&till->copy, sim_view_free);
  g_free (till->path);
  g_free (till);
}

void
sim_till_copy (SimTill *till)
{
  g_autofree char *copy = g_strconcat (till->path, ".copy", NULL);

  sim_disk_copy (till->path, copy);
  g_clear_pointer (&till->copy, sim_view_free);
  till->copy = sim_view_copy (till->view);
}

void
sim_till_restore (SimTill *till)
{
  g_autofree char *copy = g_strconcat (till->path, ".copy", NULL);

  sim_till_close (till);
  sim_disk_copy (copy, till->path);
  sim_view_free (till->view);
  till->view = sim_view_copy (till->copy);
  till->view->doubtful = TRUE;
  till->checked = 0;
  sim_till_open (till);
}

void
sim_till_enrol (SimTill *till)
{
  g_autofree char *code = sim_portal_make_code (till->town, till->id);
  GAsyncResult *kept = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  sim_till_set_cut (till, FALSE);
  brik_sync_enrol_async (till->sync, ADDRESS, code, NULL, on_call_ready, &kept);
  while (kept == NULL)
    sim_town_flow (till->town);
  result = g_steal_pointer (&kept);
  brik_sync_enrol_finish (till->sync, result, &error);
  g_assert_no_error (error);
}

void
sim_till_swap (SimTill *till)
{
  g_autofree char *name = g_strdup_printf ("%s-%u.db", till->id, till->n_disks);

  sim_till_close (till);
  if (till->n_disks++ > 0)
    {
      SimView *view = sim_view_new (till->index, till->view->kind);

      g_free (till->path);
      till->path = sim_path (name);
      sim_view_free (till->view);
      till->view = view;
      g_clear_pointer (&till->copy, sim_view_free);
    }
  sim_disk_remove (till->path);
  till->checked = 0;
  open_ledger (till);
  sim_till_enrol (till);
  sign_in (till);
}

void
sim_till_set_cut (SimTill *till, gboolean cut)
{
  till->cut = cut;
  for (guint i = till->town->parcels->len; cut && i > 0; i--)
    {
      const SimParcel *parcel = g_ptr_array_index (till->town->parcels, i - 1);

      if (parcel->till == till && parcel->state != SIM_PARCEL_GOING)
        sim_parcel_lose (till->town, i - 1);
    }
  if (!cut && till->sync != NULL)
    brik_sync_try_now (till->sync);
  sim_town_pump (till->town);
}

void
sim_till_pass_time (SimTill *till)
{
  if (till->ledger != NULL)
    brik_clock_set_fake (till->clock, till->town->now_us + till->skew_us);
  tell_date (till);
}

void
sim_till_set_skew (SimTill *till, gint64 skew_us)
{
  if (till->ledger != NULL)
    brik_clock_step_fake (till->clock, skew_us - till->skew_us);
  till->skew_us = skew_us;
  tell_date (till);
}

gboolean
sim_till_is_online (SimTill *till)
{
  gboolean online;

  g_object_get (till->ledger, "online", &online, NULL);
  return online;
}

/* Its clock says another day than it is, or there was one that said so. */
gboolean
sim_till_is_astray (SimTill *till, guint account, gint64 at_us)
{
  guint32 day, true_day;
  guint month;

  sim_town_read_day (till->town, at_us, &day, &month);
  sim_town_read_day (till->town, till->town->now_us, &true_day, &month);
  till->town->early[account] |= day > true_day;
  return day != true_day || till->town->early[account];
}

static SimReason
read_reason (BrikReason reason)
{
  switch (reason)
    {
    case BRIK_REASON_NONE:
      return SIM_YES;
    case BRIK_REASON_UNKNOWN_CARD:
    case BRIK_REASON_CANNOT_ASK:
      return SIM_UNKNOWN;
    case BRIK_REASON_CARD_BLOCKED:
      return SIM_CARD_BLOCKED;
    case BRIK_REASON_ACCOUNT_BLOCKED:
      return SIM_ACCOUNT_BLOCKED;
    case BRIK_REASON_PLACE:
      return SIM_PLACE;
    case BRIK_REASON_CAP:
      return SIM_CAP;
    case BRIK_REASON_BALANCE:
      return SIM_BALANCE;
    case BRIK_REASON_DATA_TOO_OLD:
      return SIM_DATA_TOO_OLD;
    case BRIK_REASON_ALLOWANCE:
      return SIM_ALLOWANCE;
    case BRIK_REASON_SEVERAL_CHIPS:
    case BRIK_REASON_RANDOM_CHIP:
    case BRIK_REASON_CARD_CLOSED:
    default:
      g_error ("no till says “%s” to one chip", brik_reason_to_name (reason));
    }
}

/* A yes must be a yes of the oracle's, always. A no must be the same no, unless the till may count something
 * twice or counts what lies ahead of its clock. */
static void
check_verdict (SimTill *till, const BrikVerdict *verdict, const SimJudgement *expected, gint64 age_us)
{
  SimReason said = read_reason (verdict->reason);

  if (ABS (age_us - SIM_DATA_AGE_LIMIT_US) < AGE_SLACK_US)
    return;
  if (said != SIM_YES && (till->view->doubtful || expected->ahead))
    return;
  if (said != expected->reason)
    g_error ("%s said %s (%d), and the rules say %d", till->id, brik_reason_to_name (verdict->reason), said,
             expected->reason);
  if (said == SIM_CAP)
    {
      g_assert_cmpint (verdict->cap.cap.period, ==, expected->period);
      g_assert_cmpint (verdict->cap.spent_ore, ==, expected->spent_ore);
    }
  if (said == SIM_CAP || said == SIM_BALANCE)
    g_assert_cmpint (verdict->left_ore, ==, expected->left_ore);
}

static void
note_sale (SimTill *till, const char *sale, guint account, gint64 total_ore, const BrikOutcome *outcome)
{
  SimFact fact = { .till = till->index, .account = account, .kind = till->view->kind };
  gboolean yes = outcome->verdict.reason == BRIK_REASON_NONE;

  fact.type = yes ? SIM_FACT_SALE : SIM_FACT_DECLINE;
  fact.amount_ore = yes ? total_ore : 0;
  g_strlcpy (fact.id, sale, sizeof fact.id);
  sim_town_read_day (till->town, outcome->at_us, &fact.day, &fact.month);
  sim_set_add (till->view->written, sim_oracle_note (till->town->oracle, &fact));
}

static const char *
name_outcome (BrikReason reason)
{
  const char *name = brik_reason_to_name (reason);

  if (reason == BRIK_REASON_NONE)
    return "sale";
  return reason == BRIK_REASON_CANNOT_ASK ? "unknown-card" : name;
}

BrikReason
sim_till_sell (SimTill *till, guint account, gint64 total_ore)
{
  SimTown *town = till->town;
  g_autofree char *sale = brik_id_new ();
  g_autoptr (BrikBasket) basket = brik_basket_new ();
  gboolean online = sim_till_is_online (till);
  GAsyncResult *kept = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (BrikOutcome) outcome = NULL;
  g_autoptr (GError) error = NULL;
  SimJudgement expected;
  guint32 day;
  guint month;

  brik_basket_add (basket, "vare", "Noget at spise", 1, total_ore, 0, &error);
  g_assert_no_error (error);
  brik_ledger_sell_async (till->ledger, sale, sim_account_uid (account), basket, NULL, on_call_ready, &kept);
  result = await (&kept);
  outcome = brik_ledger_sell_finish (till->ledger, result, &error);
  g_assert_no_error (error);
  sim_town_read_day (town, outcome->at_us, &day, &month);
  expected =
    sim_oracle_judge (town->oracle, till->view, account, total_ore, online, outcome->at_us, day, month);
  if (sim_till_is_astray (till, account, outcome->at_us))
    sim_town_note (town, "purchase on a wrong day", "%s", till->id);
  else
    check_verdict (till, &outcome->verdict, &expected, online ? 0 : outcome->at_us - till->view->answered_us);
  note_sale (till, sale, account, total_ore, outcome);
  sim_town_note (town, name_outcome (outcome->verdict.reason), "%s %s %" G_GINT64_FORMAT, till->id,
                 sim_account_name (account), total_ore);
  sim_town_pump (town);
  return outcome->verdict.reason;
}

void
sim_till_undo (SimTill *till, guint sale)
{
  SimTown *town = till->town;
  const SimFact *sold = sim_oracle_get (town->oracle, sale);
  SimFact fact = *sold;
  GAsyncResult *kept = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (BrikOutcome) outcome = NULL;
  g_autoptr (GError) error = NULL;

  brik_ledger_undo_async (till->ledger, sold->id, NULL, on_call_ready, &kept);
  result = await (&kept);
  outcome = brik_ledger_undo_finish (till->ledger, result, &error);
  g_assert_no_error (error);
  g_assert_cmpint (outcome->verdict.total_ore, ==, sold->amount_ore);
  fact.type = SIM_FACT_UNDO;
  fact.amount_ore = -sold->amount_ore;
  sim_set_add (till->view->written, sim_oracle_note (town->oracle, &fact));
  sim_town_pump (town);
}

void
sim_till_reject (SimTill *till, guint sale)
{
  SimTown *town = till->town;
  const SimFact *sold = sim_oracle_get (town->oracle, sale);
  SimFact fact = *sold;
  g_autofree char *id = brik_id_new ();
  GAsyncResult *kept = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (BrikOutcome) outcome = NULL;
  g_autoptr (GError) error = NULL;

  brik_ledger_reject_async (till->ledger, id, sim_account_uid (sold->account), sold->id, NULL, on_call_ready,
                            &kept);
  result = await (&kept);
  outcome = brik_ledger_reject_finish (till->ledger, result, &error);
  g_assert_no_error (error);
  g_assert_cmpint (outcome->verdict.total_ore, ==, sold->amount_ore);
  fact.type = SIM_FACT_UNDO;
  fact.amount_ore = -sold->amount_ore;
  sim_set_add (till->view->written, sim_oracle_note (town->oracle, &fact));
  sim_town_pump (town);
}

static gpointer
get_newest_id (BrikStore *store, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikRows) rows =
    brik_store_query (store, &error, "SELECT id, kind FROM journal ORDER BY sequence DESC LIMIT 1", "");

  g_assert_no_error (error);
  g_assert_true (brik_rows_next (rows, &error));
  g_assert_cmpstr (brik_rows_text (rows, 1), ==, "card-blocked");
  return g_strdup (brik_rows_text (rows, 0));
}

void
sim_till_block (SimTill *till, guint account)
{
  SimTown *town = till->town;
  SimFact fact = { .type = SIM_FACT_BLOCK, .till = till->index, .account = account };
  g_autofree char *id = NULL;
  GAsyncResult *kept = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (BrikCardholder) holder = NULL;
  g_autoptr (GError) error = NULL;

  brik_ledger_block_card_async (till->ledger, sim_account_uid (account), NULL, on_call_ready, &kept);
  result = await (&kept);
  holder = brik_ledger_block_card_finish (till->ledger, result, &error);
  g_assert_no_error (error);
  g_assert_cmpint (holder->card->state, ==, BRIK_CARD_BLOCKED);
  id = sim_till_with_store (till, get_newest_id, NULL);
  g_strlcpy (fact.id, id, sizeof fact.id);
  sim_set_add (till->view->written, sim_oracle_note (town->oracle, &fact));
  sim_town_pump (town);
}

static void
on_ask_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  brik_sync_look_up_finish (BRIK_SYNC (object), result, &error);
}

/* Nobody waits: the answer comes when it comes. */
void
sim_till_ask (SimTill *till, guint account)
{
  brik_sync_look_up_async (till->sync, sim_account_uid (account), NULL, on_ask_ready, NULL);
  sim_town_pump (till->town);
}

BrikCardholder *
sim_till_look_up (SimTill *till, guint account)
{
  GAsyncResult *kept = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  BrikCardholder *holder = NULL;
  g_autoptr (GError) error = NULL;

  brik_ledger_look_up_async (till->ledger, sim_account_uid (account), NULL, on_call_ready, &kept);
  result = await (&kept);
  holder = brik_ledger_look_up_finish (till->ledger, result, &error);
  g_assert_no_error (error);
  return holder;
}
