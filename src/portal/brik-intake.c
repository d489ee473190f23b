/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal/brik-intake-private.h"

#include "core/brik-limits.h"
#include "portal/brik-held.h"
#include "portal/brik-retry.h"
#include "portal/brik-run.h"

/* Of an entry beside its line: hashes, signature, indexes, and what is booked of it. */
#define ROW_SIZE 512

struct _BrikIntake
{
  char *municipality;
  char *till;
  GPtrArray *sealed;
  GArray *received; /* of BrikReceived */
  gboolean current; /* sent with the till's current key */
  char *run;        /* that entries were noted of and that is not advanced yet */
  BrikNoted noted;  /* those */
  gboolean careful; /* each entry in a savepoint of its own */
  gint64 now_us;
  gsize n_stored;
};

BrikIntake *
brik_intake_new (const BrikTill *till, GPtrArray *sealed, gint64 now_us)
{
  BrikIntake *intake = g_new0 (BrikIntake, 1);

  intake->municipality = g_strdup (till->municipality);
  intake->till = g_strdup (till->id);
  intake->current = till->asks_with == BRIK_KEY_ACTIVE;
  intake->sealed = sealed;
  intake->now_us = now_us;
  intake->received = g_array_sized_new (FALSE, TRUE, sizeof (BrikReceived), sealed->len);
  g_array_set_clear_func (intake->received, (GDestroyNotify) brik_received_clear);
  for (guint i = 0; i < sealed->len; i++)
    {
      BrikReceived one = { .sealed = g_ptr_array_index (sealed, i) };

      g_array_append_val (intake->received, one);
    }
  brik_received_examine (intake->received, till);
  return intake;
}

void
brik_intake_free (BrikIntake *intake)
{
  g_array_unref (intake->received);
  g_ptr_array_unref (intake->sealed);
  g_free (intake->run);
  g_free (intake->municipality);
  g_free (intake->till);
  g_free (intake);
}

static gboolean
is_revoked (const BrikReceived *one)
{
  return g_strcmp0 (one->why, BRIK_WHY_REVOKED) == 0;
}

gboolean
brik_intake_has_revoked (const BrikIntake *intake)
{
  for (guint i = 0; i < intake->received->len; i++)
    {
      if (is_revoked (&g_array_index (intake->received, BrikReceived, i)))
        return TRUE;
    }
  return FALSE;
}

gsize
brik_intake_get_n_stored (const BrikIntake *intake)
{
  return intake->n_stored;
}

static BrikBooking
booking_of_state (const char *state)
{
  if (g_str_equal (state, "booked"))
    return BRIK_BOOKING_BOOKED;
  return g_str_equal (state, "waiting") ? BRIK_BOOKING_WAITING : BRIK_BOOKING_SET_ASIDE;
}

/* What is held by that name already. @known: the same content; @taken: other content */
static gboolean
find_held (BrikIntake *intake,
           BrikStore *store,
           const BrikReceived *one,
           gboolean *known,
           gboolean *taken,
           BrikBooking *booking,
           GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BrikRows) rows =
    brik_store_query (store, error,
                      "SELECT digest = ?5 AND hash = ?6, state FROM entry"
                      " WHERE municipality_id = ?1 AND till_id = ?2 AND run_id = ?3 AND number = ?4",
                      "sssibb", intake->municipality, intake->till, one->run, one->number, one->digest.bytes,
                      sizeof one->digest, one->sealed->seal.hash.bytes, sizeof one->sealed->seal.hash);

  *known = *taken = FALSE;
  if (!rows)
    return FALSE;
  while (brik_rows_next (rows, &local_error))
    {
      *taken = TRUE;
      if (!brik_rows_int (rows, 0))
        continue;
      *known = TRUE;
      *booking = booking_of_state (brik_rows_text (rows, 1));
    }
  return brik_error_pass_on (&local_error, error);
}

/* So that whatever the entry leads to cannot spoil the others of its batch. */
static gboolean
apply_in_savepoint (BrikIntake *intake,
                    BrikStore *store,
                    const BrikReceived *one,
                    const char **why,
                    GError **error)
{
  g_autoptr (GError) local_error = NULL;

  if (!brik_store_run (store, error, "SAVEPOINT entry", ""))
    return FALSE;
  if (!brik_intake_apply (store, intake->municipality, one->entry, intake->now_us, intake->now_us, why,
                          &local_error))
    {
      if (!brik_error_is_of_content (local_error))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
      g_warning ("an entry was set aside: %s", local_error->message);
      *why = BRIK_WHY_REFUSED;
      if (!brik_store_run (store, error, "ROLLBACK TO entry", ""))
        return FALSE;
    }
  return brik_store_run (store, error, "RELEASE entry", "");
}

