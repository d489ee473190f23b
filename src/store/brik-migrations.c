/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/brik-migrations.h"

GStrv
brik_migrations_load (GResource *resource, const char *stem, GError **error)
{
  g_autoptr (GStrvBuilder) scripts = g_strv_builder_new ();

  for (guint version = 1;; version++)
    {
      g_autoptr (GError) local_error = NULL;
      g_autofree char *path = g_strdup_printf ("%s%u.sql", stem, version);
      g_autoptr (GBytes) script =
        g_resource_lookup_data (resource, path, G_RESOURCE_LOOKUP_FLAGS_NONE, &local_error);

      if (version > 1 && g_error_matches (local_error, G_RESOURCE_ERROR, G_RESOURCE_ERROR_NOT_FOUND))
        return g_strv_builder_end (scripts);
      if (!script)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return NULL;
        }
      /* A resource ends in a zero byte. */
      g_strv_builder_add (scripts, g_bytes_get_data (script, NULL));
    }
}
