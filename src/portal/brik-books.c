/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal/brik-books.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "portal/brik-feed.h"
#include "portal/brik-portal-error.h"
#include "store/brik-migrations.h"
#include "brik-portal-schema.h"

#define APPLICATION_ID 0x4272506f /* "BrPo" */
#define SCHEMA_STEM "/io/github/brikpos/Portal/schema/portal-schema-"
/* How often another process's commits are looked for while nothing happens here. */
#define WATCH_INTERVAL_US (100 * G_TIME_SPAN_MILLISECOND)

/* brik_books_set_in_place () */
static gboolean in_place;

/* What a caller waits for. */
typedef struct
{
  BrikBooksFunc func;
  gpointer data;
  gboolean writes;
  gboolean ok;
  gboolean done;
  GCond answered; /* one each, or every answer would wake every caller */
  GError *error;
} Job;

struct _BrikBooks
{
  char *path;
  int lock_fd;
  BrikStore *store;
  GThread *thread; /* NULL: jobs are done by whoever gives them */
  GAsyncQueue *jobs;
  Job quit;
  GMutex lock;
  BrikBooksNotify notify;
  gpointer notify_data;
  gint64 data_version;
  guint max_group;
};

static gboolean
open_lock (BrikBooks *books, GError **error)
{
  g_autofree char *path = g_strconcat (books->path, ".lock", NULL);

  books->lock_fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0660);
  if (books->lock_fd >= 0)
    return TRUE;

  g_set_error (error, BRIK_STORE_ERROR, BRIK_STORE_ERROR_DISK, "cannot open %s: %s", path,
               g_strerror (errno));
  return FALSE;
}

/* Held by whoever writes, see the header; a lock that cannot be had (a file system without) is no reason to
 * lose a sale. */
static void
hold (BrikBooks *books)
{
  while (flock (books->lock_fd, LOCK_EX) != 0)
    {
      if (errno != EINTR)
        {
          g_warning ("cannot lock %s.lock: %s", books->path, g_strerror (errno));
          return;
        }
    }
}

static void
let_go (BrikBooks *books)
{
  flock (books->lock_fd, LOCK_UN);
}

static void
tell (BrikBooks *books)
{
  g_mutex_lock (&books->lock);
  if (books->notify)
    books->notify (books->notify_data);
  g_mutex_unlock (&books->lock);
}

/* One request of a group: what it wrote is taken back if it fails, and the others' stays. */
static gboolean
run_in_savepoint (BrikBooks *books, Job *job, GError **error)
{
  if (!brik_store_run (books->store, error, "SAVEPOINT job", ""))
    return FALSE;

  job->ok = job->func (books->store, job->data, &job->error);
  if (!job->ok && !brik_store_run (books->store, error, "ROLLBACK TO job", ""))
    return FALSE;
  return brik_store_run (books->store, error, "RELEASE job", "");
}

/* All of the group in one transaction. An @error is of the transaction: then nobody's writes are there. */
static gboolean
run_group (BrikBooks *books, GPtrArray *group, gboolean *changed, GError **error)
{
  if (!brik_store_begin (books->store, error))
    return FALSE;

  for (guint i = 0; i < group->len; i++)
    {
      if (!run_in_savepoint (books, g_ptr_array_index (group, i), error))
        return FALSE;
    }
  return brik_feed_number (books->store, changed, error) && brik_store_commit (books->store, error);
}

static void
fail_all (GPtrArray *group, const GError *error)
{
  for (guint i = 0; i < group->len; i++)
    {
      Job *job = g_ptr_array_index (group, i);

      job->ok = FALSE;
      g_clear_error (&job->error);
      job->error = g_error_copy (error);
    }
}

static void
write_group (BrikBooks *books, GPtrArray *group)
{
  g_autoptr (GError) error = NULL;
  gboolean changed = FALSE;

  hold (books);
  if (!run_group (books, group, &changed, &error))
    {
      brik_store_rollback (books->store);
      g_warning ("a group of %u writes was not committed: %s", group->len, error->message);
      fail_all (group, error);
      changed = FALSE;
    }
  let_go (books);

  if (changed)
    tell (books);
}

static void
read_one (BrikBooks *books, Job *job)
{
  if (!brik_store_run (books->store, &job->error, "SAVEPOINT look", ""))
    return;

  job->ok = job->func (books->store, job->data, &job->error);
  brik_store_run (books->store, NULL, "RELEASE look", "");
}

static void
finish (BrikBooks *books, Job *job)
{
  g_mutex_lock (&books->lock);
  job->done = TRUE;
  g_cond_signal (&job->answered);
  g_mutex_unlock (&books->lock);
}

static gint64
read_data_version (BrikBooks *books)
{
  g_autoptr (BrikRows) rows = brik_store_query (books->store, NULL, "PRAGMA data_version", "");

  return rows && brik_rows_next (rows, NULL) ? brik_rows_int (rows, 0) : books->data_version;
}

