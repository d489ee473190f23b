/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "portal/brik-municipality.h"
#include "portal/brik-till.h"
#include "wire/brik-record.h"

G_BEGIN_DECLS

/* A record as @till hears it; `gone` where there is none for it: not there any more, not sold or signed in at
 * its place, not one of its people. @concerns: (out) (optional): whether it may have heard of it before.
 * (transfer full) */
BrikChange *brik_change_load (BrikStore *store,
                              const BrikMunicipality *municipality,
                              const BrikTill *till,
                              BrikRecordKind kind,
                              const char *id,
                              const GDate *today,
                              gboolean *concerns,
                              GError **error);

G_END_DECLS