/* Applies the entry, if it is one. */
static gboolean
apply (BrikIntake *intake, BrikStore *store, const BrikReceived *one, const char **why, GError **error)
{
  *why = one->why;
  if (*why)
    return TRUE;
  return intake->careful ? apply_in_savepoint (intake, store, one, why, error)
                         : brik_intake_apply (store, intake->municipality, one->entry, intake->now_us,
                                              intake->now_us, why, error);
}

static gboolean
store_entry (BrikIntake *intake,
             BrikStore *store,
             const BrikReceived *one,
             const char *state,
             const char *why,
             GError **error)
{
  const BrikSealedLine *sealed = one->sealed;
  gboolean waits = g_str_equal (state, "waiting");

  intake->n_stored += strlen (sealed->line) + ROW_SIZE;
  return brik_store_run (
    store, error,
    "INSERT INTO entry (municipality_id, till_id, run_id, number, digest, hash, previous,"
    " signature, line, received_us, state, why, waits_for)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    "sssibbbbsisss", intake->municipality, intake->till, one->run, one->number, one->digest.bytes,
    sizeof one->digest, sealed->seal.hash.bytes, sizeof sealed->seal.hash, sealed->seal.previous.bytes,
    sizeof sealed->seal.previous, sealed->seal.signature.bytes, sizeof sealed->seal.signature, sealed->line,
    intake->now_us, state, why, waits ? one->entry->sale : NULL);
}

/* Its place in the till's journal, but for what a till sends that is shut out: that is never the newest of
 * the till which came in its place. */
static gboolean
note (BrikIntake *intake, BrikStore *store, const BrikReceived *one, GError **error)
{
  return one->number == 0 || is_revoked (one) ||
         brik_run_note (store, intake->municipality, intake->till, one->run, one->number, &one->sealed->seal,
                        error);
}

static void
count_noted (BrikIntake *intake, gint64 number)
{
  if (number != intake->noted.last + 1)
    intake->noted.first = number;
  intake->noted.last = number;
}

/* An entry not held by that name, or with other content than the one that is. */
static gboolean
take_in (BrikIntake *intake,
         BrikStore *store,
         BrikReceived *one,
         gboolean taken,
         BrikBooking *booking,
         GError **error)
{
  const char *why = NULL;
  const char *state = "booked";

  if (taken)
    one->why = one->why ? one->why : BRIK_WHY_OTHER_CONTENT;
  if (!apply (intake, store, one, &why, error))
    return FALSE;
  if (why)
    state = g_str_equal (why, BRIK_WHY_SALE) ? "waiting" : "set-aside";

  *booking = booking_of_state (state);
  if (!store_entry (intake, store, one, state, why, error) ||
      (why && !brik_held_put (store, intake->municipality, intake->till, one, why, intake->now_us, error)) ||
      !note (intake, store, one, error))
    return FALSE;
  count_noted (intake, one->number);

  /* A sale that something waited for. */
  return why || one->entry->kind != BRIK_ENTRY_SALE ||
         brik_retry_waiting (store, intake->municipality, one->entry->id, intake->now_us, error);
}

/* Most of a batch is of one run: it is moved on once, when another begins or the batch ends. */
static gboolean
leave_run (BrikIntake *intake, BrikStore *store, GError **error)
{
  g_autofree char *run = g_steal_pointer (&intake->run);

  return !run || brik_run_advance (store, intake->municipality, intake->till, run, &intake->noted, error);
}

/* An entry whose own name cannot be read: the one it was given when it came before, else that of the next in
 * its till's run. */
static gboolean
name (BrikIntake *intake, BrikStore *store, BrikReceived *one, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BrikRows) rows =
    brik_store_query (store, error,
                      "SELECT run_id, number FROM entry WHERE municipality_id = ? AND till_id = ?"
                      " AND digest = ? AND hash = ?",
                      "ssbb", intake->municipality, intake->till, one->digest.bytes, sizeof one->digest,
                      one->sealed->seal.hash.bytes, sizeof one->sealed->seal.hash);

  if (!rows)
    return FALSE;
  if (brik_rows_next (rows, &local_error))
    {
      one->run = g_strdup (brik_rows_text (rows, 0));
      one->number = brik_rows_int (rows, 1);
      return TRUE;
    }
  if (!local_error)
    return brik_run_name_after (store, intake->municipality, intake->till, &one->sealed->seal.previous,
                                &one->run, &one->number, error);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
