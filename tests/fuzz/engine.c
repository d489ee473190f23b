/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

/* A harness as a libFuzzer program. Its bound on an input is given as if by -max_len; one on the command line
 * goes over it. */

int LLVMFuzzerInitialize (int *argc, char ***argv);
int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerInitialize (int *argc, char ***argv)
{
  char **longer = g_new0 (char *, *argc + 2);

  longer[0] = (*argv)[0];
  longer[1] = g_strdup_printf ("-max_len=%" G_GSIZE_FORMAT, fuzz_longest);
  for (int i = 1; i < *argc; i++)
    longer[i + 1] = (*argv)[i];
  *argc += 1;
  *argv = longer;
  fuzz_begin ();
  return 0;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  fuzz_try (data, size);
  return 0;
}
