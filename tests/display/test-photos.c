/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include <cairo.h>

#include "brik-display-till.h"
#include "brik-display.h"
#include "core/brik-limits.h"
#include "till/brik-photos.h"

/* One more than are kept. */
#define MANY 17

typedef struct
{
  BrikDisplayTill *till;
  BrikPhotos *photos;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->till = brik_display_till_new (BRIK_DISPLAY_FILLED);
  fixture->photos = brik_till_context_get_photos (fixture->till->context);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  brik_display_till_free (fixture->till);
}

static void
on_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static gboolean
is_there (gpointer user_data)
{
  return *(gpointer *) user_data != NULL;
}

static GdkTexture *
get_photo (Fixture *fixture, const char *hash, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  brik_photos_get_async (fixture->photos, hash, NULL, on_ready, &result);
  brik_display_wait_until (is_there, &result);
  return brik_photos_get_finish (fixture->photos, result, error);
}

/* A till keeps pictures of those it knows only: somebody of whom @hash is the picture. */
static void
add_person (Fixture *fixture, const char *hash)
{
  BrikChangesPage *page = brik_display_records_new ();
  BrikChange *person = g_ptr_array_steal_index (page->changes, page->changes->len - 1);

  g_assert_cmpint (person->kind, ==, BRIK_RECORD_ACCOUNT);
  g_ptr_array_set_size (page->changes, 0);
  g_ptr_array_add (page->changes, person);
  page->start_over = FALSE;
  g_free (person->id);
  g_free (person->account->id);
  g_free (person->account->photo);
  g_ptr_array_set_size (person->account->cards, 0);
  person->id = g_strndup (hash, 16);
  person->account->id = g_strndup (hash, 16);
  person->account->photo = g_strdup (hash);
  brik_display_till_apply (fixture->till, page);
}

/* (transfer full): its hash. */
static char *
put_photo (Fixture *fixture, GBytes *photo)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  char *hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, photo);

  add_person (fixture, hash);
  brik_ledger_put_photo_async (fixture->till->ledger, hash, photo, NULL, on_ready, &result);
  brik_display_wait_until (is_there, &result);
  brik_ledger_put_photo_finish (fixture->till->ledger, result, &error);
  g_assert_no_error (error);
  return hash;
}

static void
on_told (BrikPhotos *photos, const char *hash, char **told)
{
  g_free (*told);
  *told = g_strdup (hash);
}

