/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/brik-card-number.h"
#include "core/brik-period.h"
#include "store/brik-store.h"

G_BEGIN_DECLS

/**
 * BrikMunicipality:
 * @zone_name: IANA name
 * @zone: the same, opened (D2)
 *
 * The tenant. Its id leads every key; a database holds one for now.
 */
typedef struct
{
  char *id;
  char *name;
  char *zone_name;
  GTimeZone *zone;
  BrikCardForm card_form;
} BrikMunicipality;

/* %BRIK_PORTAL_ERROR_EMPTY when nothing has been imported. */
BrikMunicipality *brik_municipality_load (BrikStore *store, GError **error);
void brik_municipality_free (BrikMunicipality *municipality);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrikMunicipality, brik_municipality_free)

/* (element-type BrikKindRecord) (transfer full): the kinds of place, in the order shown. */
GPtrArray *brik_municipality_list_kinds (BrikStore *store, const char *municipality, GError **error);
/* The civil date of @time_us there. */
GDate brik_municipality_date (const BrikMunicipality *municipality, gint64 time_us);

G_END_DECLS
