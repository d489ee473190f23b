/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sim-run.h"

G_BEGIN_DECLS

/* From now on a failure is @plan's (nullable): the program starts itself anew to find out which of the steps
 * it takes, and tells how to see it again. */
void sim_shrink_watch (const SimPlan *plan);
/* Does what the arguments ask, if they are ours: TRUE when they were. "--replay SEED,STEPS,TILLS,EXACT" runs
 * that plan aloud, "--without 1,2,3" leaves out steps of it, "--shrink" looks for steps to leave out. */
gboolean sim_shrink_main (int argc, char **argv);

G_END_DECLS