static void
test_missing_then_arrived (Fixture *fixture, gconstpointer data)
{
  g_autofree char *hash = NULL;
  g_autofree char *missing = NULL;
  g_autofree char *arrived = NULL;
  g_autofree char *put = NULL;
  g_autoptr (GBytes) photo = brik_display_photo_new ("#3b6fb0", &hash);
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = NULL;

  g_signal_connect (fixture->photos, "missing", G_CALLBACK (on_told), &missing);
  g_signal_connect (fixture->photos, "arrived", G_CALLBACK (on_told), &arrived);
  g_assert_null (get_photo (fixture, hash, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (missing, ==, hash);
  put = put_photo (fixture, photo);
  brik_display_wait_until (is_there, &arrived);
  g_assert_cmpstr (arrived, ==, hash);
  texture = get_photo (fixture, hash, &error);
  g_assert_no_error (error);
  g_assert_cmpint (gdk_texture_get_width (texture), ==, 240);
  g_assert_cmpint (gdk_texture_get_height (texture), ==, 300);
  g_assert_true (brik_photos_peek (fixture->photos, hash) == texture);
}

/* A decoded picture is large: only the newest few stay. */
static void
test_few_are_kept (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = NULL;
  g_autofree char *last = NULL;

  for (int i = 0; i < MANY; i++)
    {
      g_autofree char *colour = g_strdup_printf ("#%02x6fb0", i);
      g_autoptr (GBytes) photo = brik_display_photo_new (colour, NULL);
      g_autofree char *hash = put_photo (fixture, photo);
      g_autoptr (GdkTexture) texture = get_photo (fixture, hash, NULL);
      g_assert_nonnull (texture);
      if (first == NULL)
        first = g_strdup (hash);
      g_free (last);
      last = g_strdup (hash);
    }
  g_assert_null (brik_photos_peek (fixture->photos, first));
  g_assert_nonnull (brik_photos_peek (fixture->photos, last));
}

static cairo_status_t
on_png_written (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

/* Few bytes that would take much memory. */
static GBytes *
create_bomb (int edge)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_A1, edge, edge);
  GByteArray *encoded = g_byte_array_new ();

  g_assert_cmpint (cairo_surface_write_to_png_stream (surface, on_png_written, encoded), ==,
                   CAIRO_STATUS_SUCCESS);
  cairo_surface_destroy (surface);
  return g_byte_array_free_to_bytes (encoded);
}

static void
test_too_large (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) bomb = create_bomb (4000);
  g_autoptr (GBytes) edge = create_bomb (BRIK_LIMIT_PHOTO_PIXELS);
  g_autoptr (GBytes) over = create_bomb (BRIK_LIMIT_PHOTO_PIXELS + 1);
  g_autoptr (GError) bomb_error = NULL;
  g_autoptr (GError) over_error = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = brik_photo_decode (edge, &error);

  g_assert_cmpuint (g_bytes_get_size (bomb), <, BRIK_LIMIT_PHOTO);
  g_assert_no_error (error);
  g_assert_nonnull (texture);
  g_assert_null (brik_photo_decode (bomb, &bomb_error));
  g_assert_nonnull (bomb_error);
  g_assert_null (brik_photo_decode (over, &over_error));
  g_assert_nonnull (over_error);
}

/* What is no picture is an error and never a crash. */
static void
test_not_a_picture (Fixture *fixture, gconstpointer data)
{
  static const char *const texts[] = { "", "GIF89a", "<svg xmlns='http://www.w3.org/2000/svg'/>", "\x89PNG",
                                       "\xff\xd8\xff\xe0" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GBytes) text = g_bytes_new_static (texts[i], strlen (texts[i]));
      g_autoptr (GError) error = NULL;
      g_assert_null (brik_photo_decode (text, &error));
      g_assert_nonnull (error);
    }
}

/* Half a picture is either what there is of it, in its right size, or an error. */
static void
test_half_a_picture (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) photo = brik_display_photo_new ("#3b6fb0", NULL);
  gsize size = g_bytes_get_size (photo);
  guint n_errors = 0;

  for (gsize length = 0; length < size; length += 1 + length / 4)
    {
      g_autoptr (GBytes) part = g_bytes_new_from_bytes (photo, 0, length);
      g_autoptr (GError) error = NULL;
      g_autoptr (GdkTexture) texture = brik_photo_decode (part, &error);
      g_assert_true ((texture != NULL) != (error != NULL));
      if (texture != NULL)
        g_assert_cmpint (gdk_texture_get_width (texture), ==, 240);
      else
        n_errors++;
    }
  g_assert_cmpuint (n_errors, >, 0);
}

/* A view that goes away while its picture is on the way is not called with one. */
static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autofree char *hash = NULL;
  g_autofree char *put = NULL;
  g_autoptr (GBytes) photo = brik_display_photo_new ("#3b6fb0", &hash);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  put = put_photo (fixture, photo);
  brik_photos_get_async (fixture->photos, hash, cancellable, on_ready, &result);
  g_cancellable_cancel (cancellable);
  brik_display_wait_until (is_there, &result);
  g_assert_null (brik_photos_get_finish (fixture->photos, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

#define ADD(name, test) g_test_add ("/display/photos/" name, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  brik_display_init (&argc, &argv);
  ADD ("missing-then-arrived", test_missing_then_arrived);
  ADD ("few-are-kept", test_few_are_kept);
  ADD ("too-large", test_too_large);
  ADD ("not-a-picture", test_not_a_picture);
  ADD ("half-a-picture", test_half_a_picture);
  ADD ("cancelled", test_cancelled);
  return g_test_run ();
}
