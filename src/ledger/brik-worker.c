/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "ledger/brik-worker.h"

#include "ledger/brik-ledger-private.h"

/* Nothing to do for this long is a pause in which nobody waits for the disk. */
#define PAUSE_US (500 * G_TIME_SPAN_MILLISECOND)
/* A WAL of fewer pages may wait: each move costs two syncs. */
#define MIN_WAL_PAGES 256

/* brik_worker_set_in_place () */
static gboolean in_place;

struct _BrikWorker
{
  BrikLedgerFile *file; /* the thread's */
  GThread *thread;      /* NULL: work is done by whoever gives it */
  GAsyncQueue *queue;
  GMainContext *context;
  BrikReport report; /* NULL once stopped; the main thread's */
  gpointer user_data;
  gatomicrefcount refs;

  GMutex mutex; /* over Job.done */
  GCond cond;
};

/**
 * Job:
 * @task: (nullable): NULL for one that somebody waits for
 * @work: NULL to stop
 */
typedef struct
{
  BrikWorker *worker;
  GTask *task;
  BrikWork work;
  gpointer request;
  GDestroyNotify free_result;
  gpointer result;
  GError *error;
  BrikStanding *standing;
  gboolean done;
} Job;

static BrikWorker *
worker_ref (BrikWorker *worker)
{
  g_atomic_ref_count_inc (&worker->refs);
  return worker;
}

static void
worker_unref (BrikWorker *worker)
{
  if (!g_atomic_ref_count_dec (&worker->refs))
    return;

  g_async_queue_unref (worker->queue);
  g_main_context_unref (worker->context);
  g_mutex_clear (&worker->mutex);
  g_cond_clear (&worker->cond);
  g_free (worker);
}

static void
report (BrikWorker *worker, Job *job)
{
  if (worker->report)
    worker->report (worker->user_data, job->standing);
}

static gboolean
deliver (gpointer data)
{
  Job *job = data;

  report (job->worker, job);
  if (job->error)
    g_task_return_error (job->task, g_steal_pointer (&job->error));
  else
    g_task_return_pointer (job->task, g_steal_pointer (&job->result), job->free_result);
  return G_SOURCE_REMOVE;
}

static void
job_free (gpointer data)
{
  Job *job = data;

  g_clear_object (&job->task);
  g_clear_pointer (&job->standing, brik_standing_free);
  worker_unref (job->worker);
  g_free (job);
}

/* Not g_main_context_invoke (): while nobody runs the main loop that would deliver on this thread. */
static void
send_back (Job *job)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, deliver, job, job_free);
  g_source_attach (source, job->worker->context);
}

static void
do_job (BrikWorker *worker, Job *job)
{
  BrikLedgerFile *file = worker->file;

  if (job->task && g_cancellable_set_error_if_cancelled (g_task_get_cancellable (job->task), &job->error))
    return;

  if (brik_ledger_file_recover (file, &job->error))
    job->result = job->work (file, job->request, &job->error);
  brik_ledger_error_translate (&job->error);
}

static void
finish_job (BrikWorker *worker, Job *job)
{
  g_autoptr (GMutexLocker) locker = NULL;

  job->standing = brik_standing_new (worker->file);
  if (job->task)
    {
      send_back (job);
      return;
    }

  locker = g_mutex_locker_new (&worker->mutex);
  job->done = TRUE;
  g_cond_broadcast (&worker->cond);
}

static void
use_pause (BrikWorker *worker)
{
  g_autoptr (GError) error = NULL;

  if (worker->file->store && !brik_store_checkpoint (worker->file->store, &error))
    g_message ("%s", error->message);
}

static Job *
wait_for_job (BrikWorker *worker)
{
  BrikStore *store = worker->file->store;
  Job *job = NULL;

  if (store && brik_store_get_wal_pages (store) >= MIN_WAL_PAGES)
    {
      job = g_async_queue_timeout_pop (worker->queue, PAUSE_US);
      if (!job)
        use_pause (worker);
    }

  return job ? job : g_async_queue_pop (worker->queue);
}

static gpointer
run (gpointer data)
{
  BrikWorker *worker = data;

  for (;;)
    {
      Job *job = wait_for_job (worker);

      if (!job->work)
        {
          job_free (job);
          break;
        }
      do_job (worker, job);
      finish_job (worker, job);
    }

  g_clear_pointer (&worker->file, brik_ledger_file_close);
  worker_unref (worker);
  return NULL;
}

BrikWorker *
brik_worker_new (BrikLedgerFile *file, BrikReport report_func, gpointer user_data)
{
  BrikWorker *worker = g_new0 (BrikWorker, 1);

  g_atomic_ref_count_init (&worker->refs);
  g_mutex_init (&worker->mutex);
  g_cond_init (&worker->cond);
  worker->file = file;
  worker->report = report_func;
  worker->user_data = user_data;
  worker->queue = g_async_queue_new ();
  worker->context = g_main_context_ref_thread_default ();
  if (!in_place)
    worker->thread = g_thread_new ("brik-ledger", run, worker_ref (worker));
  return worker;
}

void
brik_worker_set_in_place (gboolean is_in_place)
{
  in_place = is_in_place;
}

static void
hand_over (BrikWorker *worker, Job *job)
{
  if (worker->thread)
    {
      g_async_queue_push (worker->queue, job);
      return;
    }

  do_job (worker, job);
  finish_job (worker, job);
}

static Job *
job_new (BrikWorker *worker, BrikWork work)
{
  Job *job = g_new0 (Job, 1);

  job->worker = worker_ref (worker);
  job->work = work;
  return job;
}

void
brik_worker_push (BrikWorker *worker, GTask *task, BrikWork work, GDestroyNotify free_result)
{
  Job *job = job_new (worker, work);

  /* What was written is written: a cancel that comes later must not hide it. */
  g_task_set_check_cancellable (task, FALSE);
  job->task = g_object_ref (task);
  job->request = g_task_get_task_data (task);
  job->free_result = free_result;
  hand_over (worker, job);
}

gpointer
brik_worker_call (BrikWorker *worker, BrikWork work, gpointer request, GError **error)
{
  Job *job = job_new (worker, work);
  gpointer result;

  job->request = request;
  hand_over (worker, job);

  g_mutex_lock (&worker->mutex);
  while (!job->done)
    g_cond_wait (&worker->cond, &worker->mutex);
  g_mutex_unlock (&worker->mutex);

  report (worker, job);
  result = job->result;
  if (job->error)
    g_propagate_error (error, g_steal_pointer (&job->error));
  job_free (job);
  return result;
}

void
brik_worker_stop (BrikWorker *worker)
{
  if (worker->thread)
    {
      g_async_queue_push (worker->queue, job_new (worker, NULL));
      g_thread_join (worker->thread);
    }
  g_clear_pointer (&worker->file, brik_ledger_file_close);
  worker->report = NULL;
  worker_unref (worker);
}
