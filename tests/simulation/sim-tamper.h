/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sim-town.h"

G_BEGIN_DECLS

/* Promise 9: the journal of @till is whole, and a copy of it that was tampered with is not. Gives the name of
 * what was done to it, or NULL where the journal is too short for that. */
const char *sim_tamper (SimTill *till, SimDice *dice);
/* The journal is whole. */
void sim_verify (SimTill *till);

G_END_DECLS
