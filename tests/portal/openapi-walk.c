/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "openapi-walk.h"

#include <glib/gstdio.h>
#include <string.h>

#include "openapi-person.h"
#include "store/brik-migrations.h"
#include "brik-portal-schema.h"

/* As in brik-books.c. */
#define APPLICATION_ID 0x4272506f
#define SCHEMA_STEM "/io/github/brikpos/Portal/schema/portal-schema-"
#define ALMA_UID "04579A22352680"

/* What is sent where something has to be; all other operations need nothing. */
static const struct
{
  const char *operation;
  const char *form;
} forms[] = {
  { "logIn", "number=72BF9961&code=640217" },
  { "completeFirstLogin",
    "password=correct+horse+battery&again=correct+horse+battery&name=Alma+Holm&email=alma%40example.org" },
  { "logOff", "" },
  { "setCaps", "day=40&week=&month=&day.klub=20" },
  { "blockCard", "from=cards" },
  { "activateCard", "from=accounts" },
};

/* The smallest PNG there is, and the beginning of a JPEG: one pixel each. */
static const guint8 png[] = {
  0x89, 'P',  'N',  'G',  '\r', '\n', 0x1a, '\n', 0,    0,    0,    13,   'I',  'H',  'D',  'R',  0, 0,
  0,    1,    0,    0,    0,    1,    8,    6,    0,    0,    0,    0x1f, 0x15, 0xc4, 0x89, 0,    0, 0,
  13,   'I',  'D',  'A',  'T',  0x78, 0x9c, 0x62, 0x60, 0x60, 0x60, 0x60, 0,    0,    0,    5,    0, 1,
  0xa5, 0xf6, 0x45, 0x40, 0,    0,    0,    0,    'I',  'E',  'N',  'D',  0xae, 0x42, 0x60, 0x82,
};
static const guint8 jpeg[] = { 0xff, 0xd8, 0xff, 0xc0, 0, 11, 8, 0, 1, 0, 1, 1, 1, 0x11, 0, 0xff, 0xd9 };

static void
write_photo (PortalFixture *fixture, const char *name, const guint8 *data, gsize size)
{
  g_autofree char *folder = g_build_filename (fixture->files, "photos", NULL);
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_mkdir (folder, 0700);
  g_assert_true (g_file_set_contents (path, (const char *) data, (gssize) size, NULL));
}

static char *
hash_of (const guint8 *data, gsize size)
{
  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, data, size);
}

void
openapi_walk_init (OpenApiWalk *walk, PortalFixture *fixture, JsonObject *api)
{
  g_autoptr (GPtrArray) problems = NULL;

  write_photo (fixture, "alma.png", png, sizeof png);
  write_photo (fixture, "noah.jpg", jpeg, sizeof jpeg);
  portal_fixture_write (fixture, "people.csv",
                        "id,name,email,cpr,address,postcode,city,phone,buyer,school,class,photo\n"
                        "alma,Alma Holm,,,,,,,pupil,Nørre Skole,5.B,alma.png\n"
                        "noah,Noah Aziz,,,,,,,pupil,norre,7.A,noah.jpg\n");
  problems = portal_fixture_import (fixture);
  g_assert_null (problems);
  *walk = (OpenApiWalk){ .fixture = fixture, .api = json_object_ref (api) };
  walk->exchanges = g_ptr_array_new_with_free_func ((GDestroyNotify) openapi_exchange_free);
  walk->till = portal_till_new (fixture, "norre-1", "norre");
  walk->photo = hash_of (png, sizeof png);
  walk->other_photo = hash_of (jpeg, sizeof jpeg);
}

void
openapi_walk_clear (OpenApiWalk *walk)
{
  json_object_unref (walk->api);
  g_ptr_array_unref (walk->exchanges);
  portal_till_free (walk->till);
  g_free (walk->photo);
  g_free (walk->other_photo);
}

char *
openapi_walk_fill_in (OpenApiWalk *walk, const char *pattern)
{
  const char *const values[][2] = {
    { "{account}", "alma" }, { "{card}", "alma-1" }, { "{person}", "alma" },
    { "{code}", "en" },      { "{uid}", ALMA_UID },  { "{hash}", walk->photo }
  };
  g_autoptr (GString) target = g_string_new (pattern);

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    g_string_replace (target, values[i][0], values[i][1], 0);
  if (strchr (target->str, '{') != NULL)
    g_error ("nothing is known to put into %s", pattern);
  return g_string_free (g_steal_pointer (&target), FALSE);
}

/* Before tables go missing: what each operation sends. */
typedef struct
{
  char *code;
  OpenApiPerson guardian, leaver, newcomer;
} Callers;

static void
callers_init (Callers *callers, OpenApiWalk *walk)
{
  callers->code = portal_fixture_code (walk->fixture, "norre-2");
  openapi_person_init (&callers->guardian, walk->fixture, "maja", FALSE);
  openapi_person_init (&callers->leaver, walk->fixture, "maja", FALSE);
  openapi_person_init (&callers->newcomer, walk->fixture, "alma", TRUE);
}

static void
callers_clear (Callers *callers)
{
  g_free (callers->code);
  openapi_person_clear (&callers->guardian);
  openapi_person_clear (&callers->leaver);
  openapi_person_clear (&callers->newcomer);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Callers, callers_clear)