enter_run (BrikIntake *intake, BrikStore *store, BrikReceived *one, GError **error)
{
  if (one->run && g_strcmp0 (one->run, intake->run) == 0)
    return TRUE;
  if (!leave_run (intake, store, error))
    return FALSE;
  if (!one->run && !name (intake, store, one, error))
    return FALSE;

  intake->run = one->number > 0 ? g_strdup (one->run) : NULL;
  intake->noted = (BrikNoted){ 0 };
  return brik_run_begin (store, intake->municipality, intake->till, one->run, intake->current, error);
}

static gboolean
book_one (BrikIntake *intake, BrikStore *store, BrikReceived *one, BrikBooking *booking, GError **error)
{
  gboolean known = FALSE;
  gboolean taken = FALSE;

  if (!enter_run (intake, store, one, error) ||
      !find_held (intake, store, one, &known, &taken, booking, error))
    return FALSE;
  if (!known)
    return take_in (intake, store, one, taken, booking, error);

  /* What comes before the run may have come since. */
  return one->number != 1 || note (intake, store, one, error);
}

/* What a till that is shut out sends is kept for the office, but not without end. */
static gboolean
may_keep (BrikIntake *intake, BrikStore *store, gboolean *may, GError **error)
{
  g_autoptr (BrikRows) rows = NULL;

  *may = TRUE;
  if (!brik_intake_has_revoked (intake))
    return TRUE;

  rows = brik_store_query (
    store, error,
    "SELECT count (*) FROM entry WHERE municipality_id = ? AND state <> 'booked' AND state = 'set-aside'"
    " AND why = ? AND till_id = ?",
    "sss", intake->municipality, BRIK_WHY_REVOKED, intake->till);
  if (!rows || !brik_rows_next (rows, error))
    return FALSE;
  *may = brik_rows_int (rows, 0) < BRIK_LIMIT_REVOKED_ENTRIES;
  return TRUE;
}

static BrikReceipt *
book_all (BrikIntake *intake, BrikStore *store, GError **error)
{
  g_autoptr (BrikReceipt) receipt = g_new0 (BrikReceipt, 1);
  const BrikReceived *last = NULL;
  gboolean may = TRUE;

  if (!may_keep (intake, store, &may, error))
    return NULL;

  g_clear_pointer (&intake->run, g_free);
  intake->n_stored = 0;
  receipt->time_us = intake->now_us;
  receipt->bookings = g_array_new (FALSE, FALSE, sizeof (BrikBooking));
  for (guint i = 0; i < intake->received->len; i++)
    {
      BrikReceived *one = &g_array_index (intake->received, BrikReceived, i);
      BrikBooking booking = BRIK_BOOKING_SET_ASIDE;

      if (may && !book_one (intake, store, one, &booking, error))
        return NULL;
      g_array_append_val (receipt->bookings, booking);
      last = one;
    }

  if (!leave_run (intake, store, error) ||
      !brik_run_newest (store, intake->municipality, intake->till, last ? last->run : NULL, &receipt->run,
                        &receipt->number, error))
    return NULL;
  return g_steal_pointer (&receipt);
}

/* A savepoint copies every page that is written in it. As a rule no entry fails, so there is one of the
 * batch; only when one does is the batch begun again with one of each. */
BrikReceipt *
brik_intake_book (BrikIntake *intake, BrikStore *store, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BrikReceipt) receipt = NULL;

  if (!brik_store_run (store, error, "SAVEPOINT batch", ""))
    return NULL;

  intake->careful = FALSE;
  receipt = book_all (intake, store, &local_error);
  if (!receipt && brik_error_is_of_content (local_error))
    {
      g_clear_error (&local_error);
      intake->careful = TRUE;
      receipt = brik_store_run (store, &local_error, "ROLLBACK TO batch", "")
                  ? book_all (intake, store, &local_error)
                  : NULL;
    }
  if (!receipt)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  return brik_store_run (store, error, "RELEASE batch", "") ? g_steal_pointer (&receipt) : NULL;
}
