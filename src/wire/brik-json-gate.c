/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */

/* json-glib recurses once a level, so 75,000 nested “[” crash it, and it takes more than JSON: comments,
 * JavaScript assignments, several documents, “\u0000” that cuts a string short. So nothing from outside
 * reaches it before it has passed here: the grammar of RFC 8259, without recursion. */
#include "core/brik-limits.h"
#include "wire/brik-wire-private.h"

typedef enum
{
  EXPECT_VALUE,
  EXPECT_VALUE_OR_END,
  EXPECT_NAME,
  EXPECT_NAME_OR_END,
  EXPECT_SEPARATOR,
  EXPECT_NOTHING,
} Expect;

typedef struct
{
  const char *at;
  const char *end;
  Expect expect;
  guint depth;
  gboolean in_object[BRIK_LIMIT_JSON_DEPTH];
  gsize n_members;   /* of all objects */
  const char *fault; /* what is wrong beyond the grammar */
} Gate;

static char
peek (const Gate *gate)
{
  return gate->at < gate->end ? *gate->at : '\0';
}

static gboolean
take (Gate *gate, char wanted)
{
  if (gate->at == gate->end || *gate->at != wanted)
    return FALSE;
  gate->at++;
  return TRUE;
}

static void
skip_space (Gate *gate)
{
  while (gate->at < gate->end && strchr (" \t\r\n", *gate->at) != NULL && *gate->at != '\0')
    gate->at++;
}

static gboolean
fail (Gate *gate, const char *fault)
{
  gate->fault = fault;
  return FALSE;
}

static gboolean
scan_code_unit (Gate *gate, guint *unit)
{
  *unit = 0;
  for (guint i = 0; i < 4; i++)
    {
      if (!g_ascii_isxdigit (peek (gate)))
        return FALSE;
      *unit = *unit * 16 + (guint) g_ascii_xdigit_value (*gate->at++);
    }
  return TRUE;
}

static gboolean
scan_unicode_escape (Gate *gate)
{
  guint unit = 0;
  guint low = 0;

  if (!scan_code_unit (gate, &unit))
    return FALSE;
  if (unit == 0)
    return fail (gate, "a string holds a NUL");
  if (unit < 0xD800 || unit > 0xDFFF)
    return TRUE;
  if (unit < 0xDC00 && take (gate, '\\') && take (gate, 'u') && scan_code_unit (gate, &low) &&
      low >= 0xDC00 && low <= 0xDFFF)
    return TRUE;
  return fail (gate, "a string holds half a surrogate pair");
}

static gboolean
scan_escape (Gate *gate)
{
  char escaped = peek (gate);

  if (escaped == '\0' || strchr ("\"\\/bfnrtu", escaped) == NULL)
    return FALSE;
  gate->at++;
  return escaped != 'u' || scan_unicode_escape (gate);
}

static gboolean
scan_string (Gate *gate)
{
  if (!take (gate, '"'))
    return FALSE;
  while (gate->at < gate->end && (guchar) *gate->at >= 0x20)
    {
      if (take (gate, '"'))
        return TRUE;
      if (take (gate, '\\'))
        {
          if (!scan_escape (gate))
            return FALSE;
        }
      else
        gate->at++;
    }
  return FALSE;
}

static gsize
scan_digits (Gate *gate)
{
  const char *first = gate->at;

  while (g_ascii_isdigit (peek (gate)))
    gate->at++;
  return (gsize) (gate->at - first);
}

static gboolean
scan_number (Gate *gate)
{
  gboolean zero = FALSE;
  gsize n_digits = 0;

  take (gate, '-');
  zero = peek (gate) == '0';
  n_digits = scan_digits (gate);
  if (n_digits == 0 || (zero && n_digits > 1))
    return FALSE;
  if (n_digits > BRIK_LIMIT_JSON_DIGITS)
    return fail (gate, "a number is too large");
  if (take (gate, '.') && scan_digits (gate) == 0)
    return FALSE;
  if (!take (gate, 'e') && !take (gate, 'E'))
    return TRUE;
  if (!take (gate, '-'))
    take (gate, '+');
  return scan_digits (gate) > 0;
}

static gboolean
scan_word (Gate *gate, const char *word)
{
  gsize length = strlen (word);

  if ((gsize) (gate->end - gate->at) < length || memcmp (gate->at, word, length) != 0)
    return FALSE;
  gate->at += length;
  return TRUE;
}

static void
after_value (Gate *gate)
{
  gate->expect = gate->depth == 0 ? EXPECT_NOTHING : EXPECT_SEPARATOR;
}

static gboolean
open_level (Gate *gate, gboolean object)
{
  if (gate->depth == BRIK_LIMIT_JSON_DEPTH)
    return fail (gate, "it is nested too deeply");
  gate->in_object[gate->depth++] = object;
  gate->expect = object ? EXPECT_NAME_OR_END : EXPECT_VALUE_OR_END;
  return TRUE;
}

static gboolean
close_level (Gate *gate)
{
  gate->depth--;
  after_value (gate);
  return TRUE;
}

static gboolean
scan_value (Gate *gate)
{
  gboolean good = FALSE;

  if (take (gate, '{'))
    return open_level (gate, TRUE);
  if (take (gate, '['))
    return open_level (gate, FALSE);
  if (peek (gate) == '"')
    good = scan_string (gate);
  else if (peek (gate) == '-' || g_ascii_isdigit (peek (gate)))
    good = scan_number (gate);
  else
    good = scan_word (gate, "true") || scan_word (gate, "false") || scan_word (gate, "null");
  after_value (gate);
  return good;
}

static gboolean
scan_name (Gate *gate)
{
  if (!scan_string (gate))
    return FALSE;
  skip_space (gate);
  gate->expect = EXPECT_VALUE;
  gate->n_members++;
  return take (gate, ':');
}

static gboolean
scan_separator (Gate *gate)
{
  gboolean object = gate->in_object[gate->depth - 1];

  if (take (gate, object ? '}' : ']'))
    return close_level (gate);
  gate->expect = object ? EXPECT_NAME : EXPECT_VALUE;
  return take (gate, ',');
}

static gboolean
scan_next (Gate *gate)
{
  switch (gate->expect)
    {
    case EXPECT_VALUE_OR_END:
      return take (gate, ']') ? close_level (gate) : scan_value (gate);
    case EXPECT_VALUE:
      return scan_value (gate);
    case EXPECT_NAME_OR_END:
      return take (gate, '}') ? close_level (gate) : scan_name (gate);
    case EXPECT_NAME:
      return scan_name (gate);
    case EXPECT_SEPARATOR:
      return scan_separator (gate);
    case EXPECT_NOTHING:
    default:
      g_assert_not_reached ();
    }
}

gboolean
brik_json_gate (const char *text, gsize length, gsize *n_members, GError **error)
{
  Gate gate = { .at = text, .end = text + length, .expect = EXPECT_VALUE };

  while (gate.expect != EXPECT_NOTHING)
    {
      skip_space (&gate);
      if (!scan_next (&gate))
        return brik_wire_malformed (error, "not the JSON it should be, at byte %" G_GSIZE_FORMAT ": %s",
                                    (gsize) (gate.at - text),
                                    gate.fault != NULL ? gate.fault : "unexpected text");
    }
  skip_space (&gate);
  if (gate.at != gate.end)
    return brik_wire_malformed (error, "more than one JSON document, from byte %" G_GSIZE_FORMAT " on",
                                (gsize) (gate.at - text));
  *n_members = gate.n_members;
  return TRUE;
}
