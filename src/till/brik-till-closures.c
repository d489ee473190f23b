/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "till/brik-till-closures.h"

#include "till/brik-language.h"

char *
brik_format_money (gpointer self, gint64 amount_ore)
{
  return brik_money_format (amount_ore, brik_language_get_money_style ());
}

char *
brik_format_clock (gpointer self, gint64 time_us, GTimeZone *zone)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (time_us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) civil = zone != NULL && utc != NULL ? g_date_time_to_timezone (utc, zone) : NULL;

  if (civil == NULL)
    return g_strdup ("");
  return g_strdup_printf ("%02d%s%02d", g_date_time_get_hour (civil), brik_language_get_clock_separator (),
                          g_date_time_get_minute (civil));
}
