/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/brik-text.h"

static void
test_plain (void)
{
  const char *const plain[] = { "",          "Søren Åkjær-O’Hara", "מאיה",
                                "نور",       "क्‍ष",       "👩‍🍳",
                                "50 % rabat" };
  const char *const not_plain[] = { "a\nb",          "a\tb",          "\x7f",         "a\xc2\x85",
                                    "a\xe2\x80\xa8", "a\xe2\x80\xa9", "\xe2\x80\xaa", "\xe2\x80\xae",
                                    "\xe2\x81\xa6",  "\xe2\x81\xa9" };

  for (guint i = 0; i < G_N_ELEMENTS (plain); i++)
    g_assert_true (brik_text_is_plain (plain[i]));
  for (guint i = 0; i < G_N_ELEMENTS (not_plain); i++)
    g_assert_false (brik_text_is_plain (not_plain[i]));
}

static void
assert_made_plain (const char *text, const char *expected)
{
  g_autofree char *plain = brik_text_make_plain (text);

  g_assert_cmpstr (plain, ==, expected);
  g_assert_true (brik_text_is_plain (plain));
}

static void
test_made_plain (void)
{
  assert_made_plain ("", "");
  assert_made_plain ("Søren Åkjær", "Søren Åkjær");
  assert_made_plain ("a\xff", "a\xef\xbf\xbd");
  assert_made_plain ("\x1b[2J\n", "\xef\xbf\xbd[2J\xef\xbf\xbd");
  assert_made_plain ("\xe2\x80\xae"
                     "b",
                     "\xef\xbf\xbd"
                     "b");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/text/plain", test_plain);
  g_test_add_func ("/core/text/made-plain", test_made_plain);
  return g_test_run ();
}
