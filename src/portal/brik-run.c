/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal/brik-run.h"

/* Which till, in every statement here. */
#define OF_TILL "municipality_id = ?1 AND till_id = ?2"

static gboolean
is_zero (const BrikHash *hash)
{
  static const BrikHash zero = { { 0 } };

  return memcmp (hash, &zero, sizeof zero) == 0;
}

/* Runs a query that has one number at most; -1 for no row. */
static gboolean
ask (BrikRows *rows, gint64 *answer, GError **error)
{
  g_autoptr (BrikRows) owned = rows;
  g_autoptr (GError) local_error = NULL;

  if (!owned)
    return FALSE;
  *answer = brik_rows_next (owned, &local_error) ? brik_rows_int (owned, 0) : -1;
  return brik_error_pass_on (&local_error, error);
}

gboolean
brik_run_begin (BrikStore *store,
                const char *municipality,
                const char *till,
                const char *run,
                gboolean current,
                GError **error)
{
  return brik_store_run (store, error,
                         "INSERT INTO run (municipality_id, till_id, id, position)"
                         " SELECT ?1, ?2, ?3, iif (?4, max (coalesce (max (position), 0), 0) + 1,"
                         " min (coalesce (min (position), 0), 0) - 1) FROM run WHERE " OF_TILL
                         " ON CONFLICT DO NOTHING",
                         "sssi", municipality, till, run, (gint64) current);
}

/* Whether its run goes on after an entry. */
#define FOLLOWED                                                                                             \
  "EXISTS (SELECT 1 FROM entry AS next WHERE next.municipality_id = ?1 AND next.till_id = ?2"                \
  " AND next.run_id = entry.run_id AND next.number = entry.number + 1)"

/* Likewise of the entry with hash @previous, where it is not the newest of a run. Found by what its hash is
 * here: that is indexed, and what a till says its entries' hashes are may be one and the same. */
static gboolean
find_inside (BrikStore *store,
             const char *municipality,
             const char *till,
             const BrikHash *previous,
             gint64 *reached,
             gint64 *followed,
             GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BrikRows) rows = brik_store_query (
    store, error,
    "SELECT run.reached AND entry.number <= run.newest_number, " FOLLOWED
    " FROM entry JOIN run ON run.municipality_id = ?1 AND run.till_id = ?2 AND run.id = entry.run_id"
    " WHERE entry.municipality_id = ?1 AND entry.till_id = ?2 AND entry.digest = ?3",
    "ssb", municipality, till, previous->bytes, sizeof previous->bytes);

  *reached = -1;
  *followed = 0;
  if (!rows)
    return FALSE;
  if (brik_rows_next (rows, &local_error))
    {
      *reached = brik_rows_int (rows, 0);
      *followed = brik_rows_int (rows, 1);
    }
  return brik_error_pass_on (&local_error, error);
}

/* Whether the entry with hash @previous is reached (-1: it is not held); and whether anything other than @run
 * follows it. */
static gboolean
find_previous (BrikStore *store,
               const char *municipality,
               const char *till,
               const char *run,
               const BrikHash *previous,
               gint64 *reached,
               gint64 *followed,
               GError **error)
{
  gint64 n_runs = 0;

  *followed = 0;
  if (!ask (brik_store_query (store, error,
                              "SELECT count (*) FROM run WHERE " OF_TILL " AND previous = ?3 AND id <> ?4",
                              "ssbs", municipality, till, previous->bytes, sizeof previous->bytes, run),
            &n_runs, error) ||
      !ask (brik_store_query (store, error, "SELECT reached FROM run WHERE " OF_TILL " AND newest_hash = ?3",
                              "ssb", municipality, till, previous->bytes, sizeof previous->bytes),
            reached, error))
    return FALSE;
  if (*reached < 0 && !find_inside (store, municipality, till, previous, reached, followed, error))
    return FALSE;

  *followed += n_runs;
  return TRUE;
}

/* The branches of a fork at @previous: @run, others that begin there, and the one that goes on there. */
static gboolean
mark_fork (BrikStore *store,
           const char *municipality,
           const char *till,
           const char *run,
           const BrikHash *previous,
           GError **error)
{
  return brik_store_run (store, error,
                         "UPDATE run SET forked = 1 WHERE " OF_TILL " AND (previous = ?3 OR id = ?4 OR id IN"
                         " (SELECT run_id FROM entry WHERE " OF_TILL " AND digest = ?3 AND " FOLLOWED "))",
                         "ssbs", municipality, till, previous->bytes, sizeof previous->bytes, run);
}

/* Of the entries of @run after @after, some may have been held already: from now on the till's newest entry
 * covers them. The records of their accounts, which counted them in but named an older entry, are told again.
 */
