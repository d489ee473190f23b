/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim-shrink.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Each try is a process that makes its town from nothing. */
#define MAX_TRIES 200

static char plan_text[80];

static void
on_abort (int signal_number)
{
  char *const arguments[] = { "/proc/self/exe", "--shrink", "--replay", plan_text, NULL };
  sigset_t none;

  sigemptyset (&none);
  sigprocmask (SIG_SETMASK, &none, NULL);
  execv (arguments[0], arguments);
  _exit (EXIT_FAILURE);
}

void
sim_shrink_watch (const SimPlan *plan)
{
  struct sigaction action = { .sa_handler = plan != NULL ? on_abort : SIG_DFL };

  if (plan != NULL)
    g_snprintf (plan_text, sizeof plan_text, "%" G_GUINT64_FORMAT ",%u,%u,%d", plan->seed, plan->n_steps,
                plan->n_tills, plan->exact);
  sigaction (SIGABRT, &action, NULL);
  sigaction (SIGTRAP, &action, NULL);
  sigaction (SIGSEGV, &action, NULL);
}

static char *
list_steps (const gboolean *without, guint n_steps)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n_steps; i++)
    if (without[i])
      g_string_append_printf (text, "%s%u", text->len > 0 ? "," : "", i);
  return g_string_free (text, FALSE);
}

static gboolean
fails (const char *plan, const gboolean *without, guint n_steps)
{
  g_autofree char *steps = list_steps (without, n_steps);
  const char *const arguments[] = { "/proc/self/exe", "--replay", plan, "--without", steps, NULL };
  int status = 0;

  g_spawn_sync (NULL, (char **) arguments, NULL, G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL,
                NULL, NULL, NULL, NULL, &status, NULL);
  return !g_spawn_check_wait_status (status, NULL);
}

/* Leaves out ever smaller stretches as long as it goes wrong without them. */
static void
shrink (const char *plan, gboolean *without, guint n_steps)
{
  guint n_tries = 0;

  for (guint size = (n_steps + 1) / 2; size > 0; size /= 2)
    for (guint first = 0; first < n_steps && n_tries < MAX_TRIES; first += size)
      {
        g_autofree gboolean *fewer = g_memdup2 (without, n_steps * sizeof *without);
        gboolean is_new = FALSE;

        for (guint i = first; i < MIN (first + size, n_steps); i++)
          {
            is_new |= !fewer[i];
            fewer[i] = TRUE;
          }
        if (!is_new)
          continue;
        n_tries++;
        if (fails (plan, fewer, n_steps))
          memcpy (without, fewer, n_steps * sizeof *without);
      }
}

static void
leave_out (const char *steps, gboolean *without, guint n_steps)
{
  g_auto (GStrv) parts = g_strsplit (steps, ",", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    if (*parts[i] != '\0' && g_ascii_strtoull (parts[i], NULL, 10) < n_steps)
      without[g_ascii_strtoull (parts[i], NULL, 10)] = TRUE;
}

gboolean
sim_shrink_main (int argc, char **argv)
{
  g_autofree char *plan_given = NULL;
  g_autofree char *steps_given = NULL;
  gboolean shrinks = FALSE;
  const GOptionEntry entries[] = {
    { "replay", 0, 0, G_OPTION_ARG_STRING, &plan_given, NULL, NULL },
    { "without", 0, 0, G_OPTION_ARG_STRING, &steps_given, NULL, NULL },
    { "shrink", 0, 0, G_OPTION_ARG_NONE, &shrinks, NULL, NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_auto (GStrv) arguments = g_new0 (char *, (gsize) argc + 1);
  g_autoptr (GHashTable) counts = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree gboolean *without = NULL;
  g_autofree char *left_out = NULL;
  g_autofree char *digest = NULL;
  SimPlan plan = { .talks = TRUE };

  for (int i = 0; i < argc; i++)
    arguments[i] = g_strdup (argv[i]);
  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_set_ignore_unknown_options (context, TRUE);
  g_option_context_set_help_enabled (context, FALSE);
  if (!g_option_context_parse_strv (context, &arguments, NULL) || plan_given == NULL)
    return FALSE;
  g_assert_cmpint (sscanf (plan_given, "%" G_GUINT64_FORMAT ",%u,%u,%d", &plan.seed, &plan.n_steps,
                           &plan.n_tills, &plan.exact),
                   ==, 4);
  without = g_new0 (gboolean, plan.n_steps);
  if (steps_given != NULL)
    leave_out (steps_given, without, plan.n_steps);
  if (shrinks)
    shrink (plan_given, without, plan.n_steps);
  left_out = list_steps (without, plan.n_steps);
  if (shrinks)
    g_print ("# a seed failed; replay: test-simulation --replay %s --without %s\n", plan_given, left_out);
  plan.without = without;
  digest = sim_run (&plan, counts);
  exit (shrinks ? EXIT_FAILURE : EXIT_SUCCESS);
}
