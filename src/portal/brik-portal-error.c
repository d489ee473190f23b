/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal/brik-portal-error.h"

G_DEFINE_QUARK (brik - portal - error - quark, brik_portal_error)
