/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "wire/brik-seal.h"

G_BEGIN_DECLS

/**
 * BrikSealedLine:
 *
 * An entry as stored and sent: the line and what proves it.
 */
typedef struct
{
  char *line; /* owned */
  BrikSeal seal;
} BrikSealedLine;

void brik_sealed_line_free (BrikSealedLine *sealed);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrikSealedLine, brik_sealed_line_free)

/* POST /till/v1/entries, body {"entries":[{"line":"…","previous":"hex","hash":"hex","signature":"hex"},…]},
 * at most %BRIK_LIMIT_BATCH_ENTRIES and %BRIK_LIMIT_REQUEST_BODY. (element-type BrikSealedLine) */
char *brik_batch_to_json (GPtrArray *entries);
GPtrArray *brik_batch_from_json (const char *text, gssize length, GError **error);
/* What an entry adds to the size of a batch, at most: add them up to stay below %BRIK_LIMIT_REQUEST_BODY. */
gsize brik_batch_entry_size (const char *line);

/**
 * BrikBooking:
 * @BRIK_BOOKING_BOOKED: applied now, or known already with the same content
 * @BRIK_BOOKING_SET_ASIDE: kept but not applied; the office decides; never holds up the rest
 * @BRIK_BOOKING_WAITING: names an entry not yet received
 */
typedef enum
{
  BRIK_BOOKING_BOOKED,
  BRIK_BOOKING_SET_ASIDE,
  BRIK_BOOKING_WAITING,
} BrikBooking;

/**
 * BrikReceipt:
 * @run: the newest entry of this till that the portal holds without a gap in its run: resume after it
 * @number: 0, and @run NULL, when it holds none
 * @bookings: (element-type BrikBooking): one for each entry of the batch, in its order
 *
 * The answer to a batch:
 * {"newest":{"run":"…","number":n},"time":us,"results":[{"booking":"booked|set-aside|waiting"},…]}.
 */
typedef struct
{
  char *run;
  gint64 number;
  gint64 time_us;
  GArray *bookings;
} BrikReceipt;

void brik_receipt_free (BrikReceipt *receipt);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrikReceipt, brik_receipt_free)
char *brik_receipt_to_json (const BrikReceipt *receipt);
BrikReceipt *brik_receipt_from_json (const char *text, gssize length, GError **error);

G_END_DECLS