static const char *
find_form (const char *operation)
{
  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++)
    if (g_str_equal (forms[i].operation, operation))
      return forms[i].form;
  return NULL;
}

static void
ask_as_till (OpenApiWalk *walk,
             const Callers *callers,
             const char *operation,
             const char *method,
             const char *target)
{
  g_autofree char *body = NULL;

  if (g_str_equal (operation, "enrol"))
    body = openapi_make_enrolment (callers->code);
  else if (g_str_equal (operation, "sendEntries"))
    body = openapi_make_batch (walk->till, 0, 0);
  openapi_ask_till (walk, g_str_equal (operation, "enrol") ? NULL : walk->till, method, target, body);
}

static void
ask_operation (OpenApiWalk *walk,
               const Callers *callers,
               const char *pattern,
               const char *word,
               JsonObject *operation)
{
  const char *id = json_object_get_string_member (operation, "operationId");
  g_autofree char *method = g_ascii_strup (word, -1);
  g_autofree char *target = openapi_walk_fill_in (walk, pattern);
  const OpenApiPerson *person = &callers->guardian;

  if (g_str_has_prefix (pattern, "/till/"))
    {
      ask_as_till (walk, callers, id, method, target);
      return;
    }
  if (strstr (pattern, "first-login") != NULL)
    person = &callers->newcomer;
  else if (g_str_equal (id, "logOff"))
    person = &callers->leaver;
  else if (json_array_get_length (json_object_get_array_member (operation, "security")) == 0)
    person = NULL;
  openapi_ask_page (walk, person, method, target, g_str_equal (method, "POST") ? find_form (id) : NULL);
  if (g_str_equal (method, "GET"))
    openapi_ask_page (walk, person, "HEAD", target, NULL);
}

static void
ask_all (OpenApiWalk *walk, const Callers *callers)
{
  JsonObject *paths = json_object_get_object_member (walk->api, "paths");
  g_autoptr (GList) patterns = json_object_get_members (paths);

  for (GList *path = patterns; path != NULL; path = path->next)
    {
      JsonObject *item = json_object_get_object_member (paths, path->data);
      g_autoptr (GList) methods = json_object_get_members (item);

      for (GList *method = methods; method != NULL; method = method->next)
        ask_operation (walk, callers, path->data, method->data,
                       json_object_get_object_member (item, method->data));
    }
}

void
openapi_walk_all (OpenApiWalk *walk)
{
  g_auto (Callers) callers = { 0 };

  callers_init (&callers, walk);
  ask_all (walk, &callers);
}

/* Faults */

static gboolean
list_tables (BrikStore *store, gpointer data, GError **error)
{
  g_autoptr (BrikRows) rows = brik_store_query (
    store, error, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'", "");

  while (rows != NULL && brik_rows_next (rows, error))
    g_ptr_array_add (data, g_strdup (brik_rows_text (rows, 0)));
  return rows != NULL;
}

typedef struct
{
  const char *from, *to;
} Renaming;

/* Names of the books' own; a statement takes no name as a value. Past the books, which number changes
 * whenever something is written. */
static void
rename_table (PortalFixture *fixture, const Renaming *renaming)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) migrations = brik_migrations_load (brik_portal_schema_get_resource (), SCHEMA_STEM, &error);
  g_autoptr (BrikStore) store =
    brik_store_open (fixture->database, APPLICATION_ID, (const char *const *) migrations, &error);
  g_autofree char *sql =
    g_strdup_printf ("ALTER TABLE \"%s\" RENAME TO \"%s\"", renaming->from, renaming->to);

  g_assert_no_error (error);
  brik_store_run (store, &error, sql, "");
  g_assert_no_error (error);
}

static void
lose_table (OpenApiWalk *walk, const char *table)
{
  g_autofree char *lost = g_strconcat ("lost_", table, NULL);
  g_auto (Callers) callers = { 0 };

  callers_init (&callers, walk);
  rename_table (walk->fixture, &(Renaming){ table, lost });
  ask_all (walk, &callers);
  openapi_ask_page (walk, NULL, "GET", "/language/xx", NULL);
  openapi_ask_page (walk, NULL, "GET", "/nowhere", NULL);
  rename_table (walk->fixture, &(Renaming){ lost, table });
}

static void
ask_empty (OpenApiWalk *walk)
{
  g_auto (Callers) callers = { 0 };
  char *full;

  callers_init (&callers, walk);
  full = walk->fixture->database;
  portal_fixture_stop (walk->fixture);
  walk->fixture->database = g_build_filename (walk->fixture->directory, "empty.db", NULL);
  portal_fixture_start (walk->fixture);
  g_free (walk->fixture->database);
  walk->fixture->database = full;
  ask_all (walk, &callers);
}

void
openapi_walk_faults (OpenApiWalk *walk)
{
  g_autoptr (GPtrArray) tables = g_ptr_array_new_with_free_func (g_free);

  portal_fixture_write_books (walk->fixture, list_tables, tables);
  g_assert_cmpuint (tables->len, >, 20);
  for (guint i = 0; i < tables->len; i++)
    lose_table (walk, tables->pdata[i]);
  ask_empty (walk);
}
