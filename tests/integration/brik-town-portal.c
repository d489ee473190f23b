/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "brik-town-private.h"

#include <glib/gstdio.h>

#include "portal/brik-feed.h"
#include "portal/brik-holder.h"
#include "portal/brik-import.h"
#include "portal/brik-photo.h"
#include "portal/brik-till.h"

static const struct
{
  const char *name;
  const char *text;
} files[] = {
  { "municipality.csv", "id,name,zone,card_form\n"
                        "byen,Byen,Europe/Copenhagen,hex\n" },
  { "kinds.csv", "id,name\n"
                 "skole,Skole\n"
                 "klub,Klub\n" },
  { "places.csv", "id,name,kind,allowance,data_age_hours\n"
                  "skole,Byens Skole,skole,50,72\n"
                  "klub,Byens Klub,klub,50,72\n" },
  { "tills.csv", "id,name,place\n"
                 "skole-1,Kasse 1,skole\n"
                 "skole-2,Kasse 2,skole\n"
                 "skole-3,Kasse 3,skole\n"
                 "skole-4,Kasse 4,skole\n"
                 "klub-1,Kasse,klub\n" },
  { "staff.csv", "id,name,pin,place\n"
                 "mette,Mette K.,1234,\n" },
  { "categories.csv", "id,name,colour,position\n"
                      "mad,Mad,#d97338,1\n" },
  { "products.csv", "id,name,category,places,price,vat,exempt_buyers,position,available\n"
                    "ret,Dagens ret,mad,,25,25,pupil,1,yes\n"
                    "bolle,Bolle,mad,,5,25,pupil,2,yes\n"
                    "frugt,Frugt,mad,,3,25,pupil,3,yes\n"
                    "krone,Noget småt,mad,,1,25,,4,yes\n" },
  { "people.csv", "id,name,email,cpr,address,postcode,city,phone,buyer,school,class,photo\n"
                  "alma,Alma Holm,,,,,,,pupil,Byens Skole,5.B,\n"
                  "noah,Noah Aziz,,,,,,,pupil,Byens Skole,7.A,\n"
                  "ida,Ida Kjær,,,,,,,pupil,Byens Skole,9.A,\n"
                  "emil,Emil Lund,,,,,,,pupil,Byens Skole,4.A,\n"
                  "vera,Vera Storm,,,,,,,staff,,,\n" },
  { "accounts.csv", "id,person,name,opening_balance,overdraft,state\n"
                    "alma,alma,Kantinekort,1000,0,active\n"
                    "noah,noah,Kantinekort,600,0,active\n"
                    "ida,ida,Kantinekort,200,0,active\n"
                    "emil,emil,Kantinekort,500,0,active\n"
                    "vera,vera,Kantinekort,10000,0,active\n" },
  { "cards.csv", "id,account,number,uid,code,state\n"
                 "alma-1,alma," BRIK_TOWN_ALMA ",,,active\n"
                 "noah-1,noah," BRIK_TOWN_NOAH ",,,active\n"
                 "ida-1,ida," BRIK_TOWN_IDA ",,,active\n"
                 "emil-1,emil," BRIK_TOWN_EMIL ",,,active\n"
                 "vera-1,vera," BRIK_TOWN_VERA ",,,active\n" },
  { "caps.csv", "account,kind,period,limit\n"
                "alma,,day,40\n"
                "alma,,week,90\n"
                "alma,,month,150\n"
                "noah,skole,day,25\n"
                "noah,klub,day,20\n" },
};

static void
import_town (BrikTown *town)
{
  g_autofree char *folder = brik_town_path (town, "import");
  g_autoptr (BrikBooks) books = NULL;
  g_autoptr (GPtrArray) problems = NULL;
  g_autoptr (GError) error = NULL;
  guint n_rows;

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_build_filename (folder, files[i].name, NULL);
      g_file_set_contents (path, files[i].text, -1, &error);
      g_assert_no_error (error);
    }
  books = brik_books_open (town->database, &error);
  g_assert_no_error (error);
  brik_import_run (books, folder, town->now_us, &problems, &n_rows, &error);
  g_assert_no_error (error);
  for (guint i = 0; problems != NULL && i < problems->len; i++)
    g_error ("%s", (const char *) g_ptr_array_index (problems, i));
}

void
brik_town_open_portal (BrikTown *town)
{
  g_autoptr (GError) error = NULL;

  if (!g_file_test (town->database, G_FILE_TEST_EXISTS))
    import_town (town);
  town->portal = brik_portal_start (town->database, "127.0.0.1:0", town->clock, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < town->tills->len; i++)
    {
      BrikTownTill *till = g_ptr_array_index (town->tills, i);
      brik_wire_cutter_set_portal (till->wire, brik_portal_get_address (town->portal));
      if (till->sync != NULL)
        brik_sync_try_now (till->sync);
    }
}

void
brik_town_close_portal (BrikTown *town)
{
  for (guint i = 0; i < town->tills->len; i++)
    {
      BrikTownTill *till = g_ptr_array_index (town->tills, i);
      brik_wire_cutter_set_portal (till->wire, NULL);
    }
  g_clear_pointer (&town->portal, brik_portal_stop);
}

void
brik_town_copy_portal (BrikTown *town, const char *name)
{
  g_autofree char *copy = brik_town_path (town, name);
  BrikTownView *view = g_new0 (BrikTownView, 1);

  g_test_message ("portal: copied");
  brik_town_copy_files (town->database, copy);
  memcpy (view->blocked, town->blocked, sizeof town->blocked);
  view->caps = town->caps;
  g_hash_table_replace (town->copies, g_strdup (name), view);
}

