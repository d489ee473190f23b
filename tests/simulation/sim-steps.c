/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim-steps.h"

#include "sim-disk.h"
#include "sim-tamper.h"
#include "sim-wire.h"

#define DAY_US (24 * G_TIME_SPAN_HOUR)
#define CAP_STEP_ORE 500

static SimTill *
pick_till (SimTown *town, SimDice *dice)
{
  return town->tills[sim_dice_below (dice, town->n_tills)];
}

static guint
pick_account (SimTown *town, SimDice *dice)
{
  return sim_dice_below (dice, town->n_accounts);
}

static gboolean
can_sell (SimTill *till)
{
  return till->ledger != NULL && brik_ledger_get_cashier (till->ledger) != NULL;
}

static gint64
pick_total (SimDice *dice)
{
  switch (sim_dice_below (dice, 8))
    {
    case 0:
      return sim_dice_between (dice, 1, 12000);
    case 1:
      return sim_dice_between (dice, 1, 99);
    default:
      return sim_dice_between (dice, 1, 9) * CAP_STEP_ORE;
    }
}

static gboolean
sell (SimTown *town, SimDice *dice)
{
  SimTill *till = pick_till (town, dice);
  guint account = pick_account (town, dice);

  if (!can_sell (till))
    return FALSE;
  if (!sim_till_is_online (till))
    sim_town_note (town, "offline purchase", "%s", till->id);
  sim_till_sell (till, account, pick_total (dice));
  return TRUE;
}

static gboolean
undo (SimTown *town, SimDice *dice)
{
  SimTill *till = pick_till (town, dice);
  guint n_facts = town->oracle->facts->len;

  if (!can_sell (till) || n_facts == 0)
    return FALSE;
  /* The first that can be undone from some fact on. */
  for (guint i = 0, at = sim_dice_below (dice, n_facts); i < n_facts; i++, at = (at + 1) % n_facts)
    {
      const SimFact *fact = sim_oracle_get (town->oracle, at);
      guint undone;

      if (fact->type != SIM_FACT_SALE || !sim_set_has (till->view->written, at) ||
          sim_oracle_find (town->oracle, SIM_FACT_UNDO, fact->id, &undone))
        continue;
      if (sim_dice_one_in (dice, 4))
        {
          sim_till_reject (till, at);
          sim_town_note (town, "not this person", "%s %u", till->id, at);
          return TRUE;
        }
      sim_till_undo (till, at);
      sim_town_note (town, "undo", "%s %u", till->id, at);
      return TRUE;
    }
  return FALSE;
}

static gboolean
block (SimTown *town, SimDice *dice)
{
  SimTill *till = pick_till (town, dice);
  guint account = pick_account (town, dice);

  if (!can_sell (till) || till->view->words[account] == NULL ||
      till->view->words[account]->accounts[account].card_blocked ||
      sim_oracle_is_blocked_here (town->oracle, till->view, account))
    return FALSE;
  sim_till_block (till, account);
  sim_town_note (town, "card blocked at the till", "%s %s", till->id, sim_account_name (account));
  return TRUE;
}

static gboolean
set_cap (SimTown *town, SimDice *dice)
{
  guint account = pick_account (town, dice);
  guint kind = sim_dice_below (dice, SIM_N_KINDS + 1);
  guint period = sim_dice_below (dice, SIM_N_PERIODS);
  gint64 limit_ore = sim_dice_between (dice, 0, 20) * CAP_STEP_ORE;

  if (town->portal == NULL)
    return FALSE;
  if (sim_dice_one_in (dice, 6))
    limit_ore = 0;
  else if (sim_dice_one_in (dice, 5))
    limit_ore = SIM_NO_CAP;
  sim_portal_set_cap (town, account, kind, period, limit_ore);
  sim_town_note (town,
                 limit_ore == 0  ? "cap of nought"
                 : limit_ore < 0 ? "cap taken off"
                                 : "cap set",
                 "%s %u %u %" G_GINT64_FORMAT, sim_account_name (account), kind, period, limit_ore);
  return TRUE;
}

/* Nobody stays blocked for long, or nothing else would be seen. */
static guint
pick_blocked (SimTown *town, SimDice *dice)
{
  guint account = pick_account (town, dice);

  for (guint i = 0; i < town->n_accounts && !sim_dice_one_in (dice, 3); i++)
    if (town->word->accounts[i].card_blocked || town->word->accounts[i].account_blocked)
      return i;
  return account;
}

