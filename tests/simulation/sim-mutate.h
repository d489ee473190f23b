/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sim-run.h"
#include "sim-town.h"

G_BEGIN_DECLS

/* Does the wrong of @mutation, once, as soon as there is something to do it to. */
void sim_mutate (SimTown *town, SimMutation mutation, guint step);

G_END_DECLS
