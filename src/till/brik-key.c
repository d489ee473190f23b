/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "till/brik-key.h"

#include <gdk/gdk.h>

gunichar
brik_key_get_character (guint keyval)
{
  static const guint unlocked[] = {
    GDK_KEY_KP_Insert, GDK_KEY_KP_End,   GDK_KEY_KP_Down, GDK_KEY_KP_Page_Down, GDK_KEY_KP_Left,
    GDK_KEY_KP_Begin,  GDK_KEY_KP_Right, GDK_KEY_KP_Home, GDK_KEY_KP_Up,        GDK_KEY_KP_Page_Up,
  };

  for (guint i = 0; i < G_N_ELEMENTS (unlocked); i++)
    if (unlocked[i] == keyval)
      return '0' + i;
  return gdk_keyval_to_unicode (keyval);
}
