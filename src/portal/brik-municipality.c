/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal/brik-municipality.h"

#include "portal/brik-portal-error.h"
#include "wire/brik-record.h"

/* A zone that somebody holds is not read from its file again: so each that was ever asked for is held. */
static GTimeZone *
zone_of (const char *name, GError **error)
{
  static GMutex lock;
  static GHashTable *zones = NULL;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lock);
  GTimeZone *zone;

  if (!zones)
    zones = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_time_zone_unref);
  zone = g_hash_table_lookup (zones, name);
  if (zone)
    return g_time_zone_ref (zone);

  zone = brik_civil_zone_new (name, error);
  if (zone)
    g_hash_table_insert (zones, g_strdup (name), g_time_zone_ref (zone));
  return zone;
}

BrikMunicipality *
brik_municipality_load (BrikStore *store, GError **error)
{
  g_autoptr (BrikRows) rows =
    brik_store_query (store, error, "SELECT id, name, zone, card_form FROM municipality", "");
  g_autoptr (BrikMunicipality) municipality = NULL;
  g_autoptr (GError) local_error = NULL;

  if (!rows)
    return NULL;
  if (!brik_rows_next (rows, &local_error))
    {
      if (local_error)
        g_propagate_error (error, g_steal_pointer (&local_error));
      else
        g_set_error_literal (error, BRIK_PORTAL_ERROR, BRIK_PORTAL_ERROR_EMPTY,
                             "The portal has no municipality yet. Load one with `brik-portal import DIR`.");
      return NULL;
    }

  municipality = g_new0 (BrikMunicipality, 1);
  municipality->id = g_strdup (brik_rows_text (rows, 0));
  municipality->name = g_strdup (brik_rows_text (rows, 1));
  municipality->zone_name = g_strdup (brik_rows_text (rows, 2));
  brik_card_form_from_name (brik_rows_text (rows, 3), &municipality->card_form);
  municipality->zone = zone_of (municipality->zone_name, error);
  return municipality->zone ? g_steal_pointer (&municipality) : NULL;
}

void
brik_municipality_free (BrikMunicipality *municipality)
{
  g_free (municipality->id);
  g_free (municipality->name);
  g_free (municipality->zone_name);
  g_clear_pointer (&municipality->zone, g_time_zone_unref);
  g_free (municipality);
}

GPtrArray *
brik_municipality_list_kinds (BrikStore *store, const char *municipality, GError **error)
{
  g_autoptr (GPtrArray) kinds = g_ptr_array_new_with_free_func ((GDestroyNotify) brik_kind_record_free);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BrikRows) rows = brik_store_query (
    store, error, "SELECT id, name FROM place_kind WHERE municipality_id = ? ORDER BY position", "s",
    municipality);

  if (!rows)
    return NULL;
  while (brik_rows_next (rows, &local_error))
    {
      BrikKindRecord *kind = g_new0 (BrikKindRecord, 1);

      kind->id = g_strdup (brik_rows_text (rows, 0));
      kind->name = g_strdup (brik_rows_text (rows, 1));
      g_ptr_array_add (kinds, kind);
    }

  if (local_error)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  return g_steal_pointer (&kinds);
}

GDate
brik_municipality_date (const BrikMunicipality *municipality, gint64 time_us)
{
  GDate date;

  g_date_clear (&date, 1);
  brik_civil_date (municipality->zone, time_us, &date);
  return date;
}