static gboolean
tell_covered (BrikStore *store,
              const char *municipality,
              const char *till,
              const char *run,
              gint64 after,
              GError **error)
{
  return brik_store_run (store, error,
                         "INSERT INTO change_due (municipality_id, kind, id)"
                         " SELECT account.municipality_id, 'account', account.id FROM entry"
                         "  JOIN account ON account.municipality_id = entry.municipality_id"
                         "   AND account.id = CASE WHEN json_valid (line) THEN line ->> 'account' END"
                         "  WHERE entry.municipality_id = ?1 AND till_id = ?2 AND run_id = ?3 AND number > ?4"
                         "   AND type = 'holder'"
                         " ON CONFLICT DO NOTHING",
                         "sssi", municipality, till, run, after);
}

/* Runs come in the order that they are reached in, those that are together in the order they arrived in;
 * below nought are those that came with a key that was not the current one. */
#define UNREACHED "SELECT id FROM run WHERE " OF_TILL " AND NOT reached"
#define IN_ORDER " ORDER BY position"

static gboolean
reach_one (BrikStore *store, const char *municipality, const char *till, const char *run, GError **error)
{
  return brik_store_run (store, error,
                         "UPDATE run SET reached = 1, position = iif (position < 0, position,"
                         " (SELECT max (position) + 1 FROM run WHERE " OF_TILL "))"
                         " WHERE " OF_TILL " AND id = ?3",
                         "sss", municipality, till, run) &&
         tell_covered (store, municipality, till, run, 0, error);
}

/* The runs that @rows found to be reached now. @any: (out) (optional): whether there were any */
static gboolean
reach_found (BrikStore *store,
             const char *municipality,
             const char *till,
             BrikRows *rows,
             gboolean *any,
             GError **error)
{
  g_autoptr (BrikRows) owned = rows;
  g_autoptr (GPtrArray) runs = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) local_error = NULL;

  if (!owned)
    return FALSE;
  while (brik_rows_next (owned, &local_error))
    g_ptr_array_add (runs, g_strdup (brik_rows_text (owned, 0)));
  if (local_error)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  g_clear_pointer (&owned, brik_rows_end);
  if (any)
    *any = runs->len > 0;
  for (guint i = 0; i < runs->len; i++)
    {
      if (!reach_one (store, municipality, till, g_ptr_array_index (runs, i), error))
        return FALSE;
    }
  return TRUE;
}

/* The first entry of a run: what it begins after. */
static gboolean
note_first (BrikStore *store,
            const char *municipality,
            const char *till,
            const char *run,
            const BrikHash *previous,
            GError **error)
{
  gint64 reached = 1;
  gint64 followed = 0;

  /* A new ledger begins after nothing; several of them (a new disk, a swapped till) are no fork. */
  if (!is_zero (previous) &&
      !find_previous (store, municipality, till, run, previous, &reached, &followed, error))
    return FALSE;

  if (!brik_store_run (store, error, "UPDATE run SET previous = ?4 WHERE " OF_TILL " AND id = ?3", "sssb",
                       municipality, till, run, previous->bytes, sizeof previous->bytes) ||
      (followed > 0 && !mark_fork (store, municipality, till, run, previous, error)))
    return FALSE;
  return reached <= 0 || reach_found (store, municipality, till,
                                      brik_store_query (store, error, UNREACHED " AND id = ?3", "sss",
                                                        municipality, till, run),
                                      NULL, error);
}

/* What @run holds without a gap, by now. */
typedef struct
{
  gint64 number;
  gboolean reached;
  gboolean broken;
  BrikHash hash;
} Newest;

static gboolean
load_newest (BrikStore *store,
             const char *municipality,
             const char *till,
             const char *run,
             Newest *newest,
             GError **error)
{
  g_autoptr (BrikRows) rows = brik_store_query (
    store, error, "SELECT newest_number, reached, newest_hash FROM run WHERE " OF_TILL " AND id = ?3", "sss",
    municipality, till, run);
  const void *hash;
  gsize size;

  *newest = (Newest){ 0 };
  if (!rows || !brik_rows_next (rows, error))
    return FALSE;
  newest->number = brik_rows_int (rows, 0);
  newest->reached = brik_rows_int (rows, 1) != 0;
  hash = brik_rows_blob (rows, 2, &size);
  if (hash && size == sizeof newest->hash)
    memcpy (&newest->hash, hash, size);
  return TRUE;
}

/* Goes on from @newest as far as entries are held without a gap. Of two by one name the first that came
 * counts. */
static gboolean
step (BrikStore *store,
      const char *municipality,
      const char *till,
      const char *run,
      Newest *newest,
      GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BrikRows) rows =
    brik_store_query (store, error,
                      "SELECT number, hash, previous FROM entry WHERE " OF_TILL " AND run_id = ?3"
                      " AND number > ?4 ORDER BY number, rowid",
                      "sssi", municipality, till, run, newest->number);
  gsize size;

  if (!rows)
    return FALSE;
  while (brik_rows_next (rows, &local_error) && brik_rows_int (rows, 0) <= newest->number + 1)
    {
      if (brik_rows_int (rows, 0) == newest->number)
        continue;
      newest->broken |= newest->number > 0 &&
                        memcmp (brik_rows_blob (rows, 2, &size), &newest->hash, sizeof newest->hash) != 0;
      memcpy (&newest->hash, brik_rows_blob (rows, 1, &size), sizeof newest->hash);
      newest->number++;
    }
  return brik_error_pass_on (&local_error, error);
}

