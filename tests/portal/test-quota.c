/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal/brik-quota.h"

#include "core/brik-limits.h"

#define BEGUN_US (100 * G_USEC_PER_SEC)

static void
use (BrikQuota *quota, const char *till, gint64 now_us, gsize n_used)
{
  guint wait_s = 0;

  g_assert_true (brik_quota_enter (quota, till, now_us, &wait_s));
  brik_quota_leave (quota, till, now_us, n_used);
}

/* So much at once, then so much a second, and each till for itself. */
static void
test_share (void)
{
  g_autoptr (BrikQuota) quota = brik_quota_new (BRIK_LIMIT_TILL_BYTES, BRIK_LIMIT_TILL_BYTES_PER_S);
  guint wait_s = 0;

  brik_quota_set (quota, 1000, 10);
  use (quota, "one", BEGUN_US, 600);
  use (quota, "one", BEGUN_US, 450);
  g_assert_false (brik_quota_enter (quota, "one", BEGUN_US, &wait_s));
  g_assert_cmpuint (wait_s, ==, 6);
  g_assert_false (brik_quota_enter (quota, "one", BEGUN_US + 4 * G_USEC_PER_SEC, &wait_s));
  g_assert_cmpuint (wait_s, ==, 2);
  use (quota, "other", BEGUN_US, 1000);
  use (quota, "one", BEGUN_US + 6 * G_USEC_PER_SEC, 0);
  /* What is not used is saved up to the first amount, and no further. */
  use (quota, "one", BEGUN_US + G_TIME_SPAN_DAY, 1001);
  g_assert_false (brik_quota_enter (quota, "one", BEGUN_US + G_TIME_SPAN_DAY, &wait_s));
}

static void
test_long_wait (void)
{
  g_autoptr (BrikQuota) quota = brik_quota_new (BRIK_LIMIT_TILL_BYTES, BRIK_LIMIT_TILL_BYTES_PER_S);
  guint wait_s = 0;

  brik_quota_set (quota, 1, 1);
  use (quota, "one", BEGUN_US, 10000000);
  g_assert_false (brik_quota_enter (quota, "one", BEGUN_US, &wait_s));
  g_assert_cmpuint (wait_s, ==, BRIK_LIMIT_RETRY_AFTER_S);
}

/* A journal of a year goes in without a pause. */
static void
test_year (void)
{
  g_autoptr (BrikQuota) quota = brik_quota_new (BRIK_LIMIT_TILL_BYTES, BRIK_LIMIT_TILL_BYTES_PER_S);

  for (guint batch = 0; batch < 800; batch++)
    use (quota, "one", BEGUN_US, 100 * 1500);
}

/* What is kept of a till that is shut out fits in the share of the one that takes its place, however long its
 * entries are: the last push goes over the count. */
static void
test_revoked (void)
{
  g_autoptr (BrikQuota) quota = brik_quota_new (BRIK_LIMIT_TILL_BYTES, BRIK_LIMIT_TILL_BYTES_PER_S);
  guint wait_s = 0;

  use (quota, "one", BEGUN_US,
       (gsize) BRIK_LIMIT_REVOKED_ENTRIES * (BRIK_LIMIT_ENTRY_LINE + 1024) + BRIK_LIMIT_REQUEST_BODY);
  g_assert_true (brik_quota_enter (quota, "one", BEGUN_US, &wait_s));
  brik_quota_leave (quota, "one", BEGUN_US, 0);
}

static void
test_at_once (void)
{
  g_autoptr (BrikQuota) quota = brik_quota_new (BRIK_LIMIT_TILL_BYTES, BRIK_LIMIT_TILL_BYTES_PER_S);
  guint wait_s = 0;

  for (guint i = 0; i < BRIK_LIMIT_TILL_AT_ONCE; i++)
    g_assert_true (brik_quota_enter (quota, "one", BEGUN_US, &wait_s));
  g_assert_false (brik_quota_enter (quota, "one", BEGUN_US, &wait_s));
  g_assert_cmpuint (wait_s, ==, 1);
  g_assert_true (brik_quota_enter (quota, "other", BEGUN_US, &wait_s));
  brik_quota_leave (quota, "one", BEGUN_US, 0);
  g_assert_true (brik_quota_enter (quota, "one", BEGUN_US, &wait_s));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/portal/quota/share", test_share);
  g_test_add_func ("/portal/quota/revoked", test_revoked);
  g_test_add_func ("/portal/quota/long-wait", test_long_wait);
  g_test_add_func ("/portal/quota/year", test_year);
  g_test_add_func ("/portal/quota/at-once", test_at_once);
  return g_test_run ();
}
