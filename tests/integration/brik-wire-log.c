/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "brik-wire-log.h"

typedef struct
{
  char *start;
  gsize request_size;
  gsize answer_size;
} Passage;

struct _BrikWireLog
{
  GMutex lock;
  GArray *passages;
};

static void
passage_clear (gpointer data)
{
  g_free (((Passage *) data)->start);
}

BrikWireLog *
brik_wire_log_new (void)
{
  BrikWireLog *log = g_new0 (BrikWireLog, 1);

  g_mutex_init (&log->lock);
  log->passages = g_array_new (FALSE, FALSE, sizeof (Passage));
  g_array_set_clear_func (log->passages, passage_clear);
  return log;
}

void
brik_wire_log_free (BrikWireLog *log)
{
  g_array_unref (log->passages);
  g_mutex_clear (&log->lock);
  g_free (log);
}

void
brik_wire_log_add_request (BrikWireLog *log, const char *start, gsize size)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&log->lock);
  Passage passage = { g_strdup (start), size, 0 };

  g_array_append_val (log->passages, passage);
}

void
brik_wire_log_add_answer (BrikWireLog *log, const char *start, gsize size)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&log->lock);

  for (guint i = log->passages->len; i > 0; i--)
    {
      Passage *passage = &g_array_index (log->passages, Passage, i - 1);

      if (!g_str_equal (passage->start, start))
        continue;
      passage->answer_size = size;
      return;
    }
}

guint
brik_wire_log_count (BrikWireLog *log, const char *request)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&log->lock);
  guint n_requests = 0;

  for (guint i = 0; i < log->passages->len; i++)
    n_requests += g_str_has_prefix (g_array_index (log->passages, Passage, i).start, request) ? 1 : 0;
  return n_requests;
}

gsize
brik_wire_log_get_size (BrikWireLog *log, const char *request, gboolean answer)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&log->lock);

  for (guint i = log->passages->len; i > 0; i--)
    {
      const Passage *passage = &g_array_index (log->passages, Passage, i - 1);

      if (passage->answer_size > 0 && g_str_has_prefix (passage->start, request))
        return answer ? passage->answer_size : passage->request_size;
    }
  return 0;
}
