/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal/brik-csv.h"
#include "portal/brik-portal-error.h"

static BrikCsv *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  BrikCsv *csv = brik_csv_parse (text, strlen (text), &error);

  g_assert_no_error (error);
  return csv;
}

static void
test_plain (void)
{
  g_autoptr (BrikCsv) csv = parse ("\xef\xbb\xbfid,name\r\n1,Alma\r\n\r\n2,\n3,Åge");

  g_assert_cmpuint (brik_csv_get_n_rows (csv), ==, 3);
  g_assert_cmpint (brik_csv_find_column (csv, "id"), ==, 0);
  g_assert_cmpint (brik_csv_find_column (csv, "name"), ==, 1);
  g_assert_cmpint (brik_csv_find_column (csv, "nix"), ==, -1);
  g_assert_cmpstr (brik_csv_get (csv, 0, 1), ==, "Alma");
  g_assert_cmpstr (brik_csv_get (csv, 1, 1), ==, "");
  g_assert_cmpstr (brik_csv_get (csv, 2, 1), ==, "Åge");
  g_assert_cmpuint (brik_csv_get_line (csv, 0), ==, 2);
  g_assert_cmpuint (brik_csv_get_line (csv, 1), ==, 4);
}

static void
test_quoted (void)
{
  g_autoptr (BrikCsv) csv = parse ("a,b\n\"x,y\",\"say \"\"hi\"\"\"\n\"two\nlines\",\"\"\nz,\n");

  g_assert_cmpuint (brik_csv_get_n_rows (csv), ==, 3);
  g_assert_cmpstr (brik_csv_get (csv, 0, 0), ==, "x,y");
  g_assert_cmpstr (brik_csv_get (csv, 0, 1), ==, "say \"hi\"");
  g_assert_cmpstr (brik_csv_get (csv, 1, 0), ==, "two\nlines");
  g_assert_cmpstr (brik_csv_get (csv, 1, 1), ==, "");
  g_assert_cmpuint (brik_csv_get_line (csv, 1), ==, 3);
  g_assert_cmpuint (brik_csv_get_line (csv, 2), ==, 5);
}

static void
test_faults (void)
{
  const struct
  {
    const char *text;
    const char *says;
  } faults[] = {
    { "a,b\n1\n", "line 2: 1 cells where the header has 2" },
    { "a,b\n1,2,3\n", "line 2: 3 cells where the header has 2" },
    { "a,b\n1,\"2\n3,4\n", "line 2: a quote is not closed" },
    { "a,b\n1,\"2\"x\n", "line 2: something follows a closing quote" },
    { "a,b\n1,2\"\n", "line 2: a quote within a cell that does not begin with one" },
    { "a,a\n1,2\n", "line 1: a column is named twice" },
    { "a,b\n\xc3,2\n", "line 1: the file is not UTF-8: save it as UTF-8" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (brik_csv_parse (faults[i].text, strlen (faults[i].text), &error));
      g_assert_error (error, BRIK_PORTAL_ERROR, BRIK_PORTAL_ERROR_INVALID);
      g_assert_cmpstr (error->message, ==, faults[i].says);
    }
}

/* A NUL is no text; and no end of columns. */
static void
test_hostile (void)
{
  g_autofree char *commas = g_strnfill (100000, ',');
  g_autoptr (GError) error = NULL;

  g_assert_null (brik_csv_parse ("a\0b\n", 4, NULL));
  g_assert_null (brik_csv_parse (commas, strlen (commas), &error));
  g_assert_error (error, BRIK_PORTAL_ERROR, BRIK_PORTAL_ERROR_INVALID);
}

static char *
write_cell (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "\"", -1);
  g_autofree char *doubled = g_strjoinv ("\"\"", parts);

  return g_strdup_printf ("\"%s\"", doubled);
}

/* Whatever is written by the rules comes back as it was. */
static void
test_round_trip (void)
{
  static const char letters[] = "ab,\"\n\r; ";

  for (guint round = 0; round < 500; round++)
    {
      char cells[4][12] = { "" };
      g_autoptr (GString) text = g_string_new ("p,q\n");
      g_autoptr (BrikCsv) csv = NULL;

      for (guint i = 0; i < 4; i++)
        {
          g_autofree char *written = NULL;
          gint length = g_test_rand_int_range (0, 11);

          for (gint j = 0; j < length; j++)
            cells[i][j] = letters[g_test_rand_int_range (0, sizeof letters - 1)];
          written = write_cell (cells[i]);
          g_string_append_printf (text, "%s%s", written, i % 2 ? "\r\n" : ",");
        }

      csv = parse (text->str);
      g_assert_cmpuint (brik_csv_get_n_rows (csv), ==, 2);
      for (guint i = 0; i < 4; i++)
        g_assert_cmpstr (brik_csv_get (csv, i / 2, i % 2), ==, cells[i]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/portal/csv/plain", test_plain);
  g_test_add_func ("/portal/csv/quoted", test_quoted);
  g_test_add_func ("/portal/csv/faults", test_faults);
  g_test_add_func ("/portal/csv/hostile", test_hostile);
  g_test_add_func ("/portal/csv/round-trip", test_round_trip);

  return g_test_run ();
}