/* Another process's commit may concern the tills and what is kept in memory. */
static void
watch (BrikBooks *books)
{
  gint64 data_version = read_data_version (books);

  if (data_version == books->data_version)
    return;

  books->data_version = data_version;
  tell (books);
}

/* Takes what waits; of the writes a group, then the reads, which so see it. */
static void
work_off (BrikBooks *books, Job *first, gboolean *quit)
{
  g_autoptr (GPtrArray) writes = g_ptr_array_new ();
  g_autoptr (GPtrArray) reads = g_ptr_array_new ();

  for (Job *job = first; job; job = g_async_queue_try_pop (books->jobs))
    {
      if (job == &books->quit)
        *quit = TRUE;
      else
        g_ptr_array_add (job->writes ? writes : reads, job);
      if (writes->len >= (guint) g_atomic_int_get (&books->max_group))
        break;
    }

  if (writes->len > 0)
    write_group (books, writes);
  for (guint i = 0; i < writes->len; i++)
    finish (books, g_ptr_array_index (writes, i));
  for (guint i = 0; i < reads->len; i++)
    {
      read_one (books, g_ptr_array_index (reads, i));
      finish (books, g_ptr_array_index (reads, i));
    }
}

static gpointer
books_thread (gpointer data)
{
  BrikBooks *books = data;
  gboolean quit = FALSE;

  while (!quit)
    {
      Job *job = g_async_queue_timeout_pop (books->jobs, WATCH_INTERVAL_US);

      watch (books);
      if (job)
        work_off (books, job, &quit);
    }
  return NULL;
}

BrikBooks *
brik_books_open (const char *path, GError **error)
{
  g_auto (GStrv) migrations = brik_migrations_load (brik_portal_schema_get_resource (), SCHEMA_STEM, error);
  g_autoptr (BrikBooks) books = g_new0 (BrikBooks, 1);

  books->path = g_strdup (path);
  books->lock_fd = -1;
  books->max_group = BRIK_BOOKS_MAX_GROUP;
  books->jobs = g_async_queue_new ();
  g_mutex_init (&books->lock);
  if (!migrations || !open_lock (books, error))
    return NULL;

  hold (books);
  books->store = brik_store_open (path, APPLICATION_ID, (const char *const *) migrations, error);
  let_go (books);
  if (!books->store || !brik_store_run (books->store, error, "PRAGMA cache_size = -65536", "") ||
      !brik_store_run (books->store, error, "PRAGMA temp_store = MEMORY", ""))
    return NULL;

  if (!in_place)
    books->thread = g_thread_new ("brik-books", books_thread, books);
  return g_steal_pointer (&books);
}

void
brik_books_close (BrikBooks *books)
{
  if (books->thread)
    {
      g_async_queue_push (books->jobs, &books->quit);
      g_thread_join (books->thread);
    }

  if (books->store)
    {
      /* Closing checkpoints. */
      hold (books);
      brik_store_close (books->store);
      let_go (books);
    }

  if (books->lock_fd >= 0)
    close (books->lock_fd);
  g_async_queue_unref (books->jobs);
  g_mutex_clear (&books->lock);
  g_free (books->path);
  g_free (books);
}

const char *
brik_books_get_path (BrikBooks *books)
{
  return books->path;
}

void
brik_books_set_in_place (gboolean is_in_place)
{
  in_place = is_in_place;
}

static void
hand_over (BrikBooks *books, Job *job)
{
  gboolean quit = FALSE;

  if (books->thread)
    g_async_queue_push (books->jobs, job);
  else
    work_off (books, job, &quit);
}

static gboolean
do_and_wait (BrikBooks *books, Job *job, GError **error)
{
  g_assert (g_thread_self () != books->thread);

  g_cond_init (&job->answered);
  hand_over (books, job);
  g_mutex_lock (&books->lock);
  while (!job->done)
    g_cond_wait (&job->answered, &books->lock);
  g_mutex_unlock (&books->lock);
  g_cond_clear (&job->answered);

  if (job->error)
    g_propagate_error (error, job->error);
  return job->ok;
}

gboolean
brik_books_read (BrikBooks *books, BrikBooksFunc func, gpointer data, GError **error)
{
  return do_and_wait (books, &(Job){ .func = func, .data = data }, error);
}

gboolean
brik_books_write (BrikBooks *books, BrikBooksFunc func, gpointer data, GError **error)
{
  return do_and_wait (books, &(Job){ .func = func, .data = data, .writes = TRUE }, error);
}

void
brik_books_set_max_group (BrikBooks *books, guint max_group)
{
  g_atomic_int_set (&books->max_group, max_group);
}

void
brik_books_set_notify (BrikBooks *books, BrikBooksNotify notify, gpointer data)
{
  g_mutex_lock (&books->lock);
  books->notify_data = data;
  books->notify = notify;
  g_mutex_unlock (&books->lock);
}
