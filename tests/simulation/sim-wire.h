/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sim-town.h"

G_BEGIN_DECLS

typedef enum
{
  SIM_PARCEL_GOING,  /* not at the portal yet */
  SIM_PARCEL_PARKED, /* a long poll that waits there */
  SIM_PARCEL_COMING, /* its answer is on its way */
} SimParcelState;

/**
 * SimParcel:
 * @task: (nullable): who waits for it; NULL once they have given up
 * @word: with an answer: what the portal would have said of everything when it gave it
 *
 * A request, later its answer.
 */
typedef struct
{
  SimTill *till;
  SimParcelState state;
  char *method;
  char *target;
  GBytes *body;
  char *who;
  char *time;
  char *signature;
  GTask *task;
  gulong handler;
  gint64 sent_us;
  guint status;
  GBytes *answer;
  SimWord *word;
} SimParcel;

#define SIM_TYPE_WIRE (sim_wire_get_type ())
G_DECLARE_FINAL_TYPE (SimWire, sim_wire, SIM, WIRE, GObject)

SimWire *sim_wire_new (SimTill *till);

/* One step of the way: to the portal, or back to the till. @index: of the town's parcels. What is parked
 * stays where it is. */
void sim_parcel_move (SimTown *town, guint index);
/* It is gone; whoever waits for it hears that nothing came. */
void sim_parcel_lose (SimTown *town, guint index);
/* The same request once more, for which nobody waits. */
void sim_parcel_double (SimTown *town, guint index);
/* Nobody waits any more (a program ended); what is on its way to the portal may still get there. */
void sim_parcels_abandon (SimTown *town, SimTill *till);
/* After @now: polls that have waited long enough are answered, and nobody waits longer than 30 s. */
void sim_parcels_age (SimTown *town);
/* Parked polls look again. */
void sim_parcels_wake (SimTown *town);
void sim_parcel_free (SimParcel *parcel);

G_END_DECLS
