/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "till/brik-mood.h"

G_DEFINE_ENUM_TYPE (BrikMood,
                    brik_mood,
                    G_DEFINE_ENUM_VALUE (BRIK_MOOD_PLAIN, "plain"),
                    G_DEFINE_ENUM_VALUE (BRIK_MOOD_GOOD, "good"),
                    G_DEFINE_ENUM_VALUE (BRIK_MOOD_WAITING, "waiting"),
                    G_DEFINE_ENUM_VALUE (BRIK_MOOD_FAULT, "fault"))

/* Both NULL for plain. */
static const struct
{
  const char *icon_name;
  const char *style_class;
} looks[] = {
  [BRIK_MOOD_PLAIN] = { NULL, NULL },
  [BRIK_MOOD_GOOD] = { "brik-good-symbolic", "good" },
  [BRIK_MOOD_WAITING] = { "brik-waiting-symbolic", "waiting" },
  [BRIK_MOOD_FAULT] = { "brik-fault-symbolic", "fault" },
};

void
brik_mood_show (BrikMood mood, BrikMood before, GtkImage *mark, GtkWidget *styled)
{
  if (before != BRIK_MOOD_PLAIN)
    gtk_widget_remove_css_class (styled, looks[before].style_class);
  if (mood != BRIK_MOOD_PLAIN)
    gtk_widget_add_css_class (styled, looks[mood].style_class);
  gtk_image_set_from_icon_name (mark, looks[mood].icon_name);
  gtk_widget_set_visible (GTK_WIDGET (mark), mood != BRIK_MOOD_PLAIN);
}
