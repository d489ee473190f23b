/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  BRIK_MUSTACHE_TEXT,
  BRIK_MUSTACHE_VARIABLE,
  BRIK_MUSTACHE_UNESCAPED,
  BRIK_MUSTACHE_SECTION,
  BRIK_MUSTACHE_INVERTED,
  BRIK_MUSTACHE_PARTIAL,
} BrikMustacheKind;

/**
 * BrikMustacheNode:
 * @text: of a text: what is written as it stands; of a partial: its name
 * @path: (array zero-terminated=1): of a variable or section: the names between the dots; empty for "."
 * @indent: of a partial that stands alone on its line: the blanks before it
 * @line_start: whether it begins a line of the template, where a partial's indentation goes
 * @end: of a section: the index after its last node
 *
 * A template is a flat array of these, sections holding the nodes up to their @end.
 */
typedef struct
{
  BrikMustacheKind kind;
  char *text;
  char **path;
  char *indent;
  gboolean line_start;
  guint end;
} BrikMustacheNode;

/**
 * BrikMustacheTranslate:
 * @text: what stood between `{{#tr}}` and `{{/tr}}`, runs of white space made one blank
 *
 * Returns: (nullable): the same in the reader's language; NULL leaves @text. Borrowed until the parser
 * returns.
 */
typedef const char *(*BrikMustacheTranslate) (const char *text, gpointer user_data);

/* (element-type BrikMustacheNode) (transfer full). With @translate, `{{#tr}}…{{/tr}}` marks a text: it is
 * translated now, its letters are escaped as HTML, and only variables may stand within it. */
GArray *brik_mustache_parse (const char *source,
                             gsize length,
                             BrikMustacheTranslate translate,
                             gpointer user_data,
                             GError **error);
void brik_mustache_append_escaped (GString *out, const char *text, gssize length);

G_END_DECLS
