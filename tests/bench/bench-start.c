/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>

#include "figure.h"
#include "line-process.h"

/* From the start of the till's program, all its data loaded, to a sale painted on the screen, and the memory
 * it then takes; beside a program that shows an empty window. They are started in turns. Needs
 * BRIK_BENCH_LEDGER, what full-ledger has written, and BRIK_BENCH_PROGRAMS, the folder of start-till and
 * start-empty. */

#define ROUNDS 7
#define SOON_MS 20000

typedef struct
{
  Series *sign_in;
  Series *painted;
  Series *memory;
} Program;

static double
read_number (LineProcess *process, const char *what)
{
  g_autofree char *line = line_process_read (process, SOON_MS);
  g_autofree char *start = g_strconcat (what, "\t", NULL);

  if (line == NULL || !g_str_has_prefix (line, start))
    g_error ("waited for \"%s\", got \"%s\"", what, line != NULL ? line : "nothing");
  return g_ascii_strtod (line + strlen (start), NULL);
}

static void
add (Series *series, double value)
{
  series_begin_round (series);
  series_add (series, value);
}

static void
start (const char *name, const char *ledger, Program *program)
{
  g_autofree char *path = g_build_filename (g_getenv ("BRIK_BENCH_PROGRAMS"), name, NULL);
  const char *const arguments[] = { path, ledger != NULL ? "--ledger" : NULL, ledger, NULL };
  double began_us = figure_now_us ();
  g_autoptr (LineProcess) process = line_process_new (arguments);
  int status;

  if (program->sign_in != NULL)
    add (program->sign_in, (read_number (process, "sign-in") - began_us) / 1000);
  add (program->painted, (read_number (process, "painted") - began_us) / 1000);
  add (program->memory, read_number (process, "pss") / 1024);
  line_process_close_input (process);
  if (!line_process_wait (process, SOON_MS, &status) || status != 0)
    g_error ("%s did not end well", name);
}

int
main (void)
{
  g_autoptr (Series) till_sign_in = series_new ();
  g_autoptr (Series) till_painted = series_new ();
  g_autoptr (Series) till_memory = series_new ();
  g_autoptr (Series) empty_painted = series_new ();
  g_autoptr (Series) empty_memory = series_new ();
  Program till = { till_sign_in, till_painted, till_memory };
  Program empty = { NULL, empty_painted, empty_memory };

  for (guint round = 0; round < ROUNDS; round++)
    {
      start ("start-till", g_getenv ("BRIK_BENCH_LEDGER"), &till);
      start ("start-empty", NULL, &empty);
    }
  figure_print_beside ("till: start → sign-in painted", series_percentile (till_sign_in, 50), "ms",
                       series_percentile (empty_painted, 50), "≤ 2.0 ×");
  figure_print_beside ("till: start → sale painted, 10,000 products", series_percentile (till_painted, 50),
                       "ms", series_percentile (empty_painted, 50), "≤ 2.0 ×");
  figure_print_beside ("till: memory (PSS), 10,000 products", series_percentile (till_memory, 50), "MiB",
                       series_percentile (empty_memory, 50), "≤ 2.0 ×");
  return EXIT_SUCCESS;
}
