/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "brik-counter.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <sys/mount.h>
#include <unistd.h>

/* A disk that is really full, seen by this program alone: a small file system of its own. (How much room is
 * left at which byte of a sale is tried in tests/ledger/test-crash.c and tests/faults.) */

#define DISK_SIZE "size=6m"
#define PAGE 4096
#define MOST_ROOM (24 * PAGE)

/* Where the disk is; NULL where this machine lets nobody have one. */
static char *mountpoint;
static int mount_errno;

static gboolean
write_word (const char *path, const char *word)
{
  int fd = open (path, O_WRONLY | O_CLOEXEC);
  gboolean written = fd >= 0 && write (fd, word, strlen (word)) == (gssize) strlen (word);

  if (fd >= 0)
    close (fd);
  return written;
}

/* As root, or as one's own root. */
static gboolean
leave_mounts_of_others (void)
{
  g_autofree char *user = g_strdup_printf ("0 %u 1", getuid ());
  g_autofree char *group = g_strdup_printf ("0 %u 1", getgid ());

  if (unshare (CLONE_NEWNS) == 0)
    return TRUE;
  return unshare (CLONE_NEWUSER | CLONE_NEWNS) == 0 && write_word ("/proc/self/setgroups", "deny") &&
         write_word ("/proc/self/uid_map", user) && write_word ("/proc/self/gid_map", group);
}

/* Before there is a second thread, and before anybody has asked where temporary files go. */
static void
mount_disk (void)
{
  char path[] = "/tmp/brik-full-disk-XXXXXX";

  g_assert_nonnull (mkdtemp (path));
  mountpoint = g_strdup (path);
  if (leave_mounts_of_others () && mount ("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 &&
      mount ("brik", mountpoint, "tmpfs", 0, DISK_SIZE) == 0)
    {
      g_setenv ("TMPDIR", mountpoint, TRUE);
      return;
    }
  mount_errno = errno;
}

static void
unmount_disk (void)
{
  if (mount_errno == 0)
    g_assert_cmpint (umount (mountpoint), ==, 0);
  g_assert_cmpint (rmdir (mountpoint), ==, 0);
  g_free (mountpoint);
}

/* What else lies on the disk: all of it but @room bytes. */
static void
fill_disk (gsize room)
{
  g_autofree char *path = g_build_filename (mountpoint, "ballast", NULL);
  static const char page[PAGE];
  int fd = open (path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  gssize size = 0;

  g_assert_cmpint (fd, >=, 0);
  while (write (fd, page, PAGE) == PAGE)
    size += PAGE;
  g_assert_cmpint (errno, ==, ENOSPC);
  g_assert_cmpint (ftruncate (fd, size - (gssize) room), ==, 0);
  close (fd);
}

static void
make_room (void)
{
  g_autofree char *path = g_build_filename (mountpoint, "ballast", NULL);

  g_assert_cmpint (unlink (path), ==, 0);
}

/* The cashier is told that it is full, and keeps the goods and the sale. */
static void
check_told (BrikCounter *counter, const char *sale)
{
  g_assert_true (brik_error_is_full (brik_sale_get_fault (counter->sale)));
  g_assert_cmpint (brik_counter_last_cue (counter), ==, BRIK_SOUND_FAULT);
  g_assert_cmpuint (brik_counter_n_goods (counter), ==, 1);
  g_assert_cmpstr (brik_sale_get_id (counter->sale), ==, sale);
  g_assert_true (brik_counter_can (counter, "can-retry"));
}

static gboolean
is_answered (gpointer data)
{
  BrikSaleState state = brik_sale_get_state (((BrikCounter *) data)->sale);

  return state == BRIK_SALE_ACCEPTED || state == BRIK_SALE_FAULT;
}

/* One sale after another until there is no room for the next; then there is. */
static guint
sell_until_full (BrikCounter *counter)
{
  for (guint n_sold = 0;; n_sold++)
    {
      g_autofree char *sale = NULL;

      brik_counter_add (counter, CHEESE);
      sale = g_strdup (brik_sale_get_id (counter->sale));
      brik_counter_tap (counter, UID_RIK);
      brik_display_wait_until (is_answered, counter);
      if (brik_sale_get_state (counter->sale) == BRIK_SALE_FAULT)
        {
          check_told (counter, sale);
          make_room ();
          brik_sale_retry (counter->sale);
          brik_counter_wait_for (counter, BRIK_SALE_ACCEPTED);
          brik_sale_close (counter->sale);
          return n_sold + 1;
        }
      brik_sale_close (counter->sale);
    }
}

/* As a till that starts again finds it. */
static void
check_stored (const char *folder, gint64 balance_ore)
{
  g_autofree char *path = g_build_filename (folder, "till.db", NULL);
  g_autoptr (BrikClock) clock = brik_clock_new_fake (BRIK_DISPLAY_NOW_US);
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikLedger) ledger = brik_ledger_open (path, clock, &error);
  BrikCounter counter = { 0 };

  g_assert_no_error (error);
  counter.sale = brik_sale_new (ledger);
  g_assert_cmpint (brik_counter_balance_of (&counter, UID_RIK), ==, balance_ore);
  g_object_unref (counter.sale);
  brik_ledger_close (ledger);
}

static void
test_full_disk (void)
{
  g_auto (BrikCounter) counter = { 0 };
  gint64 before_ore;
  gint64 after_ore;
  guint n_sold = 0;

  if (mount_errno != 0)
    {
      g_autofree char *why =
        g_strdup_printf ("no file system of its own may be had here: %s", g_strerror (mount_errno));
      g_test_skip (why);
      return;
    }

  brik_counter_open (&counter);
  before_ore = brik_counter_balance_of (&counter, UID_RIK);
  for (gsize room = 0; room <= MOST_ROOM; room += PAGE)
    {
      fill_disk (room);
      n_sold += sell_until_full (&counter);
    }
  after_ore = brik_counter_balance_of (&counter, UID_RIK);
  g_assert_cmpint (after_ore, ==, before_ore - 300 * (gint64) n_sold);
  brik_ledger_close (counter.till->ledger);
  check_stored (counter.till->folder, after_ore);
  g_test_message ("%u sales on a disk that was full %d times", n_sold, MOST_ROOM / PAGE + 1);
}

int
main (int argc, char **argv)
{
  int result;

  mount_disk ();
  g_test_init (&argc, &argv, NULL);
  /* The ledger and the sale say so in the log when the disk is full. */
  g_log_set_always_fatal (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL);
  g_test_add_func ("/sale/full-disk", test_full_disk);
  result = g_test_run ();
  unmount_disk ();
  return result;
}
