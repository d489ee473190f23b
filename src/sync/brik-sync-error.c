/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/brik-sync.h"

G_DEFINE_QUARK (brik - sync - error - quark, brik_sync_error)

gboolean
brik_error_is_unreachable (const GError *error)
{
  return g_error_matches (error, BRIK_SYNC_ERROR, BRIK_SYNC_ERROR_UNREACHABLE);
}

gboolean
brik_error_is_not_found (const GError *error)
{
  return g_error_matches (error, BRIK_SYNC_ERROR, BRIK_SYNC_ERROR_NOT_FOUND);
}
