/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal/brik-feed-mark.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "portal/brik-feed.h"
#include "portal/brik-municipality.h"
#include "portal/brik-portal-error.h"
#include "wire/brik-entry.h"

#define MACHINE_START "/proc/sys/kernel/random/boot_id"
#define GROUP "feed"

struct _BrikFeedMark
{
  char *path;
  GMutex lock;
  int fd;
  char *boot;
  char *machine;
  gint64 number;
};

/* What the start of serving needs to know and finds out. */
typedef struct
{
  BrikFeedMark *mark;
  GKeyFile *left;
  gboolean renewed;
} Beginning;

static char *
read_machine_start (void)
{
  g_autofree char *text = NULL;

  if (!g_file_get_contents (MACHINE_START, &text, NULL, NULL))
    return g_strdup ("unknown");
  return g_strdup (g_strstrip (text));
}

/* Written in place, of one length while it is open: a cursor is handed out with one write and no sync,
 * because only the machine's going down can lose it, and that is seen in the next start. */
static void
write_mark (BrikFeedMark *mark, gboolean closed)
{
  g_autofree char *text =
    g_strdup_printf ("[" GROUP "]\nboot=%s\nmachine=%s\nclosed=%s\nnumber=%020" G_GINT64_FORMAT "\n",
                     mark->boot, mark->machine, closed ? "true " : "false", mark->number);

  if (pwrite (mark->fd, text, strlen (text), 0) != (gssize) strlen (text))
    g_warning ("cannot write %s: %s", mark->path, g_strerror (errno));
}

/* Whether the database is not the one that the mark was left with. */
static gboolean
was_put_back (const BrikFeedState *state, GKeyFile *left, const char *machine)
{
  g_autofree char *boot = g_key_file_get_string (left, GROUP, "boot", NULL);
  g_autofree char *left_machine = g_key_file_get_string (left, GROUP, "machine", NULL);
  gboolean closed = g_key_file_get_boolean (left, GROUP, "closed", NULL);
  gint64 number = g_key_file_get_int64 (left, GROUP, "number", NULL);

  /* Filled by an import and never served yet. */
  if (!boot && state->boot[0] == '\0')
    return FALSE;
  return g_strcmp0 (boot, state->boot) != 0 || state->number < number ||
         (!closed && g_strcmp0 (left_machine, machine) != 0);
}

static gboolean
begin (BrikStore *store, gpointer data, GError **error)
{
  Beginning *beginning = data;
  BrikFeedMark *mark = beginning->mark;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BrikMunicipality) municipality = brik_municipality_load (store, &local_error);
  g_auto (BrikFeedState) state = { 0 };

  /* Nothing imported: nothing to begin, and nobody has a cursor. */
  if (g_error_matches (local_error, BRIK_PORTAL_ERROR, BRIK_PORTAL_ERROR_EMPTY))
    {
      g_clear_pointer (&mark->boot, g_free);
      mark->boot = g_strdup ("");
      return TRUE;
    }
  if (!municipality)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (!brik_feed_get_state (store, municipality->id, &state, error))
    return FALSE;

  beginning->renewed = was_put_back (&state, beginning->left, mark->machine);
  mark->number = state.number;
  return brik_feed_begin (store, municipality->id, mark->boot, beginning->renewed, error);
}

BrikFeedMark *
brik_feed_mark_open (BrikBooks *books, GError **error)
{
  g_autoptr (BrikFeedMark) mark = g_new0 (BrikFeedMark, 1);
  g_autoptr (GKeyFile) left = g_key_file_new ();
  Beginning beginning = { .mark = mark, .left = left };

  g_mutex_init (&mark->lock);
  mark->path = g_strconcat (brik_books_get_path (books), ".feed", NULL);
  mark->boot = brik_id_new ();
  mark->machine = read_machine_start ();
  mark->fd = -1;
  g_key_file_load_from_file (left, mark->path, G_KEY_FILE_NONE, NULL);

  if (!brik_books_write (books, begin, &beginning, error))
    return NULL;
  if (beginning.renewed)
    g_message ("the database was put back from a copy, or not left in order: the tills start over");

  /* After the commit: dying between the two only makes the tills start over once more. */
  mark->fd = open (mark->path, O_RDWR | O_CREAT | O_CLOEXEC, 0660);
  if (mark->fd < 0)
    {
      g_set_error (error, BRIK_STORE_ERROR, BRIK_STORE_ERROR_DISK, "cannot open %s: %s", mark->path,
                   g_strerror (errno));
      return NULL;
    }
  if (ftruncate (mark->fd, 0) != 0)
    g_warning ("cannot empty %s: %s", mark->path, g_strerror (errno));
  write_mark (mark, FALSE);
  fsync (mark->fd);
  return g_steal_pointer (&mark);
}

void
brik_feed_mark_raise (BrikFeedMark *mark, gint64 number)
{
  g_mutex_lock (&mark->lock);
  if (number > mark->number)
    {
      mark->number = number;
      write_mark (mark, FALSE);
    }
  g_mutex_unlock (&mark->lock);
}

void
brik_feed_mark_close (BrikFeedMark *mark)
{
  if (mark->fd >= 0)
    {
      write_mark (mark, TRUE);
      fsync (mark->fd);
      close (mark->fd);
    }
  g_mutex_clear (&mark->lock);
  g_free (mark->path);
  g_free (mark->boot);
  g_free (mark->machine);
  g_free (mark);
}