static gboolean
set_card (SimTown *town, SimDice *dice)
{
  guint account = pick_blocked (town, dice);
  gboolean blocked = !town->word->accounts[account].card_blocked;

  if (town->portal == NULL || (blocked && town->word->accounts[account].account_blocked))
    return FALSE;
  sim_portal_set_card (town, account, blocked);
  sim_town_note (town, blocked ? "card blocked" : "card activated", "%s", sim_account_name (account));
  return TRUE;
}

static gboolean
set_account (SimTown *town, SimDice *dice)
{
  guint account = pick_blocked (town, dice);
  gboolean blocked = !town->word->accounts[account].account_blocked;

  if (town->portal == NULL || (blocked && town->word->accounts[account].card_blocked))
    return FALSE;
  sim_portal_set_account (town, account, blocked);
  sim_town_note (town, blocked ? "account blocked" : "account activated", "%s", sim_account_name (account));
  return TRUE;
}

static gboolean
set_kind (SimTown *town, SimDice *dice)
{
  guint account = pick_account (town, dice);
  guint kind = sim_dice_below (dice, SIM_N_KINDS);
  gboolean allowed = !town->word->accounts[account].kinds_allowed[kind];

  for (guint i = 0; i < town->n_accounts && !allowed && sim_dice_one_in (dice, 2); i++)
    if (!town->word->accounts[i].kinds_allowed[kind])
      {
        account = i;
        allowed = TRUE;
      }
  if (town->portal == NULL)
    return FALSE;
  sim_portal_set_kind (town, account, kind, allowed);
  sim_town_note (town, allowed ? "place allowed" : "place forbidden", "%s %s", sim_account_name (account),
                 sim_kinds[kind]);
  return TRUE;
}

static gboolean
import (SimTown *town, SimDice *dice)
{
  gint64 deposit_ore = sim_dice_between (dice, 0, 400) * 100;

  if (town->portal == NULL || town->n_accounts == SIM_MAX_ACCOUNTS)
    return FALSE;
  sim_portal_import (town, deposit_ore);
  sim_town_note (town, "import with a deposit", "%" G_GINT64_FORMAT, deposit_ore);
  return TRUE;
}

static gboolean
set_price (SimTown *town, SimDice *dice)
{
  if (town->portal == NULL)
    return FALSE;
  sim_portal_set_price (town, sim_dice_between (dice, 1, 100) * 50);
  sim_town_note (town, "product changed", " ");
  return TRUE;
}

static gboolean
ask (SimTown *town, SimDice *dice)
{
  SimTill *till = pick_till (town, dice);
  guint account = pick_account (town, dice);

  if (till->sync == NULL)
    return FALSE;
  sim_till_ask (till, account);
  sim_town_note (town, "look-up", "%s %s", till->id, sim_account_name (account));
  return TRUE;
}

/* What is on its way */

static gboolean
pick_parcel (SimTown *town, SimDice *dice, guint *index)
{
  g_autoptr (GArray) moving = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < town->parcels->len; i++)
    if (((SimParcel *) g_ptr_array_index (town->parcels, i))->state != SIM_PARCEL_PARKED)
      g_array_append_val (moving, i);
  if (moving->len == 0)
    return FALSE;
  *index = g_array_index (moving, guint, sim_dice_below (dice, moving->len));
  return TRUE;
}

static gboolean
move (SimTown *town, SimDice *dice)
{
  guint index;

  if (!pick_parcel (town, dice, &index))
    return FALSE;
  sim_town_note (town, index > 0 ? "delivery out of turn" : "delivery", "%u", index);
  sim_parcel_move (town, index);
  return TRUE;
}

static gboolean
lose (SimTown *town, SimDice *dice)
{
  const SimParcel *parcel = NULL;
  guint index;

  if (!pick_parcel (town, dice, &index))
    return FALSE;
  parcel = g_ptr_array_index (town->parcels, index);
  sim_town_note (town, parcel->state == SIM_PARCEL_GOING ? "request lost" : "answer lost", "%u", index);
  sim_parcel_lose (town, index);
  return TRUE;
}

