/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal-fixture.h"

#include <glib/gstdio.h>
#include <sodium.h>

#include "core/brik-limits.h"
#include "portal/brik-account.h"
#include "portal/brik-import.h"
#include "store/brik-store-private.h"

static void
assert_problems (PortalFixture *fixture, const char *const *expected)
{
  g_autoptr (GPtrArray) problems = portal_fixture_import (fixture);

  g_assert_nonnull (problems);
  for (guint i = 0; i < problems->len && expected[i]; i++)
    g_assert_cmpstr (g_ptr_array_index (problems, i), ==, expected[i]);
  g_assert_cmpuint (problems->len, ==, g_strv_length ((char **) expected));
}

/* Every fault of every file is told at once, and nothing is loaded. */
static void
test_faults (PortalFixture *fixture, gconstpointer data)
{
  static const char *const expected[] = {
    "places.csv:3: kind \"bad\" is no kind of place that there is",
    "staff.csv:2: pin must be 4 to 12 digits",
    "products.csv:2: price \"12,5,0\" is no amount: write 12, 12.50 or 12,50",
    "products.csv:2: places \"nowhere\" is no place that there is",
    "people.csv:2: buyer \"x\" is none of pupil, staff, guest",
    "people.csv:3: cpr is not ten digits without a hyphen",
    "people.csv:4: cpr is another person's too",
    "people.csv:5: id \"noah\" stands on line 4 too",
    "people.csv:6: name is empty",
    "people.csv:7: id \"a b\" is no id: letters A to Z, digits, '.', '_' and '-', at most 64",
    "accounts.csv:2: person \"nobody\" is no person that there is",
    "cards.csv:2: number \"72BF9961\" is another card's too",
    "cards.csv:2: uid \"72BF9961\" is another card's too",
    "cards.csv:3: number and uid are not the same chip's",
    "caps.csv:2: kind \"sal\" is no kind of place that there is",
    "caps.csv:3: limit \"-1\" is below nought",
    "relations.csv:2: nobody is their own guardian",
    NULL,
  };
  gint64 n_changes = portal_fixture_number (fixture, "SELECT max (number) FROM change");

  portal_fixture_write (fixture, "places.csv",
                        "id,name,kind,allowance,data_age_hours\nny,Ny,skole,,\nbad,Bad,bad,,\n");
  portal_fixture_write (fixture, "staff.csv", "id,name,pin,place\nmette,Mette,12a4,norre\n");
  portal_fixture_write (fixture, "products.csv",
                        "id,name,category,places,price,vat,exempt_buyers,position,available\n"
                        "bolle,Bolle,mad,norre;nowhere,\"12,5,0\",25,,1,yes\n");
  portal_fixture_write (fixture, "people.csv",
                        "id,name,email,cpr,address,postcode,city,phone,buyer,school,class,photo\n"
                        "alma,Alma,,,,,,,x,,,\n"
                        "emil,Emil,,010101-1234,,,,,pupil,,,\n"
                        "noah,Noah,,3113101000,,,,,pupil,,,\n"
                        "noah,Noah,,,,,,,pupil,,,\n"
                        "nora,,,,,,,,pupil,,,\n"
                        "a b,A B,,,,,,,pupil,,,\n");
  portal_fixture_write (fixture, "accounts.csv",
                        "id,person,name,opening_balance,overdraft,state\n"
                        "ny,nobody,Kort,1,0,active\n");
  portal_fixture_write (fixture, "cards.csv",
                        "id,account,number,uid,code,state\n"
                        "alma-2,alma,72bf9961,,,active\n"
                        "alma-3,alma,AABBCCDD,AABBCCDE,,active\n");
  portal_fixture_write (fixture, "caps.csv", "account,kind,period,limit\nnoah,sal,day,40\nnoah,,week,-1\n");
  portal_fixture_write (fixture, "relations.csv", "guardian,person\nmaja,maja\n");

  assert_problems (fixture, expected);
  g_assert_cmpint (portal_fixture_number (fixture, "SELECT count (*) FROM place WHERE id = 'ny'"), ==, 0);
  g_assert_cmpint (portal_fixture_number (fixture, "SELECT max (number) FROM change"), ==, n_changes);
  portal_fixture_assert_books (fixture);
}

