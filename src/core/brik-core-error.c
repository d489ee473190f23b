/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/brik-core-error.h"

G_DEFINE_QUARK (brik - core - error - quark, brik_core_error)
