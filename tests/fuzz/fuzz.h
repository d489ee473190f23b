/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A harness takes one hostile input and asserts what must hold of it. Built with clang (-Dfuzzers=true) it is
 * a libFuzzer program; otherwise tests/fuzz/replay.c gives it the corpus, as an ordinary test. */

/* What a harness defines. */

/* No longer input is made: the bound on what is read, and a little beyond it. */
extern const gsize fuzz_longest;
/* Called once, before the first input. */
void fuzz_prepare (void);
/* An assertion that fails is a find; so is a warning, a leak, undefined behaviour, and taking too long. */
void fuzz_try (const guint8 *data, gsize size);

/* What it may use. */

/**
 * FuzzInput:
 *
 * An input being taken apart. What is taken beyond its end is empty, or nought.
 */
typedef struct
{
  const guint8 *at;
  const guint8 *end;
} FuzzInput;

FuzzInput fuzz_input (const guint8 *data, gsize size);
gsize fuzz_left (const FuzzInput *input);
guint fuzz_take_byte (FuzzInput *input);
/* Up to the next newline, which is taken too. (transfer full) */
char *fuzz_take_line (FuzzInput *input);
/* All that is left, with a NUL after it. (transfer full) */
char *fuzz_take_rest (FuzzInput *input, gsize *size);
/* A file of its own in a folder of its own, gone when the program ends. */
const char *fuzz_folder (void);

/* Whether @error, of something that returned @good, is set exactly where it was bad, and is text. */
void fuzz_check_error (gboolean good, const GError *error);

/* For the drivers: prepares once, then tries. */
void fuzz_begin (void);

G_END_DECLS
