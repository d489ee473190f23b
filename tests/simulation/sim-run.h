/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SimMutation:
 *
 * A fault put in on purpose, to see that it is found.
 */
typedef enum
{
  SIM_NO_MUTATION,
  SIM_DOUBLE_BOOKING,  /* the portal books a sale twice */
  SIM_LOST_SALE,       /* and loses one, without a trace */
  SIM_LOST_POSTING,    /* one side of a sale is not posted */
  SIM_WRONG_BALANCE,   /* a balance that is kept is not the sum */
  SIM_WRONG_DAY,       /* a sale is counted on another day */
  SIM_CAP_FORGOTTEN,   /* a till loses a cap that it was told */
  SIM_BLOCK_FORGOTTEN, /* and a block */
  SIM_BROKEN_CHAIN,    /* an entry of a journal is altered */
  SIM_N_MUTATIONS,
} SimMutation;

/**
 * SimPlan:
 * @n_tills: 0 leaves it to the seed
 * @exact: everything arrives at once: all that a till says must be exact to the øre
 * @without: (nullable) (array length=n_steps): steps that are left out
 * @talks: every step is told
 *
 * A run, which is the same whenever its plan is.
 */
typedef struct
{
  guint64 seed;
  guint n_steps;
  guint n_tills;
  gboolean exact;
  const gboolean *without;
  SimMutation mutation;
  gboolean talks;
} SimPlan;

/* Adds what happened to @counts, by name. (transfer full): the digest of all that happened, in order. */
char *sim_run (const SimPlan *plan, GHashTable *counts);

/* What a run of many seeds must have seen at least once. (array zero-terminated=1) */
extern const char *const sim_events[];

G_END_DECLS
