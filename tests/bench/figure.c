/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "figure.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

struct _Series
{
  GPtrArray *rounds; /* (element-type GArray), of double */
};

static int
compare (const void *a, const void *b)
{
  double difference = *(const double *) a - *(const double *) b;

  return (difference > 0) - (difference < 0);
}

static double
percentile (GArray *values, guint percent)
{
  g_assert (values->len > 0);
  qsort (values->data, values->len, sizeof (double), compare);
  return g_array_index (values, double, (values->len - 1) * percent / 100);
}

Series *
series_new (void)
{
  Series *series = g_new (Series, 1);

  series->rounds = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  return series;
}

void
series_free (Series *series)
{
  g_ptr_array_unref (series->rounds);
  g_free (series);
}

void
series_begin_round (Series *series)
{
  g_ptr_array_add (series->rounds, g_array_new (FALSE, FALSE, sizeof (double)));
}

void
series_add (Series *series, double value)
{
  g_array_append_val (g_ptr_array_index (series->rounds, series->rounds->len - 1), value);
}

double
series_percentile (Series *series, guint percent)
{
  g_autoptr (GArray) of_rounds = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i < series->rounds->len; i++)
    {
      double value = percentile (g_ptr_array_index (series->rounds, i), percent);
      g_array_append_val (of_rounds, value);
    }
  return percentile (of_rounds, 50);
}

double
figure_now_us (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return (double) now.tv_sec * 1e6 + (double) now.tv_nsec / 1e3;
}

void
figure_print (const char *name, double value, const char *unit, const char *goal)
{
  printf ("%s\t%.1f\t%s\t-\t-\t%s\n", name, value, unit, goal);
  fflush (stdout);
}

void
figure_print_beside (const char *name, double value, const char *unit, double yardstick, const char *goal)
{
  printf ("%s\t%.1f\t%s\t%.1f\t%.2f\t%s\n", name, value, unit, yardstick, value / yardstick, goal);
  fflush (stdout);
}
