/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * BrikTrayPerson:
 *
 * Someone whose chip lies in the tray. Immutable. Properties: `name`, `note` (what is special about them, in
 * the user's language), `uid`, `photo` (path of a picture, nullable).
 */
#define BRIK_TYPE_TRAY_PERSON (brik_tray_person_get_type ())
G_DECLARE_FINAL_TYPE (BrikTrayPerson, brik_tray_person, BRIK, TRAY_PERSON, GObject)

const char *brik_tray_person_get_name (BrikTrayPerson *person);
const char *brik_tray_person_get_note (BrikTrayPerson *person);
const char *brik_tray_person_get_uid (BrikTrayPerson *person);
const char *brik_tray_person_get_photo (BrikTrayPerson *person);

/* Reads `{"people":[{"name":…,"note":…,"uid":…,"photo":…}]}`; paths of photos are relative to the file. A
 * note that brik-demo-data writes as a word is put into the user's language, any other is shown as it is. */
GListModel *brik_tray_people_read (const char *path, GError **error);

G_END_DECLS
