/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "start-report.h"

#include <stdio.h>

#include "figure.h"

/* Once what the start left to do has been done. */
#define REST_MS 500

void
start_report (const char *what)
{
  printf ("%s\t%.0f\n", what, figure_now_us ());
  fflush (stdout);
}

static gboolean
on_rested (gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  const char *pss;

  if (!g_file_get_contents ("/proc/self/smaps_rollup", &text, NULL, &error))
    g_error ("%s", error->message);
  pss = strstr (text, "\nPss:");
  g_assert (pss != NULL);
  printf ("pss\t%" G_GUINT64_FORMAT "\n", g_ascii_strtoull (pss + strlen ("\nPss:"), NULL, 10));
  fflush (stdout);
  g_application_quit (user_data);
  return G_SOURCE_REMOVE;
}

void
start_report_end (GApplication *application)
{
  g_timeout_add (REST_MS, on_rested, application);
}