static void
test_bounded (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (GString) text = g_string_new ("account,kind,period,limit\n");
  g_autoptr (GPtrArray) problems = NULL;

  for (guint i = 0; i < 250; i++)
    g_string_append (text, "nobody,,day,1\n");
  portal_fixture_write (fixture, "caps.csv", text->str);
  problems = portal_fixture_import (fixture);
  g_assert_cmpuint (problems->len, ==, BRIK_LIMIT_IMPORT_PROBLEMS + 1);
  g_assert_cmpstr (g_ptr_array_index (problems, BRIK_LIMIT_IMPORT_PROBLEMS), ==, "and 150 more");
}

/* Nothing is loaded that the tills could not read: one such record would keep every later change from them.
 */
static void
test_readable (PortalFixture *fixture, gconstpointer data)
{
  static const char *const expected[] = {
    "kinds.csv:32: there would be more than 32 kinds of place",
    "products.csv:2: exempt_buyers names \"pupil\" twice",
    NULL,
  };
  g_autoptr (PortalTill) till = portal_till_new (fixture, "norre-1", "norre");
  g_autoptr (BrikAccountRecord) alma = NULL;
  g_autoptr (GString) kinds = g_string_new ("id,name\n");

  /* Two there are. */
  for (guint i = 0; i < BRIK_LIMIT_KINDS_OF_PLACE - 1; i++)
    g_string_append_printf (kinds, "kind-%u,Kind\n", i);
  portal_fixture_write (fixture, "kinds.csv", kinds->str);
  portal_fixture_write (fixture, "products.csv",
                        "id,name,category,places,price,vat,exempt_buyers,position,available\n"
                        "bolle,Bolle,mad,,12.50,25,pupil;staff;guest;pupil,1,yes\n");
  assert_problems (fixture, expected);
  alma = portal_till_catch_up (till, "alma");
  g_assert_nonnull (alma);
}

/* D12: a setting of the place, told to its tills; a file without the column means 60 s. */
static void
test_again_seconds (PortalFixture *fixture, gconstpointer data)
{
  static const char *const expected[] = {
    "places.csv:2: again_seconds \"-1\" is no number from 0 to 86400",
    NULL,
  };
  g_autoptr (PortalTill) till = portal_till_new (fixture, "norre-1", "norre");
  g_autoptr (BrikChangesPage) first = portal_till_poll (till, 0);
  g_autoptr (BrikChangesPage) page = NULL;
  g_autoptr (GPtrArray) problems = NULL;
  const BrikChange *place = NULL;

  portal_fixture_write (fixture, "places.csv",
                        "id,name,kind,allowance,data_age_hours,again_seconds\n"
                        "norre,Nørre Skole,skole,50,72,90\n");
  problems = portal_fixture_import (fixture);
  g_assert_null (problems);
  page = portal_till_poll (till, 0);
  for (guint i = 0; i < page->changes->len; i++)
    {
      const BrikChange *change = g_ptr_array_index (page->changes, i);

      if (change->kind == BRIK_RECORD_PLACE && !change->gone)
        place = change;
    }
  g_assert_nonnull (place);
  g_assert_cmpint (place->place->again_after_us, ==, 90 * G_TIME_SPAN_SECOND);

  portal_fixture_write (fixture, "places.csv",
                        "id,name,kind,allowance,data_age_hours,again_seconds\n"
                        "norre,Nørre Skole,skole,50,72,-1\n");
  assert_problems (fixture, expected);
}

/* Whom a place's tills hold is a column of its own; they are told at once who comes and who goes. */
static void
test_holds (PortalFixture *fixture, gconstpointer data)
{
  static const char *const expected[] = { "places.csv:2: holds \"some\" is none of everyone, own", NULL };
  g_autoptr (PortalTill) till = portal_till_new (fixture, "fyret-1", "fyret");
  g_autoptr (BrikChangesPage) snapshot = portal_till_poll (till, 0);
  g_autoptr (BrikChangesPage) own = NULL;
  g_autoptr (BrikAccountRecord) alma = NULL;
  g_autoptr (GPtrArray) problems = NULL;
  guint n_gone = 0;

  portal_fixture_write (fixture, "places.csv",
                        "id,name,kind,allowance,data_age_hours,holds\nfyret,Fyret,klub,,,own\n");
  problems = portal_fixture_import (fixture);
  g_assert_null (problems);
  own = portal_till_poll (till, 0);
  for (guint i = 0; i < own->changes->len; i++)
    {
      const BrikChange *change = g_ptr_array_index (own->changes, i);

      n_gone += change->kind == BRIK_RECORD_ACCOUNT && change->gone;
    }
  g_assert_cmpuint (n_gone, ==, 2);

  /* A file without the column leaves it. */
  portal_fixture_write (fixture, "places.csv", "id,name,kind,allowance,data_age_hours\nfyret,Fyret,klub,,\n");
  problems = portal_fixture_import (fixture);
  g_assert_null (problems);
  g_assert_cmpint (portal_fixture_number (fixture, "SELECT count (*) FROM place WHERE holds = 'own'"), ==, 1);

  portal_fixture_write (fixture, "places.csv",
                        "id,name,kind,allowance,data_age_hours,holds\nfyret,Fyret,klub,,,everyone\n");
  problems = portal_fixture_import (fixture);
  g_assert_null (problems);
  alma = portal_till_catch_up (till, "alma");
  g_assert_nonnull (alma);

  portal_fixture_write (fixture, "places.csv",
                        "id,name,kind,allowance,data_age_hours,holds\nfyret,Fyret,klub,,,some\n");
  assert_problems (fixture, expected);
}

