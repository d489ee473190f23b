/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "till/brik-mood.h"

G_DEFINE_ENUM_TYPE (BrikMood,
                    brik_mood,
                    G_DEFINE_ENUM_VALUE (BRIK_MOOD_PLAIN, "plain"),
                    G_DEFINE_ENUM_VALUE (BRIK_MOOD_GOOD, "good"),
                    G_DEFINE_ENUM_VALUE (BRIK_MOOD_WAITING, "waiting"),
                    G_DEFINE_ENUM_VALUE (BRIK_MOOD_FAULT, "fault"))

const char *
brik_mood_to_icon_name (BrikMood mood)
{
  static const char *const names[] = {
    [BRIK_MOOD_GOOD] = "brik-good-symbolic",
    [BRIK_MOOD_WAITING] = "brik-waiting-symbolic",
    [BRIK_MOOD_FAULT] = "brik-fault-symbolic",
  };

  return names[mood];
}

const char *
brik_mood_to_style_class (BrikMood mood)
{
  static const char *const names[] = {
    [BRIK_MOOD_GOOD] = "good",
    [BRIK_MOOD_WAITING] = "waiting",
    [BRIK_MOOD_FAULT] = "fault",
  };

  return names[mood];
}