/* Runs that begin after what is the newest of @run now: reached if @run is; and the runs after those. */
static gboolean
reach (BrikStore *store, const char *municipality, const char *till, const Newest *newest, GError **error)
{
  gboolean any = FALSE;

  if (!newest->reached)
    return TRUE;
  if (!reach_found (store, municipality, till,
                    brik_store_query (store, error, UNREACHED " AND previous = ?3" IN_ORDER, "ssb",
                                      municipality, till, newest->hash.bytes, sizeof newest->hash.bytes),
                    &any, error))
    return FALSE;

  while (any)
    {
      if (!reach_found (store, municipality, till,
                        brik_store_query (store, error,
                                          UNREACHED
                                          " AND previous IN (SELECT newest_hash FROM run WHERE " OF_TILL
                                          " AND reached)" IN_ORDER,
                                          "ss", municipality, till),
                        &any, error))
        return FALSE;
    }
  return TRUE;
}

/* An entry inside a run that follows where another run had begun. */
static gboolean
note_inside (BrikStore *store,
             const char *municipality,
             const char *till,
             const char *run,
             const BrikHash *previous,
             GError **error)
{
  gint64 branches = -1;

  return ask (brik_store_query (store, error, "SELECT 1 FROM run WHERE " OF_TILL " AND previous = ?3", "ssb",
                                municipality, till, previous->bytes, sizeof previous->bytes),
              &branches, error) &&
         (branches < 0 || mark_fork (store, municipality, till, run, previous, error));
}

gboolean
brik_run_note (BrikStore *store,
               const char *municipality,
               const char *till,
               const char *run,
               gint64 number,
               const BrikSeal *seal,
               GError **error)
{
  return number == 1 ? note_first (store, municipality, till, run, &seal->previous, error)
                     : note_inside (store, municipality, till, run, &seal->previous, error);
}

gboolean
brik_run_advance (BrikStore *store,
                  const char *municipality,
                  const char *till,
                  const char *run,
                  const BrikNoted *noted,
                  GError **error)
{
  Newest newest;
  gint64 before;

  if (!load_newest (store, municipality, till, run, &newest, error))
    return FALSE;
  before = newest.number;
  if (!step (store, municipality, till, run, &newest, error))
    return FALSE;

  return brik_store_run (store, error,
                         "UPDATE run SET newest_number = ?4, newest_hash = ?5, broken = max (broken, ?6)"
                         " WHERE " OF_TILL " AND id = ?3",
                         "sssibi", municipality, till, run, newest.number,
                         newest.number > 0 ? newest.hash.bytes : NULL, sizeof newest.hash.bytes,
                         (gint64) newest.broken) &&
         (newest.number == before || (noted->first <= before + 1 && newest.number <= noted->last) ||
          tell_covered (store, municipality, till, run, before, error)) &&
         reach (store, municipality, till, &newest, error);
}

gboolean
brik_run_newest (BrikStore *store,
                 const char *municipality,
                 const char *till,
                 const char *run,
                 char **newest_run,
                 gint64 *newest_number,
                 GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BrikRows) rows =
    brik_store_query (store, error,
                      "SELECT id, newest_number FROM run WHERE " OF_TILL " AND reached AND newest_number > 0"
                      " ORDER BY id IS ?3 DESC, position DESC LIMIT 1",
                      "sss", municipality, till, run);

  *newest_run = NULL;
  *newest_number = 0;
  if (!rows)
    return FALSE;
  if (brik_rows_next (rows, &local_error))
    {
      *newest_run = g_strdup (brik_rows_text (rows, 0));
      *newest_number = brik_rows_int (rows, 1);
    }
  return brik_error_pass_on (&local_error, error);
}

gboolean
brik_run_name_after (BrikStore *store,
                     const char *municipality,
                     const char *till,
                     const BrikHash *previous,
                     char **run,
                     gint64 *number,
                     GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BrikRows) rows =
    brik_store_query (store, error,
                      "SELECT id, newest_number + 1 FROM run WHERE " OF_TILL
                      " AND newest_hash = ?3 ORDER BY position DESC LIMIT 1",
                      "ssb", municipality, till, previous->bytes, sizeof previous->bytes);

  if (!rows)
    return FALSE;
  if (brik_rows_next (rows, &local_error))
    {
      *run = g_strdup (brik_rows_text (rows, 0));
      *number = brik_rows_int (rows, 1);
    }
  else
    {
      *run = g_strdup ("");
      *number = 0;
    }
  return brik_error_pass_on (&local_error, error);
}
