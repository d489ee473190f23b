/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "portal/brik-portal.h"
#include "wire/brik-batch.h"
#include "wire/brik-entry.h"
#include "wire/brik-record.h"

G_BEGIN_DECLS

/* Friday the 20th of November 2026, 11:00 in Copenhagen. */
#define PORTAL_NOON_US (G_GINT64_CONSTANT (1795168800) * G_USEC_PER_SEC - 2 * G_TIME_SPAN_HOUR)

/**
 * PortalFixture:
 *
 * A real portal on an ephemeral port, with a small municipality imported: the school "norre" with tills
 * "norre-1" and "norre-2", the club "fyret" with till "fyret-1"; Alma (100 kr.), Noah (50 kr., day's cap 40),
 * and Maja, who is guardian of both.
 */
typedef struct
{
  char *directory;
  char *files;
  char *database;
  BrikClock *clock;
  BrikPortal *portal;
  SoupSession *session;
  const char *address; /* where it is asked, over a wire that may fail; NULL: where it listens */
} PortalFixture;

void portal_fixture_set_up (PortalFixture *fixture, gconstpointer data);
void portal_fixture_tear_down (PortalFixture *fixture, gconstpointer data);
void portal_fixture_start (PortalFixture *fixture);
void portal_fixture_stop (PortalFixture *fixture);
/* Writes one of the import's files. */
void portal_fixture_write (PortalFixture *fixture, const char *name, const char *text);
/* Imports as `brik-portal import` does, over a connection of its own. (transfer full): the problems, or NULL
 */
GPtrArray *portal_fixture_import (PortalFixture *fixture);
/* Runs @func as a command of the office does, over a connection of its own. */
void portal_fixture_write_books (PortalFixture *fixture, BrikBooksFunc func, gpointer data);
gint64 portal_fixture_number (PortalFixture *fixture, const char *sql);
/* (transfer full) (element-type utf8): what is wrong with the books */
GPtrArray *portal_fixture_audit (PortalFixture *fixture);
void portal_fixture_assert_books (PortalFixture *fixture);
gint64 portal_fixture_balance (PortalFixture *fixture, const char *account);
void portal_fixture_set_card (PortalFixture *fixture, const char *card, BrikCardState state);
char *portal_fixture_code (PortalFixture *fixture, const char *till);

/* An answer; status 0: there was none. */
typedef struct
{
  guint status;
  char *text;
} PortalAnswer;

void portal_answer_clear (PortalAnswer *answer);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PortalAnswer, portal_answer_clear)

PortalAnswer portal_fixture_ask (PortalFixture *fixture,
                                 const char *method,
                                 const char *target,
                                 const char *body,
                                 SoupMessageHeaders *headers);

/**
 * PortalTill:
 * @journal: (element-type BrikSealedLine): every entry written
 *
 * A till as the portal sees one.
 */
typedef struct
{
  PortalFixture *fixture;
  char *id;
  char *place;
  BrikPublicKey public_key;
  BrikSecretKey secret_key;
  char *run;
  gint64 number;
  BrikHash head;
  GPtrArray *journal;
  char *epoch;
  gint64 cursor;
} PortalTill;

/* Enrolled, its first run begun; nothing is sent yet. */
PortalTill *portal_till_new (PortalFixture *fixture, const char *id, const char *place);
void portal_till_free (PortalTill *till);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PortalTill, portal_till_free)
PortalAnswer portal_till_enrol (PortalTill *till, const char *code);
void portal_till_start_run (PortalTill *till);
/* An entry of the till's, to be filled and sealed. */
BrikEntry *portal_till_entry (PortalTill *till, BrikEntryKind kind);
/* Appends to the journal; takes @entry. Returns its index. */
guint portal_till_seal (PortalTill *till, BrikEntry *entry);
guint portal_till_seal_line (PortalTill *till, const char *line);
/* A sale of @n pieces at 12.50; its id goes to @sale (nullable). */
guint portal_till_sell (PortalTill *till, const char *account, gint n, char **sale);
guint portal_till_undo (PortalTill *till, const char *account, gint n, const char *sale);
/* The headers that make a request the till's. (transfer full) */
SoupMessageHeaders *
portal_till_sign (PortalTill *till, const char *method, const char *target, const char *body);
PortalAnswer portal_till_ask (PortalTill *till, const char *method, const char *target, const char *body);
/* Sends entries @first to @last of the journal, both inclusive, as one batch. */
PortalAnswer portal_till_push_raw (PortalTill *till, guint first, guint last);
BrikReceipt *portal_till_push (PortalTill *till, guint first, guint last);
void portal_till_send (PortalTill *till, guint first, guint last);
/* Sends one entry and gives what became of it. */
BrikBooking portal_till_push_one (PortalTill *till, guint index);
/* The next page of changes; remembers the cursor. */
BrikChangesPage *portal_till_poll (PortalTill *till, guint wait_s);
/* Polls until there is no more, and gives the newest record of @account there was. (transfer full) */
BrikAccountRecord *portal_till_catch_up (PortalTill *till, const char *account);

#define PORTAL_PRICE_ORE 1250

#define portal_test(path, func)                                                                              \
  g_test_add (path, PortalFixture, NULL, portal_fixture_set_up, func, portal_fixture_tear_down)

G_END_DECLS
