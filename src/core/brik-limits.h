/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Every bound on what comes from outside: sizes in bytes and counts, unless the name or the remark says
 * otherwise. The largest amount of money is %BRIK_MONEY_MAX_ORE; what each program allows itself in time
 * stands where it waits. */

/* What is sold, and whom by: on the wire, in both ledgers, on the screen */
#define BRIK_LIMIT_ID 64             /* an id chosen by a municipality: [A-Za-z0-9._-]+ */
#define BRIK_LIMIT_NAME 120          /* a name of a person, product, place */
#define BRIK_LIMIT_BASKET_LINES 200  /* of one sale */
#define BRIK_LIMIT_BASKET_TEXT 38912 /* their ids and names as JSON: so that an entry holds them */
#define BRIK_LIMIT_QUANTITY 999      /* of one product on one line */
#define BRIK_LIMIT_VAT_BP 10000      /* a VAT rate, in basis points */
#define BRIK_LIMIT_CARD_NUMBER 32    /* a printed card number, without its spaces */
#define BRIK_LIMIT_CARDS_PER_ACCOUNT 32
#define BRIK_LIMIT_KINDS_OF_PLACE 32   /* of one municipality */
#define BRIK_LIMIT_INTERNED_KINDS 4096 /* that a process ever remembers */
#define BRIK_LIMIT_BARCODES_PER_PRODUCT 16
#define BRIK_LIMIT_POSITION 1000000                    /* of a product in its category, either way */
#define BRIK_LIMIT_DATA_AGE_US (365 * G_TIME_SPAN_DAY) /* D8 */
#define BRIK_LIMIT_AGAIN_AFTER_US G_TIME_SPAN_DAY      /* D12 */
#define BRIK_LIMIT_PHOTO (256 * 1024)                  /* one thumbnail, encoded */
#define BRIK_LIMIT_PHOTO_PIXELS 480                    /* its longer edge */

/* JSON, and what is sent in it */
#define BRIK_LIMIT_JSON_DEPTH 16
#define BRIK_LIMIT_JSON_DIGITS 18         /* of a whole number: more may not fit a gint64 */
#define BRIK_LIMIT_ENTRY_LINE (64 * 1024) /* one entry as sent and stored */
#define BRIK_LIMIT_BATCH_ENTRIES 100      /* of one push */
#define BRIK_LIMIT_REQUEST_BODY (256 * 1024)
#define BRIK_LIMIT_CHANGES_PAGE 200 /* records of one page of changes, and rows of one transaction */
#define BRIK_LIMIT_CHANGES_BODY (4 * 1024 * 1024)
#define BRIK_LIMIT_RECEIPT (64 * 1024)      /* the answer to a push */
#define BRIK_LIMIT_SMALL_ANSWER (16 * 1024) /* to an enrolment, and any that says why not */
#define BRIK_LIMIT_RETRY_AFTER_S 300        /* that a till waits at most because the portal asks it to */
#define BRIK_LIMIT_LONG_POLL_S 20
/* The end of the year 9999, in any zone. */
#define BRIK_LIMIT_TIME_US G_GINT64_CONSTANT (253402214399999999)
/* How far after what is known the day may be that a cashier tells (D2). */
#define BRIK_LIMIT_DATE_AHEAD_US (366 * G_TIME_SPAN_DAY)
#define BRIK_LIMIT_CLOCK_SKEW_S 300 /* between a signed request and the portal's clock */

/* Secrets that are typed, and what checking one may cost */
#define BRIK_LIMIT_PIN 12     /* digits */
#define BRIK_LIMIT_SECRET 200 /* a password, a printed code */
#define BRIK_LIMIT_EMAIL 254
#define BRIK_LIMIT_PIN_HASH 128 /* the longest Argon2id string that libsodium makes */
#define BRIK_LIMIT_PIN_MEMORY_KIB (256 * 1024)
#define BRIK_LIMIT_PIN_PASSES 8

/* The portal's peers */
#define BRIK_LIMIT_CONNECTIONS 1024
#define BRIK_LIMIT_CONNECTIONS_PER_ADDRESS 64
#define BRIK_LIMIT_REQUEST_HEAD (32 * 1024) /* the request line and the headers */
#define BRIK_LIMIT_DROPPED_BODY                                                                              \
  (4 * BRIK_LIMIT_REQUEST_BODY) /* of a request that is too big, read to be answered */
#define BRIK_LIMIT_QUEUED_REQUESTS 256
#define BRIK_LIMIT_PARKED_REQUESTS 512 /* with what is queued, fewer than the connections */
#define BRIK_LIMIT_HELD_BYTES ((gsize) 512 * 1024 * 1024) /* of bodies, and answers that nobody has taken */
#define BRIK_LIMIT_COOKIES 64                             /* of one request */
#define BRIK_LIMIT_LOOK_UPS 500 /* accounts that a till may ask for by card, a day */
#define BRIK_LIMIT_NUMBERS                                                                                   \
  100                           /* of cards that it may ask for at once, known or not: they can be guessed,  \
                                 */
#define BRIK_LIMIT_NUMBER_S 864 /* and ever after one in that time: as many a day */
#define BRIK_LIMIT_TILL_BYTES                                                                                \
  (128 * 1024 * 1024)                    /* that one till may have stored at once: a year of sales, */
#define BRIK_LIMIT_TILL_BYTES_PER_S 2048 /* and ever after: two sales */
#define BRIK_LIMIT_TILL_AT_ONCE 4        /* pushes of one till, or its questions for numbers, at a time */
#define BRIK_LIMIT_REVOKED_ENTRIES 2000  /* kept of a till that is shut out, in no more than such a share */

/* The office's files */
#define BRIK_LIMIT_CSV (64 * 1024 * 1024)
#define BRIK_LIMIT_CSV_COLUMNS 64
#define BRIK_LIMIT_IMPORT_PROBLEMS 100 /* told of one import; the rest is counted */
#define BRIK_LIMIT_POSTCODE 16
#define BRIK_LIMIT_PHONE 32
#define BRIK_LIMIT_STORED_ROW (1024 * 1024) /* of a ledger that is read and not trusted */

/* The chip reader's lines */
#define BRIK_LIMIT_READER_LINE 1024

/* Templates and translations: ours, but what they are filled with is not */
#define BRIK_LIMIT_TEMPLATE (64 * 1024)
#define BRIK_LIMIT_TEMPLATE_DEPTH 32
#define BRIK_LIMIT_TEMPLATE_DELIMITER 8
#define BRIK_LIMIT_TEMPLATE_STEPS 1000000 /* tags and texts that one page is made of */
#define BRIK_LIMIT_TEMPLATE_OUTPUT (4 * 1024 * 1024)
#define BRIK_LIMIT_CATALOG (16 * 1024 * 1024)
#define BRIK_LIMIT_CATALOG_STRINGS 100000
