/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "brik-power-cut.h"
#include "ledger-life.h"

/* Of each cut: in a plain run, and in a long one. */
#define N_SAMPLES 10
#define N_SAMPLES_LONG 150
/* Images that the till goes on from, to lose its power again. */
#define N_SECOND_LIVES 3
#define N_SECOND_LIVES_LONG 60
#define N_SECOND_SAMPLES 3
#define N_SECOND_SAMPLES_LONG 6

/**
 * Image:
 * @n_facts: that were told before the power went
 */
typedef struct
{
  BrikDiskImage *image;
  guint n_facts;
} Image;

/**
 * Court:
 * @n_before: facts that were told before the recording
 * @n_wrong: images that do not hold what was told
 * @kept: (nullable) (element-type Image): some images that a till can go on from
 * @n_judged: images there were to keep one of
 */
typedef struct
{
  Life *life;
  guint n_before;
  guint n_wrong;
  GPtrArray *kept;
  guint max_kept;
  guint n_judged;
} Court;

static gboolean
is_long (void)
{
  return g_getenv ("BRIK_TEST_LONG") != NULL;
}

static void
image_free (gpointer data)
{
  Image *image = data;

  brik_disk_image_free (image->image);
  g_free (image);
}

/* Each image with the same chance, whatever their number. */
static void
keep (Court *court, const BrikDiskImage *image, guint n_facts)
{
  guint place = court->n_judged++;
  Image *kept;

  if (place >= court->max_kept)
    place = (guint) g_test_rand_int_range (0, (gint) court->n_judged);
  if (place >= court->max_kept)
    return;

  kept = g_new0 (Image, 1);
  kept->image = brik_disk_image_copy (image);
  kept->n_facts = n_facts;
  if (place < court->kept->len)
    {
      image_free (court->kept->pdata[place]);
      court->kept->pdata[place] = kept;
    }
  else
    {
      g_ptr_array_add (court->kept, kept);
    }
}

static void
judge (const BrikDiskImage *image, guint n_marks, gpointer data)
{
  Court *court = data;
  guint n_facts = court->n_before + n_marks;
  g_autofree char *wrong = NULL;

  brik_disk_load (court->life->disk, image);
  wrong = life_judge (court->life, n_facts);
  if (wrong && !court->life->careless)
    g_error ("after %u facts: %s", n_facts, wrong);
  if (wrong)
    court->n_wrong++;
  else if (court->kept && n_facts >= 2)
    keep (court, image, n_facts);
}

static void
add_count (BrikPowerCutCount *sum, BrikPowerCutCount count)
{
  sum->n_cuts += count.n_cuts;
  sum->n_images += count.n_images;
  sum->n_distinct += count.n_distinct;
}

static void
say_covered (const char *what, BrikPowerCutCount count)
{
  g_test_message ("covered: %u power-cut images (%u distinct), %u cuts of %s", count.n_images,
                  count.n_distinct, count.n_cuts, what);
}

/* The till is started on what the power cut left, sells, and the power goes again. */
static BrikPowerCutCount
live_again (Life *life, const Image *image)
{
  GPtrArray *told = life->facts;
  Court court = { .life = life, .n_before = image->n_facts };
  BrikPowerCutCount count;

  life->facts = g_ptr_array_new_with_free_func ((GDestroyNotify) life_fact_free);
  for (guint i = 0; i < image->n_facts; i++)
    g_ptr_array_add (life->facts, life_fact_copy (g_ptr_array_index (told, i)));
  brik_disk_load (life->disk, image->image);
  brik_disk_record (life->disk);
  life_live_on (life);
  count =
    brik_power_cut_replay (life->disk, is_long () ? N_SECOND_SAMPLES_LONG : N_SECOND_SAMPLES, judge, &court);
  g_ptr_array_unref (life->facts);
  life->facts = told;
  return count;
}

static void
test_life (void)
{
  g_autoptr (Life) life = life_new ();
  g_autoptr (GPtrArray) kept = g_ptr_array_new_with_free_func (image_free);
  Court court = { .life = life, .kept = kept, .max_kept = is_long () ? N_SECOND_LIVES_LONG : N_SECOND_LIVES };
  BrikPowerCutCount again = { 0 };

  brik_disk_record (life->disk);
  life_live (life);
  g_assert_cmpuint (life->facts->len, >, 10);
  say_covered ("a till's life from its first start",
               brik_power_cut_replay (life->disk, is_long () ? N_SAMPLES_LONG : N_SAMPLES, judge, &court));

  for (guint i = 0; i < kept->len; i++)
    add_count (&again, live_again (life, g_ptr_array_index (kept, i)));
  say_covered ("days after a power cut", again);
}

/* A till of the first release is started with this program. */
static void
test_migration (void)
{
  g_autoptr (Life) life = life_new ();
  Court court = { .life = life };

  life_load_frozen (life, "schema-1.sql");
  court.n_before = life->facts->len;
  brik_disk_record (life->disk);
  life_live_on (life);
  say_covered ("a ledger of schema 1 opened and used",
               brik_power_cut_replay (life->disk, is_long () ? N_SAMPLES_LONG : N_SAMPLES, judge, &court));
}

/* A harness that cannot fail proves nothing: a till that syncs less than ours must be found out, and a disk
 * that does not sync at all. */
static void
test_careless (gconstpointer data)
{
  g_autoptr (Life) life = life_new ();
  Court court = { .life = life };

  life->careless = TRUE;
  brik_disk_set_honesty (life->disk, (BrikDiskHonesty) GPOINTER_TO_INT (data));
  brik_disk_record (life->disk);
  life_live (life);
  brik_power_cut_replay (life->disk, 1, judge, &court);
  g_test_message ("%u images without what the till told", court.n_wrong);
  g_assert_cmpuint (court.n_wrong, >, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_log_set_always_fatal (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL);
  g_test_add_func ("/faults/ledger/power-cut/life", test_life);
  g_test_add_func ("/faults/ledger/power-cut/migration", test_migration);
  g_test_add_data_func ("/faults/ledger/power-cut/careless-till", GINT_TO_POINTER (BRIK_DISK_HONEST),
                        test_careless);
  g_test_add_data_func ("/faults/ledger/power-cut/lying-disk", GINT_TO_POINTER (BRIK_DISK_LYING),
                        test_careless);
  return g_test_run ();
}