static gboolean
duplicate (SimTown *town, SimDice *dice)
{
  guint index;

  if (!pick_parcel (town, dice, &index))
    return FALSE;
  sim_parcel_double (town, index);
  sim_town_note (town, "request doubled", "%u", index);
  return TRUE;
}

static gboolean
flow (SimTown *town, SimDice *dice)
{
  sim_town_flow (town);
  return TRUE;
}

static gboolean
cut (SimTown *town, SimDice *dice)
{
  SimTill *till = pick_till (town, dice);

  sim_town_note (town, till->cut ? "outage over" : "outage", "%s", till->id);
  sim_till_set_cut (till, !till->cut);
  return TRUE;
}

/* Programs and disks */

static gboolean
restart (SimTown *town, SimDice *dice)
{
  SimTill *till = pick_till (town, dice);

  sim_town_note (town, "till restarted", "%s", till->id);
  sim_till_close (till);
  sim_till_open (till);
  return TRUE;
}

/* As the files lie at that moment. */
static gboolean
crash (SimTown *town, SimDice *dice)
{
  SimTill *till = pick_till (town, dice);
  g_autofree char *aside = sim_path ("aside.db");

  if (till->ledger == NULL)
    return FALSE;
  sim_town_note (town, "till killed", "%s", till->id);
  sim_disk_copy (till->path, aside);
  sim_till_close (till);
  sim_disk_copy (aside, till->path);
  sim_till_open (till);
  return TRUE;
}

static gboolean
stop_till (SimTown *town, SimDice *dice)
{
  SimTill *till = pick_till (town, dice);

  sim_town_note (town, till->ledger != NULL ? "till closed" : "till opened", "%s", till->id);
  if (till->ledger != NULL)
    sim_till_close (till);
  else
    sim_till_open (till);
  return TRUE;
}

static gboolean
copy_till (SimTown *town, SimDice *dice)
{
  SimTill *till = pick_till (town, dice);

  sim_till_copy (till);
  sim_town_note (town, "till copied", "%s", till->id);
  return TRUE;
}

static gboolean
restore_till (SimTown *town, SimDice *dice)
{
  SimTill *till = pick_till (town, dice);

  if (till->copy == NULL)
    return FALSE;
  if (till->ledger != NULL)
    sim_verify (till);
  sim_town_note (town, "till put back", "%s", till->id);
  sim_till_restore (till);
  return TRUE;
}

static gboolean
swap_disk (SimTown *town, SimDice *dice)
{
  SimTill *till = pick_till (town, dice);

  if (town->portal == NULL)
    return FALSE;
  /* So that a portal that is put back may not know the new key. */
  if (sim_dice_one_in (dice, 2))
    sim_portal_copy (town);
  sim_town_note (town, "till enrolled anew", "%s", till->id);
  sim_till_swap (till);
  return TRUE;
}

static gboolean
restart_portal (SimTown *town, SimDice *dice)
{
  if (town->portal == NULL)
    {
      sim_town_note (town, "portal opened", " ");
      sim_portal_open (town);
      return TRUE;
    }
  sim_portal_close (town);
  if (sim_dice_one_in (dice, 2))
    {
      sim_town_note (town, "portal closed", " ");
      return TRUE;
    }
  sim_town_note (town, "portal restarted", " ");
  sim_portal_open (town);
  return TRUE;
}

static gboolean
copy_portal (SimTown *town, SimDice *dice)
{
  sim_portal_copy (town);
  sim_town_note (town, "portal copied", " ");
  return TRUE;
}

static gboolean
restore_portal (SimTown *town, SimDice *dice)
{
  if (town->copy == NULL)
    return FALSE;
  sim_town_note (town, "portal put back", " ");
  sim_portal_restore (town);
  return TRUE;
}

/* Time */

