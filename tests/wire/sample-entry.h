/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "wire/brik-entry.h"

/* One entry of each kind with everything that it may have, always the same. */
BrikEntry *sample_entry (BrikEntryKind kind);
/* An entry drawn from @random: any kind, any bounds, any text that is allowed. */
BrikEntry *random_entry (GRand *random);
void assert_same_entry (const BrikEntry *a, const BrikEntry *b);
