/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The routes between till and portal. All but the first are signed (brik-request.h); bodies are JSON but for
 * photos. Every failure is {"error":"word","message":"what to do"} with a fitting status: 400 malformed, 401
 * not signed or clock off (with "time": the portal's, µs), 403 revoked, 404, 409, 413, 429, 503.
 *
 * POST /till/v1/enrol            {"code":"…","key":"64 hex"} → {"till":"id","time":us}; 403 wrong or used
 * code, 410 expired POST /till/v1/entries          brik-batch.h GET  /till/v1/changes          brik-record.h
 * (both with "run": the run that the till is in, by whose entries it is told what a record includes)
 * GET  /till/v1/cards/UID        → a BrikChangesPage of that one account ("cursor" 0); 404 no such card.
 *                                From then until midnight this till gets that account's changes too.
 * GET  /till/v1/numbers?number=  → the same, of the card with that number printed on it
 * GET  /till/v1/photos/HASH      → image/png or image/jpeg, whose SHA-256 is HASH; 404
 */
#define BRIK_API_ENROL "/till/v1/enrol"
#define BRIK_API_ENTRIES "/till/v1/entries"
#define BRIK_API_CHANGES "/till/v1/changes"
#define BRIK_API_CARDS "/till/v1/cards/"
#define BRIK_API_NUMBERS "/till/v1/numbers"
#define BRIK_API_PHOTOS "/till/v1/photos/"
