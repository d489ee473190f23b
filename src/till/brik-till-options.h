/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BrikTillOptions:
 * @ledger: path of the till's file
 * @reader: (nullable): libnfc connection string
 * @portal: (nullable): answers the first start's question for the portal's address
 * @code: (nullable): and for the enrolment code
 * @language: "da" or "en"
 * @renderer: "auto", "cairo", "gl" or "ngl"
 * @sound_volume: 0 to 1
 * @show_version: only say which program this is
 *
 * How this till is set up: the settings of `io.github.brikpos.Till`, over which the command line goes.
 */
typedef struct
{
  char *ledger;
  char *reader;
  char *portal;
  char *code;
  char *language;
  char *renderer;
  double sound_volume;
  gboolean fullscreen;
  gboolean show_version;
} BrikTillOptions;

/* Takes what it knows out of @argv. NULL and @error for what is not known or makes no sense. */
BrikTillOptions *brik_till_options_parse (char ***argv, GError **error);
void brik_till_options_free (BrikTillOptions *options);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrikTillOptions, brik_till_options_free)

G_END_DECLS
