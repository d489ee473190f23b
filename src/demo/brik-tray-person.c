/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "demo/brik-tray-person.h"
#include "core/brik-card-number.h"
#include "core/brik-limits.h"

#include <glib/gi18n.h>
#include <json-glib/json-glib.h>

#define FILE_MOST (64 * 1024)
#define PEOPLE_MOST 60

struct _BrikTrayPerson
{
  GObject parent_instance;
  char *name;
  char *note;
  char *uid;
  char *photo;
};

G_DEFINE_FINAL_TYPE (BrikTrayPerson, brik_tray_person, G_TYPE_OBJECT)

static const struct
{
  const char *word;
  const char *text;
} notes[] = {
  { "ordinary", N_ ("Everything in order") },
  { "near-cap", N_ ("Near the day's cap") },
  { "card-blocked", N_ ("Blocked card") },
  { "no-money", N_ ("No money left") },
  { "not-here", N_ ("Not allowed here") },
  { "old-card", N_ ("An older card") },
  { "account-blocked", N_ ("Blocked account") },
  { "staff", N_ ("Staff") },
  { "unknown", N_ ("Not on file") },
};

static const char *
translate_note (const char *note)
{
  for (guint i = 0; i < G_N_ELEMENTS (notes); i++)
    if (g_str_equal (notes[i].word, note))
      return _ (notes[i].text);
  return note;
}

const char *
brik_tray_person_get_name (BrikTrayPerson *self)
{
  return self->name;
}

const char *
brik_tray_person_get_note (BrikTrayPerson *self)
{
  return self->note;
}

const char *
brik_tray_person_get_uid (BrikTrayPerson *self)
{
  return self->uid;
}

const char *
brik_tray_person_get_photo (BrikTrayPerson *self)
{
  return self->photo;
}

static const char *
get_text (JsonObject *object, const char *member)
{
  const char *text = json_object_get_string_member_with_default (object, member, "");
  return text != NULL && strlen (text) <= BRIK_LIMIT_NAME ? text : "";
}

static BrikTrayPerson *
read_person (JsonNode *node, const char *folder, GError **error)
{
  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                           "each of the people must be an object");
      return NULL;
    }
  JsonObject *object = json_node_get_object (node);
  g_autofree char *uid = brik_card_uid_normalize (get_text (object, "uid"), error);
  if (uid == NULL)
    return NULL;

  BrikTrayPerson *self = g_object_new (BRIK_TYPE_TRAY_PERSON, NULL);
  const char *name = get_text (object, "name"), *photo = get_text (object, "photo");
  self->name = g_strdup (*name != '\0' ? name : _ ("Unknown chip"));
  self->note = g_strdup (translate_note (get_text (object, "note")));
  self->uid = g_steal_pointer (&uid);
  self->photo = *photo != '\0' ? g_build_filename (folder, photo, NULL) : NULL;
  return self;
}

static JsonArray *
find_people (JsonNode *root, GError **error)
{
  JsonNode *people = root != NULL && JSON_NODE_HOLDS_OBJECT (root)
                       ? json_object_get_member (json_node_get_object (root), "people")
                       : NULL;
  JsonArray *array = people != NULL && JSON_NODE_HOLDS_ARRAY (people) ? json_node_get_array (people) : NULL;

  if (array == NULL || json_array_get_length (array) == 0 || json_array_get_length (array) > PEOPLE_MOST)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "there must be \"people\", a list of 1 to %d",
                   PEOPLE_MOST);
      return NULL;
    }
  return array;
}

static GListModel *
parse_people (const char *text, gsize length, const char *folder, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (GListStore) people = g_list_store_new (BRIK_TYPE_TRAY_PERSON);

  if (length > FILE_MOST)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "it is larger than %d bytes", FILE_MOST);
      return NULL;
    }
  if (!json_parser_load_from_data (parser, text, (gssize) length, error))
    return NULL;
  JsonArray *array = find_people (json_parser_get_root (parser), error);
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      g_autoptr (BrikTrayPerson) person = read_person (json_array_get_element (array, i), folder, error);
      if (person == NULL)
        return NULL;
      g_list_store_append (people, person);
    }
  return array != NULL ? G_LIST_MODEL (g_steal_pointer (&people)) : NULL;
}

GListModel *
brik_tray_people_read (const char *path, GError **error)
{
  g_autofree char *text = NULL;
  g_autofree char *folder = g_path_get_dirname (path);
  gsize length = 0;

  if (!g_file_get_contents (path, &text, &length, error))
    return NULL;
  GListModel *people = parse_people (text, length, folder, error);
  if (people == NULL)
    g_prefix_error (error, "%s: ", path);
  return people;
}

static void
brik_tray_person_finalize (GObject *object)
{
  BrikTrayPerson *self = BRIK_TRAY_PERSON (object);

  g_free (self->name);
  g_free (self->note);
  g_free (self->uid);
  g_free (self->photo);
  G_OBJECT_CLASS (brik_tray_person_parent_class)->finalize (object);
}

static void
brik_tray_person_class_init (BrikTrayPersonClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = brik_tray_person_finalize;
}

static void
brik_tray_person_init (BrikTrayPerson *self)
{
}