#define BARCODES "id,name,category,places,price,vat,exempt_buyers,position,available,barcodes\n"

static char **
barcodes_of (PortalTill *till, const char *product)
{
  g_autoptr (BrikChangesPage) page = portal_till_poll (till, 0);

  for (guint i = 0; i < page->changes->len; i++)
    {
      BrikChange *change = g_ptr_array_index (page->changes, i);

      if (change->kind == BRIK_RECORD_PRODUCT && g_str_equal (change->id, product) && !change->gone)
        return g_steal_pointer (&change->product->barcodes);
    }
  g_assert_not_reached ();
}

/* Told to the till as thirteen digits; a file without the column leaves them, an empty cell takes them away.
 */
static void
test_barcodes (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (PortalTill) till = portal_till_new (fixture, "norre-1", "norre");
  g_autoptr (GPtrArray) problems = NULL;
  g_auto (GStrv) first = NULL;
  g_auto (GStrv) kept = NULL;
  g_auto (GStrv) gone = NULL;

  portal_fixture_write (fixture, "products.csv",
                        BARCODES "bolle,Bolle,mad,,12.50,25,,1,yes,5701234567899; 96385074 ;036000291452\n");
  problems = portal_fixture_import (fixture);
  g_assert_null (problems);
  first = barcodes_of (till, "bolle");
  g_assert_cmpstrv (first, ((const char *[]){ "0000096385074", "0036000291452", "5701234567899", NULL }));

  portal_fixture_write (fixture, "products.csv",
                        "id,name,category,places,price,vat,exempt_buyers,position,available\n"
                        "bolle,Bolle,mad,,14,25,,1,yes\n");
  problems = portal_fixture_import (fixture);
  g_assert_null (problems);
  kept = barcodes_of (till, "bolle");
  g_assert_cmpuint (g_strv_length (kept), ==, 3);

  portal_fixture_write (fixture, "products.csv", BARCODES "bolle,Bolle,mad,,14,25,,1,yes,\n");
  problems = portal_fixture_import (fixture);
  g_assert_null (problems);
  gone = barcodes_of (till, "bolle");
  g_assert_null (gone);
}

/* One till never has two products for a scan; two places may, each at its own price. */
static void
test_barcodes_collide (PortalFixture *fixture, gconstpointer data)
{
  static const char *const expected[] = {
    "products.csv:2: barcodes \"5701234567898\": Not a barcode; its last digit does not fit the others, so "
    "one"
    " is wrong",
    "products.csv:3: barcodes \"57\": Not a barcode; it must be the 8, 12 or 13 digits that stand under the"
    " bars",
    "products.csv:5: barcode 5701234567899 is the product \"cola\"'s too, and both are sold at one place",
    "products.csv:7: barcode 0000096385074 is the product \"vand\"'s too, and both are sold at one place",
    NULL,
  };
  g_autoptr (GPtrArray) problems = NULL;

  portal_fixture_write (fixture, "products.csv",
                        BARCODES "a,A,mad,,1,25,,1,yes,5701234567898\n"
                                 "b,B,mad,,1,25,,1,yes,57\n"
                                 "cola,Cola,mad,norre,12,25,,1,yes,5701234567899\n"
                                 "kola,Kola,mad,norre;fyret,15,25,,1,yes,5701234567899\n"
                                 "vand,Vand,mad,norre,5,25,,1,yes,96385074\n"
                                 "kildevand,Kildevand,mad,,5,25,,1,yes,96385074\n");
  assert_problems (fixture, expected);
  g_assert_cmpint (portal_fixture_number (fixture, "SELECT count (*) FROM product_barcode"), ==, 0);

  portal_fixture_write (fixture, "products.csv",
                        BARCODES "cola,Cola,mad,norre,12,25,,1,yes,5701234567899\n"
                                 "kola,Kola,mad,fyret,15,25,,1,yes,5701234567899\n");
  problems = portal_fixture_import (fixture);
  g_assert_null (problems);

  /* A file need not name both for it to be found; and they may change places in one. */
  portal_fixture_write (fixture, "products.csv",
                        BARCODES "kola,Kola,mad,fyret;norre,15,25,,1,yes,5701234567899\n");
  problems = portal_fixture_import (fixture);
  g_assert_cmpuint (problems->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (problems, 0), ==,
                   "products.csv:2: barcode 5701234567899 is the product \"cola\"'s too, and both are sold at"
                   " one place");
  g_clear_pointer (&problems, g_ptr_array_unref);
  portal_fixture_write (fixture, "products.csv",
                        BARCODES "kola,Kola,mad,norre,15,25,,1,yes,5701234567899\n"
                                 "cola,Cola,mad,fyret,12,25,,1,yes,5701234567899\n");
  problems = portal_fixture_import (fixture);
  g_assert_null (problems);
}

