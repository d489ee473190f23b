/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include <json-glib/json-glib.h>

#include "demo/brik-demo-goods.h"
#include "demo/brik-demo-people.h"
#include "demo/brik-demo-table.h"

/* A chip that no list of cards knows. */
#define UNKNOWN_UID "04FFEEDDCCBB80"

static gboolean
write_places (const char *directory, GError **error)
{
  BrikDemoTable *municipality = brik_demo_table_new (directory, "municipality.csv", "id,name,zone,card_form");
  BrikDemoTable *kinds = brik_demo_table_new (directory, "kinds.csv", "id,name");
  BrikDemoTable *places =
    brik_demo_table_new (directory, "places.csv", "id,name,kind,allowance,data_age_hours,again_seconds");
  BrikDemoTable *tills = brik_demo_table_new (directory, "tills.csv", "id,name,place");

  brik_demo_table_add (municipality, "boegelund", "Bøgelund Kommune", "Europe/Copenhagen", "hex",
                       BRIK_DEMO_END);
  brik_demo_table_add (kinds, "skole", "Skole", BRIK_DEMO_END);
  brik_demo_table_add (kinds, "klub", "Klub", BRIK_DEMO_END);
  brik_demo_table_add (kinds, "svoemmehal", "Svømmehal", BRIK_DEMO_END);
  brik_demo_table_add (places, "norre", "Nørre Skole", "skole", "50", "72", "60", BRIK_DEMO_END);
  brik_demo_table_add (places, "fyret", "Ungdomsklubben Fyret", "klub", "50", "72", "60", BRIK_DEMO_END);
  brik_demo_table_add (places, "svoem", "Bøgelund Svømmehal", "svoemmehal", "100", "24", "60", BRIK_DEMO_END);
  brik_demo_table_add (tills, "norre-1", "Kasse 1", "norre", BRIK_DEMO_END);
  brik_demo_table_add (tills, "norre-2", "Kasse 2", "norre", BRIK_DEMO_END);
  brik_demo_table_add (tills, "fyret-1", "Kasse", "fyret", BRIK_DEMO_END);
  brik_demo_table_add (tills, "svoem-1", "Billetsalg", "svoem", BRIK_DEMO_END);
  return brik_demo_table_close (municipality, error) && brik_demo_table_close (kinds, error) &&
         brik_demo_table_close (places, error) && brik_demo_table_close (tills, error);
}

static gboolean
write_staff (const char *directory, GError **error)
{
  BrikDemoTable *staff = brik_demo_table_new (directory, "staff.csv", "id,name,pin,place");

  brik_demo_table_add (staff, "mette", "Mette K.", "1234", "norre", BRIK_DEMO_END);
  brik_demo_table_add (staff, "jonas", "Jonas B.", "2345", "norre", BRIK_DEMO_END);
  brik_demo_table_add (staff, "fatima", "Fatima H.", "3456", "norre", BRIK_DEMO_END);
  brik_demo_table_add (staff, "lars", "Lars Ø.", "4567", "fyret", BRIK_DEMO_END);
  brik_demo_table_add (staff, "birgit", "Birgit S.", "5678", "svoem", BRIK_DEMO_END);
  return brik_demo_table_close (staff, error);
}

static void
add_to_tray (JsonBuilder *tray, const char *name, const char *note, const char *uid, const char *id)
{
  g_autofree char *photo = id != NULL ? g_strdup_printf ("photos/%s.png", id) : g_strdup ("");

  json_builder_begin_object (tray);
  json_builder_set_member_name (tray, "name");
  json_builder_add_string_value (tray, name);
  json_builder_set_member_name (tray, "note");
  json_builder_add_string_value (tray, note);
  json_builder_set_member_name (tray, "uid");
  json_builder_add_string_value (tray, uid);
  json_builder_set_member_name (tray, "photo");
  json_builder_add_string_value (tray, photo);
  json_builder_end_object (tray);
}

static gboolean
write_tray (GPtrArray *people, const char *directory, GError **error)
{
  g_autofree char *path = g_build_filename (directory, "tray.json", NULL);
  g_autoptr (JsonBuilder) tray = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *text = NULL;

  json_builder_begin_object (tray);
  json_builder_set_member_name (tray, "people");
  json_builder_begin_array (tray);
  for (guint i = 0; i < people->len; i++)
    {
      const BrikDemoPerson *person = people->pdata[i];
      const char *uid = person->old_uid != NULL ? person->old_uid : person->uid;
      if (person->note != NULL)
        add_to_tray (tray, person->name, person->note, uid, person->id);
    }
  add_to_tray (tray, "", "unknown", UNKNOWN_UID, NULL);
  json_builder_end_array (tray);
  json_builder_end_object (tray);
  root = json_builder_get_root (tray);
  text = json_to_string (root, TRUE);
  return g_file_set_contents (path, text, -1, error);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) people = NULL;

  if (argc != 2 || argv[1][0] == '-')
    {
      g_printerr (
        "Usage: brik-demo-data DIR\n"
        "Writes a municipality to be imported with brik-portal import DIR, and DIR/tray.json for the "
        "chip tray.\n");
      return 2;
    }
  g_mkdir_with_parents (argv[1], 0755);
  people = brik_demo_people_new ();
  if (!write_places (argv[1], &error) || !write_staff (argv[1], &error) ||
      !brik_demo_goods_write (argv[1], &error) || !brik_demo_people_write (people, argv[1], &error) ||
      !write_tray (people, argv[1], &error))
    {
      g_printerr ("brik-demo-data: %s\n", error->message);
      return 1;
    }
  return 0;
}
