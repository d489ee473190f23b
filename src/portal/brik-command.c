/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal/brik-command.h"

#include <glib-unix.h>
#include <locale.h>
#include <stdio.h>

#include "brik-config.h"
#include "portal/brik-municipality.h"
#include "portal/brik-portal.h"
#include "portal/brik-till.h"

#define EXIT_USAGE 2
#define DEFAULT_DATABASE "/var/lib/brik/portal.db"
#define DEFAULT_LISTEN "127.0.0.1:8080"

static const char usage[] =
  "Usage: brik-portal COMMAND [--database FILE]\n"
  "\n"
  "  serve [--listen HOST:PORT|unix:PATH]  answer tills and browsers until SIGTERM\n"
  "  import DIR                            load or update a municipality from CSV files\n"
  "  enrol-code TILL                       print a code that enrols a till, good for 15 minutes\n"
  "  revoke-till TILL                      shut a till out: its keys are no longer good\n"
  "  audit                                 check the books; says what is wrong, and fails if anything is\n"
  "\n"
  "The database is FILE, else $BRIK_PORTAL_DATABASE, else " DEFAULT_DATABASE ".\n";

/* What the command line says. */
typedef struct
{
  char *database;
  char *listen;
  gboolean help;
  char **rest;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->database);
  g_free (options->listen);
  g_strfreev (options->rest);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
read_options (int *argc, char ***argv, Options *options, GError **error)
{
  const GOptionEntry entries[] = {
    { "database", 0, 0, G_OPTION_ARG_FILENAME, &options->database, NULL, NULL },
    { "listen", 0, 0, G_OPTION_ARG_STRING, &options->listen, NULL, NULL },
    { "help", 'h', 0, G_OPTION_ARG_NONE, &options->help, NULL, NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->rest, NULL, NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  const char *environment = g_getenv ("BRIK_PORTAL_DATABASE");

  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, argc, argv, error))
    return FALSE;
  if (!options->database)
    options->database = g_strdup (environment ? environment : DEFAULT_DATABASE);
  return TRUE;
}

static int
fail (const GError *error)
{
  g_printerr ("brik-portal: %s\n", error->message);
  return EXIT_FAILURE;
}

/* serve */

static gboolean
on_stop (gpointer data)
{
  g_main_loop_quit (data);
  return G_SOURCE_CONTINUE;
}

static int
serve (const Options *options)
{
  const char *listen = options->listen ? options->listen : DEFAULT_LISTEN;
  g_autoptr (BrikClock) clock = brik_clock_new_system ();
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikPortal) portal = brik_portal_start (options->database, listen, clock, &error);

  if (!portal)
    return fail (error);

  g_unix_signal_add (SIGTERM, on_stop, loop);
  g_unix_signal_add (SIGINT, on_stop, loop);
  g_print ("listening on %s\n", brik_portal_get_address (portal));
  fflush (stdout);
  g_main_loop_run (loop);
  return EXIT_SUCCESS;
}

/* enrol-code and revoke-till */

typedef struct
{
  const char *till;
  gint64 now_us;
  char *code;
} TillJob;

static gboolean
make_code (BrikStore *store, gpointer data, GError **error)
{
  TillJob *job = data;
  g_autoptr (BrikMunicipality) municipality = brik_municipality_load (store, error);

  if (municipality)
    job->code = brik_till_make_code (store, municipality->id, job->till, job->now_us, error);
  return job->code != NULL;
}

static gboolean
shut_out (BrikStore *store, gpointer data, GError **error)
{
  TillJob *job = data;
  g_autoptr (BrikMunicipality) municipality = brik_municipality_load (store, error);

  return municipality && brik_till_revoke (store, municipality->id, job->till, job->now_us, error);
}

static int
run_on_till (const Options *options, BrikBooksFunc func)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikBooks) books = brik_books_open (options->database, &error);
  TillJob job = { .till = options->rest[1], .now_us = g_get_real_time () };
  g_autofree char *code = NULL;

  if (!books || !brik_books_write (books, func, &job, &error))
    return fail (error);

  code = job.code;
  if (code)
    g_print ("%s\n", code);
  return EXIT_SUCCESS;
}

int
brik_command_run (int argc, char **argv)
{
  g_auto (Options) options = { 0 };
  g_autoptr (GError) error = NULL;
  const char *command;
  guint n_words;

  setlocale (LC_ALL, "");
  if (!read_options (&argc, &argv, &options, &error))
    {
      g_printerr ("brik-portal: %s\n%s", error->message, usage);
      return EXIT_USAGE;
    }

  if (options.help)
    {
      g_print ("%s", usage);
      return EXIT_SUCCESS;
    }

  n_words = options.rest ? g_strv_length (options.rest) : 0;
  command = n_words > 0 ? options.rest[0] : "";
  if (g_str_equal (command, "serve") && n_words == 1)
    return serve (&options);
  if (g_str_equal (command, "import") && n_words == 2)
    return brik_command_import (options.database, options.rest[1]);
  if (g_str_equal (command, "enrol-code") && n_words == 2)
    return run_on_till (&options, make_code);
  if (g_str_equal (command, "revoke-till") && n_words == 2)
    return run_on_till (&options, shut_out);
  if (g_str_equal (command, "audit") && n_words == 1)
    return brik_command_audit (options.database);

  g_printerr ("%s", usage);
  return EXIT_USAGE;
}
