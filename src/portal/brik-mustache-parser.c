/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal/brik-mustache-parser.h"

#include <string.h>

#include "core/brik-limits.h"
#include "portal/brik-template-error.h"

typedef struct
{
  const char *source;
  const char *end;
  const char *cursor;
  char open[BRIK_LIMIT_TEMPLATE_DELIMITER + 1];
  char close[BRIK_LIMIT_TEMPLATE_DELIMITER + 1];
  gboolean within_translation;
  BrikMustacheTranslate translate;
  gpointer user_data;
  GArray *nodes;
  guint open_sections[BRIK_LIMIT_TEMPLATE_DEPTH];
  guint depth;
} Parser;

/* A tag as it was found: from its opening delimiter to after its closing one. */
typedef struct
{
  const char *begin;
  const char *after;
  char kind; /* the sigil; 'v' for a plain variable */
  char *content;
} Tag;

static void
tag_clear (Tag *tag)
{
  g_clear_pointer (&tag->content, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Tag, tag_clear)

static gboolean parse_all (Parser *parser, GError **error);

static void
node_clear (gpointer data)
{
  BrikMustacheNode *node = data;

  g_free (node->text);
  g_strfreev (node->path);
  g_free (node->indent);
}

void
brik_mustache_append_escaped (GString *out, const char *text, gssize length)
{
  const char *end = text + (length < 0 ? (gssize) strlen (text) : length);

  for (const char *p = text; p < end; p++)
    switch (*p)
      {
      case '&':
        g_string_append (out, "&amp;");
        break;
      case '<':
        g_string_append (out, "&lt;");
        break;
      case '>':
        g_string_append (out, "&gt;");
        break;
      case '"':
        g_string_append (out, "&quot;");
        break;
      case '\'':
        g_string_append (out, "&#39;");
        break;
      default:
        g_string_append_c (out, *p);
        break;
      }
}

static gboolean
fail (Parser *parser, const char *at, GError **error, const char *what)
{
  guint line = 1;

  for (const char *p = parser->source; p < at; p++)
    line += *p == '\n';
  g_set_error (error, BRIK_TEMPLATE_ERROR, BRIK_TEMPLATE_ERROR_SYNTAX, "Line %u: %s", line, what);
  return FALSE;
}

static gboolean
is_line_start (Parser *parser, const char *at)
{
  return at == parser->source || at[-1] == '\n';
}

static BrikMustacheNode *
add_node (Parser *parser, BrikMustacheKind kind, gboolean line_start)
{
  BrikMustacheNode node = { .kind = kind, .line_start = line_start };

  g_array_append_val (parser->nodes, node);
  return &g_array_index (parser->nodes, BrikMustacheNode, parser->nodes->len - 1);
}

/* One node a line, so that a partial can be indented line by line. */
static void
add_text (Parser *parser, const char *begin, const char *end)
{
  while (begin < end)
    {
      const char *newline = memchr (begin, '\n', end - begin);
      const char *line_end = newline != NULL ? newline + 1 : end;
      BrikMustacheNode *node = add_node (parser, BRIK_MUSTACHE_TEXT, is_line_start (parser, begin));
      g_autoptr (GString) text = g_string_new (NULL);

      if (parser->within_translation)
        brik_mustache_append_escaped (text, begin, line_end - begin);
      else
        g_string_append_len (text, begin, line_end - begin);
      node->text = g_string_free (g_steal_pointer (&text), FALSE);
      begin = line_end;
    }
}

/* Finds the end of the tag that begins at @begin and takes it apart. */
static gboolean
read_tag (Parser *parser, const char *begin, Tag *tag, GError **error)
{
  const char *inner = begin + strlen (parser->open);
  g_autofree char *close = NULL;
  const char *stop;

  tag->begin = begin;
  tag->kind = inner < parser->end && strchr ("#^/!>=&{", *inner) != NULL ? *inner++ : 'v';
  close = tag->kind == '{'   ? g_strconcat ("}", parser->close, NULL)
          : tag->kind == '=' ? g_strconcat ("=", parser->close, NULL)
                             : g_strdup (parser->close);
  stop = g_strstr_len (inner, parser->end - inner, close);
  if (stop == NULL)
    return fail (parser, begin, error, "a tag is not closed");
  tag->after = stop + strlen (close);
  tag->content = g_strstrip (g_strndup (inner, stop - inner));
  if (tag->content[0] == '\0' && tag->kind != '!')
    return fail (parser, begin, error, "a tag is empty");
  return TRUE;
}

/* A tag that writes nothing and stands alone on its line takes the whole line with it. */
static gboolean
stands_alone (Parser *parser, const Tag *tag, const char **line_begin, const char **line_end)
{
  const char *before = tag->begin;
  const char *after = tag->after;

  if (strchr ("#^/!>=", tag->kind) == NULL)
    return FALSE;
  while (before > parser->source && (before[-1] == ' ' || before[-1] == '\t'))
    before--;
  if (!is_line_start (parser, before))
    return FALSE;
  while (after < parser->end && (*after == ' ' || *after == '\t'))
    after++;
  if (after + 1 < parser->end && after[0] == '\r' && after[1] == '\n')
    after++;
  if (after < parser->end && *after != '\n')
    return FALSE;
  *line_begin = before;
  *line_end = after < parser->end ? after + 1 : after;
  return TRUE;
}

static char **
split_path (const char *name)
{
  return strcmp (name, ".") == 0 ? g_new0 (char *, 1) : g_strsplit (name, ".", -1);
}

static gboolean
open_section (Parser *parser, const Tag *tag, gboolean line_start, GError **error)
{
  BrikMustacheNode *node;

  if (parser->depth == BRIK_LIMIT_TEMPLATE_DEPTH)
    return fail (parser, tag->begin, error, "sections are nested too deeply");
  parser->open_sections[parser->depth++] = parser->nodes->len;
  node = add_node (parser, tag->kind == '#' ? BRIK_MUSTACHE_SECTION : BRIK_MUSTACHE_INVERTED, line_start);
  node->path = split_path (tag->content);
  return TRUE;
}

static gboolean
close_section (Parser *parser, const Tag *tag, GError **error)
{
  BrikMustacheNode *section;
  g_auto (GStrv) path = split_path (tag->content);

  if (parser->depth == 0)
    return fail (parser, tag->begin, error, "a section is closed that was not opened");
  section = &g_array_index (parser->nodes, BrikMustacheNode, parser->open_sections[parser->depth - 1]);
  if (!g_strv_equal ((const char *const *) section->path, (const char *const *) path))
    return fail (parser, tag->begin, error, "another section is closed than was opened last");
  section->end = parser->nodes->len;
  parser->depth--;
  return TRUE;
}

static gboolean
set_delimiters (Parser *parser, const Tag *tag, GError **error)
{
  g_auto (GStrv) parts = g_strsplit_set (tag->content, " \t\r\n", -1);
  guint n = g_strv_length (parts);

  if (n < 2 || strlen (parts[0]) > BRIK_LIMIT_TEMPLATE_DELIMITER ||
      strlen (parts[n - 1]) > BRIK_LIMIT_TEMPLATE_DELIMITER || parts[0][0] == '\0' ||
      parts[n - 1][0] == '\0' || strchr (tag->content, '=') != NULL)
    return fail (parser, tag->begin, error, "delimiters are two words without an equals sign");
  g_strlcpy (parser->open, parts[0], sizeof parser->open);
  g_strlcpy (parser->close, parts[n - 1], sizeof parser->close);
  return TRUE;
}

static char *
collapse_space (const char *text, gsize length)
{
  g_autoptr (GString) out = g_string_sized_new (length);
  gboolean pending = FALSE;

  for (gsize i = 0; i < length; i++)
    {
      if (g_ascii_isspace (text[i]))
        {
          pending = out->len > 0;
          continue;
        }
      if (pending)
        g_string_append_c (out, ' ');
      pending = FALSE;
      g_string_append_c (out, text[i]);
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* Takes `{{#tr}}…{{/tr}}` whole and puts the nodes of its translation in its place. */
static gboolean
translate_section (Parser *parser, const Tag *tag, GError **error)
{
  g_autofree char *closing = g_strconcat (parser->open, "/tr", parser->close, NULL);
  const char *stop = g_strstr_len (tag->after, parser->end - tag->after, closing);
  g_autofree char *text = NULL;
  const char *translated;
  Parser inner = { .within_translation = TRUE, .nodes = parser->nodes };

  if (stop == NULL)
    return fail (parser, tag->begin, error, "a text to translate is not closed");
  text = collapse_space (tag->after, stop - tag->after);
  if (text[0] == '\0')
    return fail (parser, tag->begin, error, "a text to translate is empty");
  translated = parser->translate (text, parser->user_data);
  inner.source = inner.cursor = translated != NULL ? translated : text;
  inner.end = inner.source + strlen (inner.source);
  g_strlcpy (inner.open, "{{", sizeof inner.open);
  g_strlcpy (inner.close, "}}", sizeof inner.close);
  if (!parse_all (&inner, error))
    {
      g_prefix_error (error, "In the text “%s”: ", text);
      return FALSE;
    }
  parser->cursor = stop + strlen (closing);
  return TRUE;
}

static gboolean
take_tag (Parser *parser, const Tag *tag, gboolean line_start, const char *indent, GError **error)
{
  BrikMustacheNode *node;

  if (parser->within_translation && tag->kind != 'v')
    return fail (parser, tag->begin, error, "only variables may stand in a text to translate");
  switch (tag->kind)
    {
    case '!':
      return TRUE;
    case '=':
      return set_delimiters (parser, tag, error);
    case '#':
      if (parser->translate != NULL && strcmp (tag->content, "tr") == 0)
        return translate_section (parser, tag, error);
      return open_section (parser, tag, line_start, error);
    case '^':
      return open_section (parser, tag, line_start, error);
    case '/':
      return close_section (parser, tag, error);
    case '>':
      node = add_node (parser, BRIK_MUSTACHE_PARTIAL, line_start);
      node->text = g_strdup (tag->content);
      node->indent = g_strdup (indent);
      return TRUE;
    default:
      node =
        add_node (parser, tag->kind == 'v' ? BRIK_MUSTACHE_VARIABLE : BRIK_MUSTACHE_UNESCAPED, line_start);
      node->path = split_path (tag->content);
      return TRUE;
    }
}

static gboolean
parse_tag (Parser *parser, const char *begin, GError **error)
{
  g_auto (Tag) tag = { 0 };
  const char *line_begin;
  const char *line_end;
  gboolean alone;
  gboolean is_text;

  if (!read_tag (parser, begin, &tag, error))
    return FALSE;
  is_text = tag.kind == '#' && parser->translate != NULL && strcmp (tag.content, "tr") == 0;
  alone = !is_text && stands_alone (parser, &tag, &line_begin, &line_end);
  add_text (parser, parser->cursor, alone ? line_begin : begin);
  parser->cursor = alone ? line_end : tag.after;
  if (alone)
    {
      g_autofree char *indent = g_strndup (line_begin, begin - line_begin);

      return take_tag (parser, &tag, FALSE, indent, error);
    }
  return take_tag (parser, &tag, is_line_start (parser, begin), NULL, error);
}

static gboolean
parse_all (Parser *parser, GError **error)
{
  while (parser->cursor < parser->end)
    {
      const char *begin = g_strstr_len (parser->cursor, parser->end - parser->cursor, parser->open);

      if (begin == NULL)
        {
          add_text (parser, parser->cursor, parser->end);
          break;
        }
      if (!parse_tag (parser, begin, error))
        return FALSE;
    }
  if (parser->depth > 0)
    return fail (parser, parser->end, error, "a section is not closed");
  return TRUE;
}

GArray *
brik_mustache_parse (const char *source,
                     gsize length,
                     BrikMustacheTranslate translate,
                     gpointer user_data,
                     GError **error)
{
  g_autoptr (GArray) nodes = g_array_new (FALSE, FALSE, sizeof (BrikMustacheNode));
  Parser parser = {
    .source = source,
    .end = source + length,
    .cursor = source,
    .open = "{{",
    .close = "}}",
    .translate = translate,
    .user_data = user_data,
    .nodes = nodes,
  };

  g_array_set_clear_func (nodes, node_clear);
  if (length > BRIK_LIMIT_TEMPLATE)
    {
      g_set_error (error, BRIK_TEMPLATE_ERROR, BRIK_TEMPLATE_ERROR_TOO_MUCH,
                   "A template may have at most %d bytes", BRIK_LIMIT_TEMPLATE);
      return NULL;
    }
  if (!g_utf8_validate_len (source, length, NULL))
    {
      g_set_error (error, BRIK_TEMPLATE_ERROR, BRIK_TEMPLATE_ERROR_SYNTAX, "A template must be UTF-8");
      return NULL;
    }
  if (!parse_all (&parser, error))
    return NULL;
  return g_steal_pointer (&nodes);
}
