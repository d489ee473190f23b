/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "till/brik-reader-words.h"

#include <glib/gi18n.h>

typedef struct
{
  const char *code;
  const char *in_short;
  const char *what_to_do;
} Words;

static const Words known[] = {
  { "missing", N_ ("Reader is missing"), N_ ("Check that the reader's cable is plugged in.") },
  { "permission", N_ ("Reader is locked"), N_ ("The till may not open the reader. Call support.") },
  { "held", N_ ("Reader is taken"), N_ ("Another program uses the reader. Close it.") },
  { "module", N_ ("Reader is taken"), N_ ("The machine itself holds the reader. Call support.") },
  { "silent", N_ ("Reader does not answer"), N_ ("Check the reader's power and cable.") },
  { "lost", N_ ("Reader does not answer"), N_ ("Pull the reader's cable out and put it in again.") },
  { "unreadable", N_ ("Chip cannot be read"), N_ ("Hold the chip still, alone and flat on the reader.") },
  { "hang", N_ ("Reader starts again"),
    N_ ("Take the card off the reader and wait a moment. If it comes back, pull the cable out and in.") },
  { "ended", N_ ("Reader starts again"),
    N_ ("Take the card off the reader and wait a moment. If it comes back, pull the cable out and in.") },
  { "program", N_ ("Reader cannot start"), N_ ("The reader's program does not start. Call support.") },
};

static const Words unknown = { NULL, N_ ("Reader does not answer"),
                               N_ ("Pull the reader's cable out and put it in again.") };

static const Words *
find_words (const char *code)
{
  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    if (g_strcmp0 (known[i].code, code) == 0)
      return &known[i];
  return &unknown;
}

const char *
brik_reader_fault_in_short (const char *code)
{
  return _ (find_words (code)->in_short);
}

const char *
brik_reader_fault_what_to_do (const char *code)
{
  return _ (find_words (code)->what_to_do);
}
