/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * BrikWireCutter:
 *
 * A wire between one till and the portal to which everything can happen that happens to wires: a TCP proxy on
 * an ephemeral loopback port, with threads of its own. The till keeps its address while the portal moves from
 * port to port. It passes on one request at a time, and its answer.
 */
typedef struct _BrikWireCutter BrikWireCutter;

/**
 * BrikMishap:
 * @BRIK_MISHAP_CUT: the connections end (FIN)
 * @BRIK_MISHAP_RESET: the connections are reset (RST)
 * @BRIK_MISHAP_STALL: nothing more comes, for as long as the till waits
 * @BRIK_MISHAP_DELAY: the rest comes after `delay_ms`
 * @BRIK_MISHAP_SHORTEN: so many bytes of the body come, and the head says that these are all
 * @BRIK_MISHAP_REPLACE: `instead` comes in place of the answer; if it is the request that this happens to,
 * the portal never hears of it
 * @BRIK_MISHAP_TWICE: the portal hears the request twice on one connection, which carries nothing before both
 * are answered: not for polls
 * @BRIK_MISHAP_TWICE_APART: on two connections at once
 * @BRIK_MISHAP_KEEP: all is well, and a copy of the request is kept for brik_wire_cutter_send_kept ()
 * @BRIK_MISHAP_HOLD: the request itself is kept so; the till waits in vain
 *
 * What happens to a message on the wire.
 */
typedef enum
{
  BRIK_MISHAP_CUT,
  BRIK_MISHAP_RESET,
  BRIK_MISHAP_STALL,
  BRIK_MISHAP_DELAY,
  BRIK_MISHAP_SHORTEN,
  BRIK_MISHAP_REPLACE,
  BRIK_MISHAP_TWICE,
  BRIK_MISHAP_TWICE_APART,
  BRIK_MISHAP_KEEP,
  BRIK_MISHAP_HOLD,
} BrikMishap;

/**
 * BrikWirePlan:
 * @request: how the requests begin that it happens to ("POST /till/v1/entries")
 * @n_times: to how many of them
 * @to_answer: it happens to the answer, when the portal has done what was asked; else to the request
 * @at: bytes that get through first. To a message that is not longer nothing happens.
 * @instead: (nullable): see %BRIK_MISHAP_REPLACE; the connection ends after it
 */
typedef struct
{
  const char *request;
  guint n_times;
  gboolean to_answer;
  BrikMishap mishap;
  gsize at;
  guint delay_ms;
  GBytes *instead;
} BrikWirePlan;

BrikWireCutter *brik_wire_cutter_new (void);
void brik_wire_cutter_free (BrikWireCutter *cutter);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrikWireCutter, brik_wire_cutter_free)

/* "http://127.0.0.1:PORT": what the till is told. */
const char *brik_wire_cutter_get_address (BrikWireCutter *cutter);
/* Where it leads; NULL while there is no portal: every connection is closed as soon as it is made. */
void brik_wire_cutter_set_portal (BrikWireCutter *cutter, const char *address);
/* Nothing gets through, and what was under way is broken off. */
void brik_wire_cutter_set_refusing (BrikWireCutter *cutter, gboolean refusing);

/* In place of the plan there was, done or not. */
void brik_wire_cutter_plan (BrikWireCutter *cutter, const BrikWirePlan *plan);
/* A plan: of the next @n_times answers to @request, @n_bytes get through. */
void
brik_wire_cutter_lose_answers (BrikWireCutter *cutter, const char *request, guint n_times, gsize n_bytes);
/* Sends the portal what was kept, oldest first, and hears its answers: so nothing that it answers late.
 * Returns how many there were. */
guint brik_wire_cutter_send_kept (BrikWireCutter *cutter);

/* How many messages something happened to so far, and how many requests that begin with @request went to the
 * portal. */
guint brik_wire_cutter_get_n_lost (BrikWireCutter *cutter);
guint brik_wire_cutter_count_requests (BrikWireCutter *cutter, const char *request);
/* Bytes of the newest whole request that begins so, or of its answer; 0 for none. */
gsize brik_wire_cutter_get_size (BrikWireCutter *cutter, const char *request, gboolean answer);

G_END_DECLS
