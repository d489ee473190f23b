/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sim-town.h"

G_BEGIN_DECLS

/* Something that happens; FALSE where it cannot. */
typedef gboolean (*SimStepFunc) (SimTown *town, SimDice *dice);

/**
 * SimStep:
 * @weight: how often, against the others'
 * @exact: it may happen in a town where everything arrives at once
 */
typedef struct
{
  SimStepFunc func;
  guint weight;
  gboolean exact;
} SimStep;

extern const SimStep sim_steps[];
extern const guint sim_n_steps;

G_END_DECLS