static void
test_header (PortalFixture *fixture, gconstpointer data)
{
  static const char *const expected[] = {
    "places.csv:1: the columns are id,name,kind,allowance,data_age_hours,hold; they must be"
    " id,name,kind,allowance,data_age_hours, and may be again_seconds,holds",
    "tills.csv:1: the columns are id,name; they must be id,name,place",
    "staff.csv: line 3: 2 cells where the header has 4",
    NULL,
  };

  portal_fixture_write (fixture, "places.csv", "id,name,kind,allowance,data_age_hours,hold\n");
  portal_fixture_write (fixture, "tills.csv", "id,name\nnorre-1,Kasse\n");
  portal_fixture_write (fixture, "staff.csv", "id,name,pin,place\nmette,Mette,1234,norre\nx,y\n");
  assert_problems (fixture, expected);
}

static void
test_photos (PortalFixture *fixture, gconstpointer data)
{
  static const char *const expected[] = {
    "people.csv:2: photos/../../secret: give the name of a file in photos/",
    "people.csv:3: photos/text.png: the photo is neither PNG nor JPEG",
    "people.csv:4: photos/large.png: the photo is 481 × 100 pixels: scale it to at most 480",
    "people.csv:5: photos/huge.png: the photo is 262145 bytes, more than 262144: scale it down",
    NULL,
  };
  static const guint8 large[] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0,    13,
                                  'I',  'H', 'D', 'R', 0,    0,    0x01, 0xe1, 0, 0, 0x00, 100 };
  g_autofree char *photos = g_build_filename (fixture->files, "photos", NULL);
  g_autofree char *text_path = g_build_filename (photos, "text.png", NULL);
  g_autofree char *large_path = g_build_filename (photos, "large.png", NULL);
  g_autofree char *huge_path = g_build_filename (photos, "huge.png", NULL);
  g_autofree char *huge = g_strnfill (256 * 1024 + 1, 'x');

  g_mkdir (photos, 0700);
  g_assert_true (g_file_set_contents (text_path, "text", -1, NULL));
  g_assert_true (g_file_set_contents (large_path, (const char *) large, sizeof large, NULL));
  g_assert_true (g_file_set_contents (huge_path, huge, -1, NULL));
  portal_fixture_write (fixture, "people.csv",
                        "id,name,email,cpr,address,postcode,city,phone,buyer,school,class,photo\n"
                        "a,A,,,,,,,pupil,,,../../secret\nb,B,,,,,,,pupil,,,text.png\n"
                        "c,C,,,,,,,pupil,,,large.png\nd,D,,,,,,,pupil,,,huge.png\n");
  assert_problems (fixture, expected);
}

