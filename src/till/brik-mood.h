/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * BrikMood:
 * @BRIK_MOOD_PLAIN: nothing to say
 * @BRIK_MOOD_GOOD: as it should be
 * @BRIK_MOOD_WAITING: an ordinary state that mends itself: offline, starting
 * @BRIK_MOOD_FAULT: somebody must do something
 *
 * How a thing stands. Each has its own mark beside its colour, because colour alone says nothing to some.
 */
typedef enum
{
  BRIK_MOOD_PLAIN,
  BRIK_MOOD_GOOD,
  BRIK_MOOD_WAITING,
  BRIK_MOOD_FAULT,
} BrikMood;

#define BRIK_TYPE_MOOD (brik_mood_get_type ())
GType brik_mood_get_type (void);

/* Shows @mood where @before was shown: as the icon of @mark, hidden for plain, and as a style class of
 * @styled. */
void brik_mood_show (BrikMood mood, BrikMood before, GtkImage *mark, GtkWidget *styled);

G_END_DECLS
