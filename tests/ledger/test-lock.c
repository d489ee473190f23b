/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "ledger-fixture.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/file.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define NOBODY 65534

/* Two till programs on one ledger. */

static int refused_with; /* 0: by the kernel's own judgement */

/* Takes the place of libc's for the whole program. */
int
flock (int fd, int operation)
{
  if (refused_with == 0)
    return (int) syscall (SYS_flock, fd, operation);
  errno = refused_with;
  return -1;
}

/* Another program that has the ledger open, as far as a lock can tell. */
static GPid
start_holder (const char *path)
{
  g_autofree char *lock = g_strconcat (path, ".lock", NULL);
  char held;
  int ends[2];
  GPid pid;

  g_assert_cmpint (pipe (ends), ==, 0);
  pid = fork ();
  if (pid == 0)
    {
      int fd = open (lock, O_RDWR | O_CREAT, 0600);
      if (fd < 0 || syscall (SYS_flock, fd, LOCK_EX) != 0 || write (ends[1], "!", 1) != 1)
        _exit (1);
      for (;;)
        pause ();
    }
  g_assert_cmpint (pid, >, 0);
  g_assert_cmpint (read (ends[0], &held, 1), ==, 1);
  close (ends[0]);
  close (ends[1]);
  return pid;
}

static void
end_holder (GPid pid)
{
  int status;

  kill (pid, SIGKILL);
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
}

static void
assert_fails (const char *path, BrikClock *clock, BrikLedgerError code, const char *says)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikLedger) ledger = brik_ledger_open (path, clock, &error);

  g_assert_null (ledger);
  g_assert_error (error, BRIK_LEDGER_ERROR, (int) code);
  if (strstr (error->message, says) == NULL)
    g_error ("\"%s\" is not in: %s", says, error->message);
}

static void
test_held (Fixture *fixture, gconstpointer data)
{
  static const int whatever_it_does[] = { 0, SIGSTOP, SIGCONT };
  GPid pid = start_holder (fixture->path);

  for (gsize i = 0; i < G_N_ELEMENTS (whatever_it_does); i++)
    {
      kill (pid, whatever_it_does[i]);
      assert_fails (fixture->path, fixture->clock, BRIK_LEDGER_ERROR_BUSY, "Another till program");
      /* It is not even made. */
      g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
    }
  end_holder (pid);
  fixture_open (fixture);
}

/* What a program that has ended, or a machine that went down, leaves behind is no lock. */
static void
test_stale_file (Fixture *fixture, gconstpointer data)
{
  g_autofree char *lock = g_strconcat (fixture->path, ".lock", NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (lock, "4711\n", -1, &error);
  g_assert_no_error (error);
  fixture_open (fixture);
}

/* The same file by another name is the same ledger. */
static void
test_by_a_link (Fixture *fixture, gconstpointer data)
{
  g_autofree char *link = g_build_filename (fixture->folder, "other.db", NULL);

  fixture_open_signed_in (fixture);
  g_assert_cmpint (symlink (fixture->path, link), ==, 0);
  assert_fails (link, fixture->clock, BRIK_LEDGER_ERROR_BUSY, "Another till program");
  fixture_close (fixture);
  g_assert_cmpint (g_unlink (link), ==, 0);
}

/* As NFS without its lock daemon, and some FUSE and SMB mounts: no other till is to blame for that. */
static void
test_refused (Fixture *fixture, gconstpointer data)
{
  static const int refusals[] = { ENOLCK, EOPNOTSUPP, EIO };

  for (gsize i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      refused_with = refusals[i];
      assert_fails (fixture->path, fixture->clock, BRIK_LEDGER_ERROR_DISK, "Move the ledger to a local disk");
      refused_with = 0;
    }
  fixture_open (fixture);
}

/* A folder that may not be written to, with a ledger in it and without. */
static void
test_read_only_folder (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < 2; i++)
    {
      g_assert_cmpint (g_chmod (fixture->folder, 0555), ==, 0);
      if (geteuid () == 0)
        g_assert_cmpint (seteuid (NOBODY), ==, 0);
      assert_fails (fixture->path, fixture->clock, BRIK_LEDGER_ERROR_DISK, "cannot use its disk");
      if (getuid () == 0)
        g_assert_cmpint (seteuid (0), ==, 0);
      g_assert_cmpint (g_chmod (fixture->folder, 0755), ==, 0);
      if (i == 0)
        {
          fixture_open_filled (fixture);
          fixture_close (fixture);
        }
    }
}

#define ADD(name, test)                                                                                      \
  g_test_add ("/ledger/lock/" name, Fixture, NULL, fixture_set_up, test, fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("held", test_held);
  ADD ("stale-file", test_stale_file);
  ADD ("by-a-link", test_by_a_link);
  ADD ("refused", test_refused);
  ADD ("read-only-folder", test_read_only_folder);
  return g_test_run ();
}
