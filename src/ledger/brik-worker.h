/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ledger/brik-standing.h"

G_BEGIN_DECLS

/* A piece of work on the ledger's thread. NULL with @error for a failure; NULL without it where there is
 * nothing. */
typedef gpointer (*BrikWork) (BrikLedgerFile *file, gpointer request, GError **error);

/* What is true of the file now; on the thread that made the worker. */
typedef void (*BrikReport) (gpointer user_data, BrikStanding *standing);

/**
 * BrikWorker:
 *
 * The ledger's thread: does pieces of work one after the other, in the order they were given, reports after
 * each where the file stands, and moves the WAL into it when there is nothing to do.
 */
typedef struct _BrikWorker BrikWorker;

/* @file: (transfer full). @report is called from the main context of the caller. */
BrikWorker *brik_worker_new (BrikLedgerFile *file, BrikReport report, gpointer user_data);
/* Workers made from now on have no thread: work is done at once by whoever gives it, and tasks return from
 * the main loop as ever. For a program whose every step must come out the same again: a simulation. */
void brik_worker_set_in_place (gboolean is_in_place);
/* Does @work with the data of @task as its request; @task returns the result as a pointer, after the report.
 * A task that is cancelled before its turn is not begun; one that is begun is done. */
void brik_worker_push (BrikWorker *worker, GTask *task, BrikWork work, GDestroyNotify free_result);
/* The same, waiting for it. */
gpointer brik_worker_call (BrikWorker *worker, BrikWork work, gpointer request, GError **error);
/* Waits for what was given, and closes the file. Tasks that are done return later, but nothing is reported
 * any more. */
void brik_worker_stop (BrikWorker *worker);

G_END_DECLS