/* Again is an update: prices change, an opening balance is not booked twice, and nothing is unblocked. */
static void
test_again (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) problems = NULL;
  g_autoptr (GPtrArray) more = NULL;

  portal_fixture_set_card (fixture, "alma-1", BRIK_CARD_BLOCKED);
  portal_fixture_write (fixture, "products.csv",
                        "id,name,category,places,price,vat,exempt_buyers,position,available\n"
                        "bolle,Grønbolle,mad,,\"13,50\",12.5,,1,no\n");
  portal_fixture_write (fixture, "accounts.csv",
                        "id,person,name,opening_balance,overdraft,state\n"
                        "alma,alma,Madkort,500,20,active\n");
  problems = portal_fixture_import (fixture);
  g_assert_null (problems);
  g_assert_cmpint (portal_fixture_balance (fixture, "alma"), ==, 10000);
  g_assert_cmpint (portal_fixture_number (fixture, "SELECT count (*) FROM account WHERE name = 'Madkort'"
                                                   " AND overdraft_ore = 2000"),
                   ==, 1);
  g_assert_cmpint (portal_fixture_number (fixture, "SELECT price_ore FROM product WHERE id = 'bolle'"), ==,
                   1350);
  g_assert_cmpint (portal_fixture_number (fixture, "SELECT vat_bp FROM product WHERE id = 'bolle'"), ==,
                   1250);
  g_assert_cmpint (portal_fixture_number (fixture, "SELECT count (*) FROM product WHERE id = 'suppe'"), ==,
                   1);
  g_assert_cmpint (portal_fixture_number (fixture, "SELECT count (*) FROM card WHERE state = 'blocked'"), ==,
                   1);

  portal_fixture_write (fixture, "accounts.csv",
                        "id,person,name,opening_balance,overdraft,state\n"
                        "alma,noah,Madkort,500,20,active\n");
  more = portal_fixture_import (fixture);
  g_assert_cmpstr (g_ptr_array_index (more, 0), ==,
                   "accounts.csv:2: account \"alma\" is another person's already");
  portal_fixture_assert_books (fixture);
}

/* Whether Noah's cards may be used there and nowhere else. */
#define ONLY_KIND(kind)                                                                                      \
  "SELECT kinds_limited AND (SELECT group_concat (kind_id) FROM kind_allowed WHERE account_id = account.id)" \
  " = '" kind "' FROM account WHERE id = 'noah'"

static gboolean
take_charge (BrikStore *store, gpointer data, GError **error)
{
  return brik_store_run (
           store, error,
           "UPDATE person SET email = 'maja@home.example', password_hash = 'x' WHERE id = 'maja'", "") &&
         brik_store_run (store, error, "UPDATE cap SET limit_ore = 2000 WHERE account_id = 'noah'", "") &&
         brik_account_put_kinds (store, "by", "noah", (const char *const[]){ "klub", NULL }, error);
}

/* D14: once a guardian has logged in, caps and places are theirs, and so is the e-mail that they gave. */
static void
test_guardians_own (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) after = NULL;

  portal_fixture_write (fixture, "caps.csv", "account,kind,period,limit\nnoah,,day,50\n");
  portal_fixture_write (fixture, "allowed.csv", "account,kinds\nnoah,skole\n");
  before = portal_fixture_import (fixture);
  g_assert_null (before);
  g_assert_cmpint (portal_fixture_number (fixture, "SELECT limit_ore FROM cap"), ==, 5000);
  g_assert_cmpint (portal_fixture_number (fixture, ONLY_KIND ("skole")), ==, 1);

  portal_fixture_write_books (fixture, take_charge, NULL);
  portal_fixture_write (fixture, "caps.csv", "account,kind,period,limit\nnoah,,day,50\nnoah,,week,900\n");
  after = portal_fixture_import (fixture);
  g_assert_null (after);
  g_assert_cmpint (portal_fixture_number (fixture, "SELECT sum (limit_ore) FROM cap"), ==, 2000);
  g_assert_cmpint (portal_fixture_number (fixture, ONLY_KIND ("klub")), ==, 1);
  g_assert_cmpint (
    portal_fixture_number (fixture, "SELECT count (*) FROM person WHERE email = 'maja@home.example'"), ==, 1);
}

static void
test_other_municipality (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) problems = NULL;

  portal_fixture_write (fixture, "municipality.csv",
                        "id,name,zone,card_form\nanden,Anden Kommune,Europe/Copenhagen,hex\n");
  problems = portal_fixture_import (fixture);
  g_assert_true (g_str_has_prefix (g_ptr_array_index (problems, 0), "municipality.csv:2: this database is"));
}

