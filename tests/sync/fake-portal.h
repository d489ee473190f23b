/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "wire/brik-batch.h"
#include "wire/brik-seal.h"

/* 2026-11-20 11:00 UTC. */
#define FAKE_PORTAL_NOON G_GINT64_CONSTANT (1795172400000000)
#define FAKE_PORTAL_CODE "GRØN-4711"
#define FAKE_PORTAL_TILL "kasse-1"

/* What goes wrong with one request. After LOSE_REPLY and the ones below it the portal has done its part. */
typedef enum
{
  FAULT_NONE,
  FAULT_500,
  FAULT_429, /* with Retry-After: 4 */
  FAULT_403,
  FAULT_400,
  FAULT_REDIRECT,
  FAULT_DROP, /* the connection ends before the portal looked at it */
  FAULT_HANG, /* no answer at all */
  FAULT_LOSE_REPLY,
  FAULT_GARBAGE,
  FAULT_EMPTY,
  FAULT_DEEP,
  FAULT_TRUNCATED,
  FAULT_HUGE,
  FAULT_SLOW, /* the answer comes, after a while */
} Fault;

typedef enum
{
  ROUTE_ENROL,
  ROUTE_ENTRIES,
  ROUTE_CHANGES,
  ROUTE_CARDS,
  ROUTE_PHOTOS,
} Route;

#define N_ROUTES 5

/**
 * FakePortal:
 * @faults: (element-type Fault) for each route: what happens to its next requests, first one first
 * @certificate: (nullable): it speaks TLS with this one from the next fake_portal_come_back () on
 * @clock_us: the portal's clock
 * @stale_us: how old its answers are: something on the way has kept them
 * @booked: (element-type BrikSealedLine): entries in the order they were booked, each once
 * @changes: (element-type utf8): the feed, as JSON objects
 * @photos: hash → bytes as a GBytes
 * @cards: UID → JSON object of a change
 * @n_requests: by route
 * @n_unsigned: requests whose signature did not fit
 * @n_altered: entries that came again with other content
 * @n_repeated: entries that came again
 * @most_photos: that were asked for at one time
 *
 * A portal that does what it is told, wrongly where a test wants it, on a port of this machine.
 */
typedef struct
{
  SoupServer *server;
  guint port;
  char *address;
  GTlsCertificate *certificate;
  gint64 clock_us;
  gint64 stale_us;
  BrikPublicKey key;
  GQueue faults[N_ROUTES];
  GPtrArray *booked;
  GHashTable *by_name;
  GPtrArray *changes;
  char *epoch;
  GHashTable *photos;
  GHashTable *cards;
  GPtrArray *polls;
  GPtrArray *held;
  guint n_requests[N_ROUTES];
  guint n_unsigned;
  guint n_altered;
  guint n_repeated;
  guint n_photos;
  guint most_photos;
} FakePortal;

FakePortal *fake_portal_new (void);
void fake_portal_free (FakePortal *portal);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FakePortal, fake_portal_free)

/* Nobody listens any more; and again, at the same port. */
void fake_portal_go_away (FakePortal *portal);
void fake_portal_come_back (FakePortal *portal);
void fake_portal_script (FakePortal *portal, Route route, Fault fault, guint n_times);
/* Adds to the feed and answers whoever waits. */
void fake_portal_change (FakePortal *portal, const char *json);
/* The portal's database, put back from a copy with only so many entries. */
void fake_portal_forget (FakePortal *portal, guint n_kept);
