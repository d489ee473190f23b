/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ledger-records.h"

G_BEGIN_DECLS

/**
 * Fixture:
 *
 * A folder, a clock that stands at noon, and a ledger in it once one of the functions below has opened it.
 */
typedef struct
{
  char *folder;
  char *path;
  BrikClock *clock;
  BrikLedger *ledger;
} Fixture;

void fixture_set_up (Fixture *fixture, gconstpointer data);
void fixture_tear_down (Fixture *fixture, gconstpointer data);
/* A copy of the ledger's file, and its way back. The ledger must be closed. */
void fixture_save_copy (Fixture *fixture);
void fixture_put_copy_back (Fixture *fixture);

void fixture_open (Fixture *fixture);
/* As if the program had ended: cleanly. */
void fixture_close (Fixture *fixture);
/* Opened, enrolled, filled with a place, Karen (PIN 2468), and account "konto" of 100,00 with a card of UID.
 */
void fixture_open_filled (Fixture *fixture);
/* The same, online, and Karen is signed in. */
void fixture_open_signed_in (Fixture *fixture);

G_END_DECLS
