/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "line-process.h"

#include <string.h>

/* The judge of the emulator is libnfc's own program, not our reader. */
typedef struct
{
  char *folder;
  LineProcess *emulator;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  fixture->folder = g_dir_make_tmp ("brik-nfc-list-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->emulator = pn532_process_new (fixture->folder);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  line_process_free (fixture->emulator);
  remove_folder (fixture->folder);
  g_free (fixture->folder);
}

/* What nfc-list prints, in one line with single spaces. */
static char *
list (Fixture *fixture, const char *types)
{
  const char *const arguments[] = { g_getenv ("BRIK_NFC_LIST"), "-t", types, NULL };
  g_autofree char *connection = pn532_connection (fixture->folder);
  g_auto (GStrv) environment = g_environ_setenv (g_get_environ (), "LIBNFC_DEVICE", connection, TRUE);
  g_autoptr (GError) error = NULL;
  g_autofree char *output = NULL;
  int status = 0;

  environment = g_environ_setenv (environment, "LIBNFC_AUTO_SCAN", "false", TRUE);
  g_spawn_sync (NULL, (char **) arguments, environment, G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, &output, NULL,
                &status, &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
  g_auto (GStrv) words = g_strsplit_set (output, " \n\t", -1);
  g_autoptr (GString) line = g_string_new (NULL);
  for (guint i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0')
      g_string_append_printf (line, "%s ", words[i]);
  return g_string_free (g_steal_pointer (&line), FALSE);
}

static void
assert_contains (const char *text, const char *part)
{
  if (strstr (text, part) == NULL)
    g_error ("\"%s\" is not in \"%s\"", part, text);
}

static void
test_empty (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = list (fixture, "1");
  assert_contains (text, "opened");
  g_assert_null (strstr (text, "UID"));
}

static void
test_uids (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *command, *atqa, *uid, *sak;
  } chips[] = {
    { "tap 72BF9961", "(SENS_RES): 00 04", "(NFCID1): 72 bf 99 61", "(SEL_RES): 08" },
    { "tap 04579A22352680", "(SENS_RES): 00 44", "(NFCID1): 04 57 9a 22 35 26 80", "(SEL_RES): 00" },
    { "tap 0102030405060708090A", "(SENS_RES): 00 84", "(NFCID1): 01 02 03 04 05 06 07 08 09 0a",
      "(SEL_RES): 00" },
    { "random", "(SENS_RES): 00 04", "08 ", "ATS: 78 80 70 02" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (chips); i++)
    {
      pn532_process_do (fixture->emulator, chips[i].command);
      g_autofree char *text = list (fixture, "1");
      assert_contains (text, "1 ISO14443A passive target(s) found");
      assert_contains (text, chips[i].atqa);
      assert_contains (text, chips[i].uid);
      assert_contains (text, chips[i].sak);
    }
}

static void
test_two_chips (Fixture *fixture, gconstpointer data)
{
  pn532_process_do (fixture->emulator, "tap 72BF9961 04579A22352680");
  g_autofree char *text = list (fixture, "1");
  assert_contains (text, "2 ISO14443A passive target(s) found");
  assert_contains (text, "72 bf 99 61");
  assert_contains (text, "04 57 9a 22 35 26 80");
}

/* All the kinds that it knows, of which the emulator has but one: found none, not failed. */
static void
test_every_kind (Fixture *fixture, gconstpointer data)
{
  pn532_process_do (fixture->emulator, "tap 72BF9961");
  g_autofree char *text = list (fixture, "1023");
  assert_contains (text, "72 bf 99 61");
  g_assert_null (strstr (text, "ERROR"));
}

#define add(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/nfc-list/empty", test_empty);
  add ("/nfc-list/uids", test_uids);
  add ("/nfc-list/two-chips", test_two_chips);
  add ("/nfc-list/every-kind", test_every_kind);
  return g_test_run ();
}