static void
note_turnover (SimTown *town, gint64 before_us)
{
  guint32 day_before, day;
  guint month_before, month;
  int zone_before = g_time_zone_find_interval (town->zone, G_TIME_TYPE_UNIVERSAL, before_us / G_USEC_PER_SEC);
  int zone = g_time_zone_find_interval (town->zone, G_TIME_TYPE_UNIVERSAL, town->now_us / G_USEC_PER_SEC);

  sim_town_read_day (town, before_us, &day_before, &month_before);
  sim_town_read_day (town, town->now_us, &day, &month);
  if (day != day_before)
    sim_town_note (town, "midnight", "%u", day);
  if ((day - 1) / 7 != (day_before - 1) / 7)
    sim_town_note (town, "new week", "%u", day);
  if (month != month_before)
    sim_town_note (town, "new month", "%u", month);
  if (zone != zone_before)
    sim_town_note (town, g_time_zone_is_dst (town->zone, zone) ? "summer time begins" : "summer time ends",
                   "%d", zone);
}

static void
go_on (SimTown *town, gint64 by_us)
{
  gint64 before_us = town->now_us;

  sim_town_set_time (town, town->now_us + by_us);
  sim_town_note (town, "time", "%" G_GINT64_FORMAT, by_us);
  note_turnover (town, before_us);
}

static gboolean
wait_a_little (SimTown *town, SimDice *dice)
{
  go_on (town, sim_dice_between (dice, 1, 120 * G_USEC_PER_SEC));
  return TRUE;
}

static gboolean
wait_hours (SimTown *town, SimDice *dice)
{
  go_on (town, sim_dice_between (dice, G_TIME_SPAN_MINUTE, 13 * G_TIME_SPAN_HOUR));
  return TRUE;
}

static gboolean
wait_days (SimTown *town, SimDice *dice)
{
  go_on (town, sim_dice_between (dice, DAY_US, (sim_dice_one_in (dice, 4) ? 40 : 4) * DAY_US));
  return TRUE;
}

/* A machine's clock is set, or loses its battery. */
static gboolean
step_clock (SimTown *town, SimDice *dice)
{
  static const gint64 steps_us[] = { 0,
                                     0,
                                     G_TIME_SPAN_MINUTE,
                                     -G_TIME_SPAN_MINUTE,
                                     G_TIME_SPAN_HOUR,
                                     -G_TIME_SPAN_HOUR,
                                     20 * G_TIME_SPAN_HOUR,
                                     -20 * G_TIME_SPAN_HOUR };
  SimTill *till = pick_till (town, dice);
  gint64 skew_us = steps_us[sim_dice_below (dice, G_N_ELEMENTS (steps_us))];

  sim_town_note (town, skew_us >= till->skew_us ? "clock stepped forward" : "clock stepped back",
                 "%s %" G_GINT64_FORMAT, till->id, skew_us);
  sim_till_set_skew (till, skew_us);
  return TRUE;
}

static gboolean
settle (SimTown *town, SimDice *dice)
{
  sim_town_settle (town);
  sim_town_note (town, "settled", "%" G_GINT64_FORMAT, town->now_us);
  return TRUE;
}

static gboolean
tamper (SimTown *town, SimDice *dice)
{
  SimTill *till = pick_till (town, dice);
  const char *way = till->ledger != NULL ? sim_tamper (till, dice) : NULL;

  if (way == NULL)
    return FALSE;
  sim_town_note (town, way, "%s", till->id);
  return TRUE;
}

const SimStep sim_steps[] = {
  { sell, 120, TRUE },         { undo, 30, TRUE },
  { block, 3, TRUE },          { set_cap, 24, TRUE },
  { set_card, 12, TRUE },      { set_account, 6, TRUE },
  { set_kind, 8, TRUE },       { import, 1, TRUE },
  { set_price, 2, TRUE },      { ask, 10, TRUE },
  { move, 40, FALSE },         { lose, 16, FALSE },
  { duplicate, 8, FALSE },     { flow, 16, FALSE },
  { cut, 24, FALSE },          { restart, 3, TRUE },
  { crash, 3, TRUE },          { stop_till, 6, FALSE },
  { copy_till, 8, FALSE },     { restore_till, 8, FALSE },
  { swap_disk, 2, FALSE },     { restart_portal, 4, FALSE },
  { copy_portal, 4, FALSE },   { restore_portal, 3, FALSE },
  { wait_a_little, 20, TRUE }, { wait_hours, 10, TRUE },
  { wait_days, 3, TRUE },      { step_clock, 4, FALSE },
  { settle, 8, FALSE },        { tamper, 4, FALSE },
};
const guint sim_n_steps = G_N_ELEMENTS (sim_steps);
