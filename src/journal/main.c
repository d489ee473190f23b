/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */

/* brik-journal verify [--head HASH] FILE: whether a till's journal is what the till wrote. Needs nothing of
 * the till but its file. Ends with 0 when all is well, 1 when an entry is bad, 2 when it could not be looked
 * at. */
#include <locale.h>
#include <stdlib.h>

#include "journal/brik-journal-file.h"
#include "journal/brik-journal-verifier.h"

#define EXIT_BAD 1
#define EXIT_UNKNOWN 2

static int
verify (const char *path, const BrikHash *newest)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikJournalFile) file = brik_journal_file_open (path, &error);
  g_autofree char *head = NULL;
  BrikJournalSummary summary;

  if (file == NULL)
    {
      g_printerr ("brik-journal: %s\n", error->message);
      return EXIT_UNKNOWN;
    }
  if (!brik_journal_verify (file->store, newest, &summary, &error))
    {
      g_print ("%s\n", error->message);
      return EXIT_BAD;
    }
  head = brik_bytes_to_hex (summary.head.bytes, BRIK_HASH_SIZE);
  g_print ("%" G_GINT64_FORMAT " entries, intact, head %s\n", summary.n_entries, head);
  return EXIT_SUCCESS;
}

static int
fail_usage (const char *message)
{
  g_printerr ("brik-journal: %s\nUsage: brik-journal verify [--head HASH] FILE\n", message);
  return EXIT_UNKNOWN;
}

int
main (int argc, char **argv)
{
  g_autofree char *head = NULL;
  const GOptionEntry entries[] = {
    { "head", 0, 0, G_OPTION_ARG_STRING, &head, "The newest hash that the portal holds of this till",
      "HASH" },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("verify FILE");
  g_autoptr (GError) error = NULL;
  BrikHash newest;

  setlocale (LC_ALL, "");
  brik_seal_init ();
  g_option_context_set_summary (context, "Checks every entry of a till's journal and changes nothing.");
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    return fail_usage (error->message);
  if (argc != 3 || !g_str_equal (argv[1], "verify"))
    return fail_usage ("say what to verify");
  if (head != NULL && !brik_bytes_from_hex (head, newest.bytes, BRIK_HASH_SIZE))
    return fail_usage ("--head wants 64 lower-case hex digits");
  return verify (argv[2], head != NULL ? &newest : NULL);
}
