/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "ledger/brik-cardholder.h"
#include "till/brik-refusal.h"

G_BEGIN_DECLS

/**
 * BrikCapLevel:
 * @BRIK_CAP_LEVEL_PLENTY: green
 * @BRIK_CAP_LEVEL_NEAR: amber: less than a quarter would be left
 * @BRIK_CAP_LEVEL_OVER: red: the basket is more than is left
 */
typedef enum
{
  BRIK_CAP_LEVEL_PLENTY,
  BRIK_CAP_LEVEL_NEAR,
  BRIK_CAP_LEVEL_OVER,
} BrikCapLevel;

#define BRIK_TYPE_CAP_LEVEL (brik_cap_level_get_type ())
GType brik_cap_level_get_type (void);

/**
 * BrikCapRow:
 *
 * One spending cap as the panel shows it. Properties: `period` (int, a BrikPeriod), `kind-name` (char *,
 * nullable: the kind of place it is for, as shown; %NULL for any place), `spent-ore`, `limit-ore`,
 * `after-ore` (gint64: left once the basket at hand is paid; below nought when it is too much), `level`
 * (BrikCapLevel).
 */
#define BRIK_TYPE_CAP_ROW (brik_cap_row_get_type ())
G_DECLARE_FINAL_TYPE (BrikCapRow, brik_cap_row, BRIK, CAP_ROW, GObject)

/**
 * BrikPerson:
 *
 * Who stands at the till, as the panel and the surfaces show them: a #BrikCardholder with the numbers that
 * the basket at hand makes of it. It decides nothing itself: every yes and no in it is brik_verdict_decide
 * ()'s.
 *
 * Properties: `name`, `initials`, `group` (nullable), `photo` (nullable: its hash), `balance-ore` (gint64),
 * `caps` (GListModel of BrikCapRow), `room-ore` (gint64: the largest basket that would still be allowed).
 */
#define BRIK_TYPE_PERSON (brik_person_get_type ())
G_DECLARE_FINAL_TYPE (BrikPerson, brik_person, BRIK, PERSON, GObject)

BrikPerson *brik_person_new (BrikCardholder *holder);

BrikCardholder *brik_person_get_holder (BrikPerson *person);
const char *brik_person_get_name (BrikPerson *person);
const char *brik_person_get_account (BrikPerson *person);
const char *brik_person_get_buyer (BrikPerson *person);
gint64 brik_person_get_room (BrikPerson *person);
/* (transfer none) (nullable): what would be said to the basket that @person was weighed with; %NULL is yes.
 */
const BrikRefusal *brik_person_get_refusal (BrikPerson *person);

/* Takes on what the ledger now says of the same person. */
void brik_person_take_holder (BrikPerson *person, BrikCardholder *holder);
/* Works out caps, room and verdict for a basket of @total_ore, here and now. */
void brik_person_weigh (BrikPerson *person, const BrikCircumstances *where, gint64 total_ore);

G_END_DECLS
