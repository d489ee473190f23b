/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The bounds on what comes from outside that till and portal both keep. Sizes are in bytes unless the name
 * says otherwise. */

#define BRIK_LIMIT_BASKET_LINES 200 /* lines of one sale */
#define BRIK_LIMIT_BASKET_TEXT                                                                               \
  (38 * 1024)                             /* ids and names of its lines as JSON: all else fits in an entry   \
                                           */
#define BRIK_LIMIT_QUANTITY 999           /* of one product on one line */
#define BRIK_LIMIT_NAME 120               /* a name of a person, product, place, in bytes of UTF-8 */
#define BRIK_LIMIT_ID 64                  /* an id chosen by a municipality: [A-Za-z0-9._-]+ */
#define BRIK_LIMIT_ENTRY_LINE (64 * 1024) /* one entry as sent and stored */
#define BRIK_LIMIT_BATCH_ENTRIES 100      /* entries of one push */
#define BRIK_LIMIT_REQUEST_BODY (256 * 1024)
#define BRIK_LIMIT_CHANGES_PAGE 200 /* records of one page of changes, and rows of one transaction */
#define BRIK_LIMIT_CHANGES_BODY (4 * 1024 * 1024)
#define BRIK_LIMIT_PHOTO (256 * 1024) /* one thumbnail, encoded */
#define BRIK_LIMIT_PHOTO_PIXELS 480   /* its longer edge */
#define BRIK_LIMIT_JSON_DEPTH 16
#define BRIK_LIMIT_PIN_MEMORY_KIB (256 * 1024) /* that checking a PIN may take at a till, */
#define BRIK_LIMIT_PIN_PASSES 8                /* and how often it goes over it */
#define BRIK_LIMIT_VAT_BP 10000                /* a VAT rate, in basis points */
#define BRIK_LIMIT_CARD_NUMBER 32              /* a printed card number, without its spaces */
#define BRIK_LIMIT_KINDS_OF_PLACE 32           /* of one municipality */
#define BRIK_LIMIT_CARDS_PER_ACCOUNT 32
#define BRIK_LIMIT_BARCODES_PER_PRODUCT 16
#define BRIK_LIMIT_LOOK_UPS 500 /* accounts that a till may ask for by card, a day */
#define BRIK_LIMIT_LONG_POLL_S 20
#define BRIK_LIMIT_CLOCK_SKEW_S 300 /* between a signed request and the portal's clock */
/* What one till may have the portal store: at once (a year of sales), and a second ever after (two sales). */
#define BRIK_LIMIT_TILL_BYTES (128 * 1024 * 1024)
#define BRIK_LIMIT_TILL_BYTES_PER_S 2048
#define BRIK_LIMIT_TILL_PUSHES 4     /* of one till that the portal works on at a time */
#define BRIK_LIMIT_RETRY_AFTER_S 300 /* that a till waits at most because the portal asks it to */
#define BRIK_LIMIT_CLOCK_SKEW_S 300         /* between a signed request and the portal's clock */
#define BRIK_LIMIT_STORED_ROW (1024 * 1024) /* of a ledger that is read and not trusted */