static void
test_empty (PortalFixture *fixture, gconstpointer data)
{
  g_autofree char *directory = g_build_filename (fixture->directory, "none", NULL);
  g_autofree char *database = g_build_filename (fixture->directory, "other.db", NULL);
  g_autoptr (BrikBooks) books = brik_books_open (database, NULL);
  g_autoptr (GPtrArray) none = NULL;
  g_autoptr (GPtrArray) missing = NULL;
  guint n_rows;

  g_assert_false (brik_import_run (books, directory, PORTAL_NOON_US, &none, &n_rows, NULL));
  g_assert_cmpuint (none->len, ==, 1);

  g_mkdir (directory, 0700);
  portal_fixture_write (fixture, "../none/kinds.csv", "id,name\nskole,Skole\n");
  g_assert_false (brik_import_run (books, directory, PORTAL_NOON_US, &missing, &n_rows, NULL));
  g_assert_cmpstr (g_ptr_array_index (missing, 0), ==,
                   "municipality.csv is missing, and nothing was loaded before");
}

typedef struct
{
  const char *sql;
  const char *secret;
} Secret;

static gboolean
check_secret (BrikStore *store, gpointer data, GError **error)
{
  const Secret *secret = data;
  g_autoptr (BrikRows) rows = brik_store_query (store, error, secret->sql, "");

  g_assert_true (rows && brik_rows_next (rows, error));
  g_assert_true (g_str_has_prefix (brik_rows_text (rows, 0), "$argon2id$"));
  g_assert_cmpint (
    crypto_pwhash_str_verify (brik_rows_text (rows, 0), secret->secret, strlen (secret->secret)), ==, 0);
  return TRUE;
}

/* PINs and printed codes are stored hashed, and are what they were. */
static void
test_secrets (PortalFixture *fixture, gconstpointer data)
{
  static Secret secrets[] = {
    { "SELECT pin_hash FROM staff WHERE id = 'mette'", "1234" },
    { "SELECT code_hash FROM card WHERE id = 'alma-1'", "283916" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (secrets); i++)
    {
      g_autoptr (GError) error = NULL;

      brik_books_read (brik_portal_get_books (fixture->portal), check_secret, &secrets[i], &error);
      g_assert_no_error (error);
    }
}

/* From who asks first; @data: whether somebody has. */
static int
hide_place_of_person (void *data,
                      int action,
                      const char *table,
                      const char *column,
                      const char *database,
                      const char *trigger)
{
  gboolean *hidden = data;

  if (*hidden || action != SQLITE_READ || g_strcmp0 (table, "person") != 0 ||
      g_strcmp0 (column, "place_id") != 0)
    return SQLITE_OK;
  *hidden = TRUE;
  return SQLITE_DENY;
}

static gboolean
hide (BrikStore *store, gpointer data, GError **error)
{
  sqlite3_set_authorizer (store->db, hide_place_of_person, data);
  return TRUE;
}

/* Where it cannot be read whose place a person leaves nobody is moved: the tills would keep them for ever. */
static void
test_unreadable (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikBooks) books = brik_books_open (fixture->database, &error);
  g_autofree char *files = g_strconcat (fixture->files, "-people", NULL);
  g_autofree char *people = g_build_filename (files, "people.csv", NULL);
  g_autoptr (GPtrArray) problems = NULL;
  gboolean hidden = FALSE;
  guint n_rows;

  g_assert_no_error (error);
  g_assert_cmpint (g_mkdir (files, 0700), ==, 0);
  g_assert_true (
    g_file_set_contents (people,
                         "id,name,email,cpr,address,postcode,city,phone,buyer,school,class,photo\n"
                         "alma,Alma Holm,,,,,,,pupil,fyret,5.B,\n",
                         -1, NULL));
  g_assert_true (brik_books_write (books, hide, &hidden, NULL));
  g_assert_false (
    brik_import_run (books, files, brik_clock_now (fixture->clock), &problems, &n_rows, &error));
  g_assert_nonnull (error);
  g_assert_null (problems);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  portal_test ("/portal/import/faults", test_faults);
  portal_test ("/portal/import/bounded", test_bounded);
  portal_test ("/portal/import/unreadable", test_unreadable);
  portal_test ("/portal/import/readable", test_readable);
  portal_test ("/portal/import/holds", test_holds);
  portal_test ("/portal/import/barcodes", test_barcodes);
  portal_test ("/portal/import/barcodes-collide", test_barcodes_collide);
  portal_test ("/portal/import/header", test_header);
  portal_test ("/portal/import/again-seconds", test_again_seconds);
  portal_test ("/portal/import/photos", test_photos);
  portal_test ("/portal/import/again", test_again);
  portal_test ("/portal/import/guardians-own", test_guardians_own);
  portal_test ("/portal/import/other-municipality", test_other_municipality);
  portal_test ("/portal/import/empty", test_empty);
  portal_test ("/portal/import/secrets", test_secrets);

  return g_test_run ();
}
