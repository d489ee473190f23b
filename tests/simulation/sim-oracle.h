/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define SIM_MAX_ACCOUNTS 12
#define SIM_MAX_TILLS 8
#define SIM_N_KINDS 2   /* of place: school, club */
#define SIM_ANY_KIND 2  /* of a cap: everywhere */
#define SIM_N_PERIODS 3 /* day, week, month */
#define SIM_NO_CAP -1
#define SIM_ALLOWANCE_ORE 5000
#define SIM_DATA_AGE_LIMIT_US (72 * G_TIME_SPAN_HOUR)

typedef enum
{
  SIM_FACT_SALE,
  SIM_FACT_UNDO,
  SIM_FACT_DECLINE,
  SIM_FACT_BLOCK, /* of a card, at the till (D9) */
  SIM_N_FACT_TYPES,
} SimFactType;

/**
 * SimFact:
 * @id: of the sale, the decline or the block; of an undo: of the sale that it takes back
 * @day: the civil day it counts on, as a number (1 is a Monday): of an undo its sale's (D3)
 * @counted_day: of a sale: the day that it counts on for the portal: the day it came, where it was dated
 * later
 * @amount_ore: taken from the account: below nought for an undo, nought for a decline
 *
 * What a till said on its screen.
 */
typedef struct
{
  SimFactType type;
  char id[33];
  guint till;
  guint account;
  guint kind;
  guint32 day;
  guint month; /* counted from the year nought */
  guint32 counted_day;
  guint counted_month;
  gint64 amount_ore;
} SimFact;

/* Which facts somebody has: a byte each. */
typedef GByteArray SimSet;

/**
 * SimAccountWord:
 * @caps_ore: by kind of place (or any) and period; %SIM_NO_CAP
 * @paid_in_ore: all deposits
 *
 * What the portal says of an account, but for what was bought.
 */
typedef struct
{
  gboolean exists;
  gint64 caps_ore[SIM_N_KINDS + 1][SIM_N_PERIODS];
  gboolean card_blocked;
  gboolean account_blocked;
  gboolean kinds_allowed[SIM_N_KINDS];
  gint64 paid_in_ore;
} SimAccountWord;

/**
 * SimWord:
 * @booked: what the portal had booked
 *
 * All that the portal would have said at one moment. Immutable once somebody else holds it.
 */
typedef struct
{
  gatomicrefcount refs;
  SimSet *booked;
  SimAccountWord accounts[SIM_MAX_ACCOUNTS];
} SimWord;

SimWord *sim_word_new (void);
SimWord *sim_word_ref (SimWord *word);
void sim_word_unref (SimWord *word);
/* One to change: @word itself where nobody else holds it. Takes @word, gives its like. */
SimWord *sim_word_own (SimWord *word);

/**
 * SimView:
 * @words: by account: the newest that the till was told of it; NULL: the till does not know its card
 * @told_us: when the portal told it that, by its own clock
 * @written: what stands in the till's journal
 * @answered_us: when the portal answered last, by the portal's clock
 * @doubtful: the till or the portal was put back from a copy, and they have not been level since: the till
 * may count an entry twice, and so sell too little. Never too much.
 *
 * What one till can know.
 */
typedef struct
{
  guint till;
  guint kind;
  SimWord *words[SIM_MAX_ACCOUNTS];
  gint64 told_us[SIM_MAX_ACCOUNTS];
  SimSet *written;
  gint64 answered_us;
  gboolean doubtful;
} SimView;

SimView *sim_view_new (guint till, guint kind);
SimView *sim_view_copy (const SimView *view);
void sim_view_free (SimView *view);

/**
 * SimOracle:
 *
 * What the tills said, and what must be true if they said the truth: the rules D1, D3, D4, D5, D8, R28, R29,
 * R31 once more, in other words than src/core and with none of its code.
 */
typedef struct
{
  GPtrArray *facts;
  GHashTable *by_id[SIM_N_FACT_TYPES]; /* index + 1, by id, for each type */
  GArray *of_account[SIM_MAX_ACCOUNTS];
} SimOracle;

SimOracle *sim_oracle_new (void);
void sim_oracle_free (SimOracle *oracle);
SimFact *sim_oracle_get (SimOracle *oracle, guint index);
/* @fact: copied; gives its index. */
guint sim_oracle_note (SimOracle *oracle, const SimFact *fact);
gboolean sim_oracle_find (SimOracle *oracle, SimFactType type, const char *id, guint *index);

void sim_set_add (SimSet *set, guint index);
gboolean sim_set_has (const SimSet *set, guint index);

/* The day that a fact counts on: the portal's where it has it, and else the till's. */
void sim_oracle_find_day (SimOracle *oracle, guint index, const SimSet *booked, guint32 *day, guint *month);
/* The till has blocked the card itself, and the portal's word does not know it yet. */
gboolean sim_oracle_is_blocked_here (SimOracle *oracle, const SimView *view, guint account);
/* An undo counts where its sale is too. */
gint64 sim_oracle_get_taken (SimOracle *oracle, guint account, const SimSet *set, const SimSet *or_set);

typedef enum
{
  SIM_YES,
  SIM_UNKNOWN,
  SIM_CARD_BLOCKED,
  SIM_ACCOUNT_BLOCKED,
  SIM_PLACE,
  SIM_CAP,
  SIM_BALANCE,
  SIM_DATA_TOO_OLD,
  SIM_ALLOWANCE,
} SimReason;

/**
 * SimJudgement:
 * @period: with @spent_ore: of a cap
 * @left_ore: of a cap or a balance
 * @ahead: something known counts on a later day than today's: a clock went back, and the till may count it
 */
typedef struct
{
  SimReason reason;
  guint period;
  gint64 spent_ore;
  gint64 left_ore;
  gboolean ahead;
} SimJudgement;

/* What a till that knows @view must say at @now_us, on the civil day @day of @month. */
SimJudgement sim_oracle_judge (SimOracle *oracle,
                               const SimView *view,
                               guint account,
                               gint64 total_ore,
                               gboolean online,
                               gint64 now_us,
                               guint32 day,
                               guint month);

/* Spent at places of @kind (or SIM_ANY_KIND) in the period that the day lies in, by what is in either set. */
gint64 sim_oracle_get_spent (SimOracle *oracle,
                             guint account,
                             guint kind,
                             guint period,
                             guint32 day,
                             guint month,
                             const SimSet *set,
                             const SimSet *or_set);

G_END_DECLS
