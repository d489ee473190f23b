/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fake-portal.h"
#include "ledger/brik-ledger.h"
#include "sync/brik-sync.h"

#define FIXTURE_PIN "4711"
#define FIXTURE_UID "04579A22352680"

/**
 * Fixture:
 *
 * A till's ledger and its sync, and a portal to talk to, with a place, a cashier, a product and an account.
 */
typedef struct
{
  char *folder;
  BrikClock *clock;
  BrikLedger *ledger;
  BrikSync *sync;
  FakePortal *portal;
  guint n_sold;
} Fixture;

void fixture_set_up (Fixture *fixture, gconstpointer data);
void fixture_tear_down (Fixture *fixture, gconstpointer data);

/* Waits, with a deadline, for something that the main loop will bring about. */
#define WAIT_UNTIL(condition)                                                                                \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    gint64 deadline_us = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;                                      \
    while (!(condition))                                                                                     \
      {                                                                                                      \
        if (g_get_monotonic_time () > deadline_us)                                                           \
          g_error ("%s:%d: waited in vain for %s", __FILE__, __LINE__, #condition);                          \
        fixture_wait_a_little ();                                                                            \
      }                                                                                                      \
  }                                                                                                          \
  G_STMT_END
void fixture_wait_a_little (void);
/* Lets the main loop run for so long, to see that something does not happen. */
void fixture_run_for (guint ms);

gboolean fixture_enrol (Fixture *fixture, const char *portal, const char *code, GError **error);
/* Enrolled, filled, somebody signed in, all sent. */
void fixture_open_for_business (Fixture *fixture);
void fixture_sell (Fixture *fixture);
gboolean fixture_look_up (Fixture *fixture, const char *uid, GError **error);
/* (transfer full): what the ledger holds of the chip */
BrikCardholder *fixture_get_holder (Fixture *fixture, const char *uid);
gint64 fixture_get_unsent (Fixture *fixture);
char *fixture_get_trouble (Fixture *fixture);
/* The first product's price. */
gint64 fixture_get_price (Fixture *fixture);
GBytes *fixture_get_photo (Fixture *fixture, const char *hash);
/* A change of the product's price, and of an account with that chip and photo. */
char *price_change (gint64 price_ore);
char *account_change (const char *id, const char *uid, const char *photo);
/* Every entry is at the portal, once, in order, unaltered, and the ledger knows it. */
void fixture_assert_all_sent (Fixture *fixture);
