/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BrikDemoPerson:
 * @id: also the stem of the account's id and the photo's file
 * @class_name: (nullable): of a pupil
 * @balance_ore: paid in before the history begins
 * @daily_ore: cap a day anywhere; 0 for none here
 * @weekly_ore: cap a week anywhere; 0 for none here
 * @kinds: (nullable): kinds of place allowed; NULL for all
 * @uid: of the current card
 * @old_uid: (nullable): of a card that was replaced
 * @code: printed on the card
 * @note: (nullable): why the chip tray shows this person; NULL for those it does not
 */
typedef struct
{
  const char *id;
  const char *name;
  const char *buyer;
  const char *class_name;
  gint64 balance_ore;
  gint64 daily_ore;
  gint64 weekly_ore;
  const char *kinds;
  const char *uid;
  const char *old_uid;
  const char *code;
  gboolean card_blocked;
  gboolean account_blocked;
  const char *note;
} BrikDemoPerson;

/* The people of the demo, the ones that show something first; always the same. */
GPtrArray *brik_demo_people_new (void);

/* Writes people.csv, accounts.csv, cards.csv, caps.csv, allowed.csv, relations.csv and photos/ into
 * @directory. */
gboolean brik_demo_people_write (GPtrArray *people, const char *directory, GError **error);

G_END_DECLS