void
brik_town_restore_portal (BrikTown *town, const char *name)
{
  g_autofree char *copy = brik_town_path (town, name);
  const BrikTownView *view = g_hash_table_lookup (town->copies, name);

  g_test_message ("portal: put back");
  town->put_back = TRUE;
  brik_town_close_portal (town);
  brik_town_copy_files (copy, town->database);
  /* What holders changed after the copy is lost with the disk: it stood nowhere else. */
  memcpy (town->blocked, view->blocked, sizeof town->blocked);
  town->caps = view->caps;
  town->n_changes++;
  brik_town_open_portal (town);
  brik_town_note_gone (town);
}

/* What a holder changes on the portal's pages: everybody here manages their own account, of their own id. */
typedef struct
{
  const char *account;
  GDate date;
  BrikCap cap;
  gboolean blocked;
} HolderChange;

static gboolean
set_card (BrikStore *store, gpointer data, GError **error)
{
  const HolderChange *change = data;
  g_autofree char *card = g_strconcat (change->account, "-1", NULL);

  return brik_holder_set_card_state (store, BRIK_TOWN_MUNICIPALITY, change->account, card,
                                     change->blocked ? BRIK_CARD_BLOCKED : BRIK_CARD_ACTIVE, error);
}

static gboolean
set_cap (BrikStore *store, gpointer data, GError **error)
{
  const HolderChange *change = data;
  g_autoptr (BrikHolding) holding =
    brik_holder_get (store, BRIK_TOWN_MUNICIPALITY, change->account, change->account, &change->date, error);

  if (holding == NULL)
    return FALSE;
  for (guint i = holding->caps->len; i > 0; i--)
    {
      const BrikCap *cap = &g_array_index (holding->caps, BrikCap, i - 1);
      if (g_str_equal (cap->kind, change->cap.kind) && cap->period == change->cap.period)
        g_array_remove_index (holding->caps, i - 1);
    }
  g_array_append_val (holding->caps, change->cap);
  return brik_holder_put_caps (store, BRIK_TOWN_MUNICIPALITY, change->account, change->account, holding->caps,
                               error);
}

static void
change_books (BrikTown *town, BrikBooksFunc func, gpointer data)
{
  g_autoptr (GError) error = NULL;

  brik_books_write (brik_portal_get_books (town->portal), func, data, &error);
  g_assert_no_error (error);
}

void
brik_town_set_card (BrikTown *town, const char *account, gboolean blocked)
{
  HolderChange change = { .account = account, .blocked = blocked };

  change_books (town, set_card, &change);
  town->blocked[brik_town_find_account (account)] = blocked;
  town->n_changes++;
}

void
brik_town_set_cap (BrikTown *town, const char *account, const char *kind, BrikPeriod period, gint64 limit_ore)
{
  HolderChange change = { .account = account,
                          .date = brik_town_get_date (town),
                          .cap = { g_intern_string (kind), period, limit_ore } };

  change_books (town, set_cap, &change);
  brik_town_caps_put (&town->caps, account, kind, period, limit_ore);
  town->n_changes++;
}

typedef struct
{
  const char *account;
  GBytes *photo;
} Picture;

/* People have the ids of their accounts here. */
static gboolean
set_photo (BrikStore *store, gpointer data, GError **error)
{
  const Picture *picture = data;
  gsize size;
  const void *bytes = g_bytes_get_data (picture->photo, &size);
  BrikHash hash;

  brik_hash_of_bytes (bytes, size, &hash);
  return brik_photo_put (store, BRIK_TOWN_MUNICIPALITY, &hash, "image/png", picture->photo, error) &&
         brik_store_run (store, error, "UPDATE person SET photo_hash = ? WHERE id = ?", "bs", hash.bytes,
                         sizeof hash.bytes, picture->account) &&
         brik_feed_touch (store, BRIK_TOWN_MUNICIPALITY, BRIK_RECORD_ACCOUNT, picture->account, error);
}

void
brik_town_set_photo (BrikTown *town, const char *account, GBytes *photo)
{
  change_books (town, set_photo, &(Picture){ account, photo });
}

static gboolean
hold_own_people (BrikStore *store, gpointer data, GError **error)
{
  return brik_store_run (store, error, "UPDATE place SET holds = 'own'", "") &&
         brik_feed_touch (store, BRIK_TOWN_MUNICIPALITY, BRIK_RECORD_PLACE, "skole", error) &&
         brik_feed_touch (store, BRIK_TOWN_MUNICIPALITY, BRIK_RECORD_PLACE, "klub", error);
}

void
brik_town_hold_own_people (BrikTown *town)
{
  change_books (town, hold_own_people, NULL);
  town->holds_own = TRUE;
}

typedef struct
{
  const char *till;
  gint64 now_us;
  char *code;
} Enrolment;

static gboolean
make_code (BrikStore *store, gpointer data, GError **error)
{
  Enrolment *enrolment = data;

  g_clear_pointer (&enrolment->code, g_free);
  enrolment->code =
    brik_till_make_code (store, BRIK_TOWN_MUNICIPALITY, enrolment->till, enrolment->now_us, error);
  return enrolment->code != NULL;
}

char *
brik_town_make_code (BrikTown *town, const char *till)
{
  Enrolment enrolment = { .till = till, .now_us = town->now_us };

  change_books (town, make_code, &enrolment);
  return enrolment.code;
}
