/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim-disk.h"
#include "sim-town.h"
#include "sim-wire.h"

#include <glib/gstdio.h>
#include <sodium.h>

#include "portal/brik-feed.h"
#include "portal/brik-holder.h"
#include "portal/brik-import.h"
#include "portal/brik-till.h"

const char *const sim_kinds[SIM_N_KINDS] = { "skole", "klub" };

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
                 "klub-2,Kasse,klub\n"
                 "skole-3,Kasse 3,skole\n"
                 "skole-4,Kasse 4,skole\n"
                 "skole-5,Kasse 5,skole\n"
                 "skole-6,Kasse 6,skole\n"
                 "skole-7,Kasse 7,skole\n"
                 "skole-8,Kasse 8,skole\n" },
  { "staff.csv", "id,name,pin,place\n"
                 "mette,Mette K.,1234,\n" },
  { "categories.csv", "id,name,colour,position\n"
                      "mad,Mad,#d97338,1\n" },
  { "products.csv", "id,name,category,places,price,vat,exempt_buyers,position,available\n"
                    "vare,Noget at spise,mad,,25,25,,1,yes\n" },
};

/* What each pays in; the first two begin with caps. */
static const gint64 openings_ore[SIM_N_FIRST_ACCOUNTS] = { 100000, 60000, 20000, 50000, 8000, 1000000 };

static const struct
{
  guint account;
  guint kind;
  guint period;
  gint64 limit_ore;
} first_caps[] = {
  { 0, SIM_ANY_KIND, 0, 4000 },
  { 0, SIM_ANY_KIND, 1, 9000 },
  { 0, SIM_ANY_KIND, 2, 15000 },
  { 1, 0, 0, 2500 },
  { 1, 1, 0, 2000 },
};

const char *
sim_account_name (guint account)
{
  static const char *const names[SIM_MAX_ACCOUNTS] = { "alma", "noah", "ida",  "emil", "vera", "otto",
                                                       "liva", "karl", "asta", "bo",   "cleo", "dan" };

  return names[account];
}

const char *
sim_account_uid (guint account)
{
  static const char *const uids[SIM_MAX_ACCOUNTS] = {
    "04579A22352680", "72BF9961",       "04D1A94E77B280", "04C35A6B117F80",
    "045E11D29A4C81", "04A1A94E77B281", "04D1A94E77B282", "04D1A94E77B283",
    "04D1A94E77B284", "04D1A94E77B285", "04D1A94E77B286", "04D1A94E77B287",
  };

  return uids[account];
}

gboolean
sim_account_find (const char *name, guint *account)
{
  for (*account = 0; *account < SIM_MAX_ACCOUNTS; (*account)++)
    if (g_str_equal (sim_account_name (*account), name))
      return TRUE;
  return FALSE;
}

static const char *
get_folder (void)
{
  static char *folder;
  g_autoptr (GError) error = NULL;

  /* Locks and the feed's mark are files of the machine; they need no disk either. */
  if (folder == NULL && g_access ("/dev/shm", W_OK) == 0)
    folder = g_strdup_printf ("/dev/shm/brik-simulation-%d", (int) getpid ());
  else if (folder == NULL)
    folder = g_build_filename (g_get_tmp_dir (), "brik-simulation", NULL);
  g_mkdir_with_parents (folder, 0700);
  return folder;
}

char *
sim_path (const char *name)
{
  return g_build_filename (get_folder (), name, NULL);
}

static void
remove_folder (void)
{
  g_autoptr (GDir) folder = g_dir_open (get_folder (), 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = sim_path (name);
      g_unlink (path);
    }
  g_rmdir (get_folder ());
}

static void
write_file (const char *name, const char *text)
{
  g_autofree char *path = sim_path (name);
  FILE *file = g_fopen (path, "w");

  g_assert_nonnull (file);
  fputs (text, file);
  fclose (file);
}

static void
write_account (GString *people, GString *accounts, GString *cards, guint account, gint64 opening_ore)
{
  const char *name = sim_account_name (account);

  g_string_append_printf (people, "%s,Barn %s,,,,,,,pupil,Byens Skole,5.B,\n", name, name);
  g_string_append_printf (accounts, "%s,%s,Kantinekort,%" G_GINT64_FORMAT ".%02d,0,active\n", name, name,
                          opening_ore / 100, (int) (opening_ore % 100));
  g_string_append_printf (cards, "%s-1,%s,%s,,,active\n", name, name, sim_account_uid (account));
}

/* The accounts from @first to before @end, each with its deposit. */
static void
write_accounts (guint first, guint end, const gint64 *deposits_ore)
{
  g_autoptr (GString) people =
    g_string_new ("id,name,email,cpr,address,postcode,city,phone,buyer,school,class,photo\n");
  g_autoptr (GString) accounts = g_string_new ("id,person,name,opening_balance,overdraft,state\n");
  g_autoptr (GString) cards = g_string_new ("id,account,number,uid,code,state\n");

  for (guint i = first; i < end; i++)
    write_account (people, accounts, cards, i, deposits_ore[i - first]);
  write_file ("people.csv", people->str);
  write_file ("accounts.csv", accounts->str);
  write_file ("cards.csv", cards->str);
}

static void
import (BrikBooks *books, gint64 now_us)
{
  g_autoptr (GPtrArray) problems = NULL;
  g_autoptr (GError) error = NULL;
  guint n_rows;

  brik_import_run (books, get_folder (), now_us, &problems, &n_rows, &error);
  g_assert_no_error (error);
  for (guint i = 0; problems != NULL && i < problems->len; i++)
    g_error ("%s", (const char *) g_ptr_array_index (problems, i));
}

static void
note_account (SimTown *town, guint account, gint64 deposit_ore)
{
  SimAccountWord *word = NULL;

  town->word = sim_word_own (town->word);
  word = &town->word->accounts[account];
  memset (word->caps_ore, 0xff, sizeof word->caps_ore);
  word->exists = TRUE;
  word->paid_in_ore = deposit_ore;
  for (guint kind = 0; kind < SIM_N_KINDS; kind++)
    word->kinds_allowed[kind] = TRUE;
}

static void
note_first_accounts (SimTown *town)
{
  town->n_accounts = SIM_N_FIRST_ACCOUNTS;
  for (guint i = 0; i < SIM_N_FIRST_ACCOUNTS; i++)
    note_account (town, i, openings_ore[i]);
  for (guint i = 0; i < G_N_ELEMENTS (first_caps); i++)
    town->word->accounts[first_caps[i].account].caps_ore[first_caps[i].kind][first_caps[i].period] =
      first_caps[i].limit_ore;
}

/* In every other town the club holds its own people alone: who come there are visitors. And whatever makes a
 * PIN slow to guess is of no use here. */
static gboolean
adapt (BrikStore *store, gpointer data, GError **error)
{
  char hash[crypto_pwhash_STRBYTES];

  if (GPOINTER_TO_UINT (data) % 2 == 1 &&
      !brik_store_run (store, error, "UPDATE place SET holds = 'own' WHERE id = 'klub'", ""))
    return FALSE;

  return crypto_pwhash_str (hash, "1234", 4, crypto_pwhash_OPSLIMIT_MIN, crypto_pwhash_MEMLIMIT_MIN) == 0 &&
         brik_store_run (store, error, "UPDATE staff SET pin_hash = ?", "s", hash);
}

static void
make_template (SimTown *town, guint moment)
{
  static const char *const data[] = { "people.csv", "accounts.csv", "cards.csv" };
  g_autofree char *path = sim_path ("portal.db");
  g_autoptr (BrikBooks) books = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    write_file (files[i].name, files[i].text);
  write_accounts (0, SIM_N_FIRST_ACCOUNTS, openings_ore);
  books = brik_books_open (path, &error);
  g_assert_no_error (error);
  import (books, town->now_us);
  brik_books_write (books, adapt, GUINT_TO_POINTER (moment), &error);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (data) + G_N_ELEMENTS (files); i++)
    {
      g_autofree char *file =
        sim_path (i < G_N_ELEMENTS (data) ? data[i] : files[i - G_N_ELEMENTS (data)].name);
      g_unlink (file);
    }
}

static void
add_first_caps (SimTown *town)
{
  for (guint i = 0; i < G_N_ELEMENTS (first_caps); i++)
    sim_portal_set_cap (town, first_caps[i].account, first_caps[i].kind, first_caps[i].period,
                        first_caps[i].limit_ore);
}

static char *
name_template (guint moment, const char *name)
{
  g_autofree char *file = g_strdup_printf ("%u-%s", moment, name);

  return sim_path (file);
}

/* Every till of the town, filled, as it lies when its program is not running. */
static void
keep_template (SimTown *town, guint moment, char **mark)
{
  g_autofree char *path = sim_path ("portal.db");
  g_autofree char *mark_path = sim_path ("portal.db.feed");
  g_autofree char *kept = name_template (moment, "portal.db");

  for (guint i = 0; i < SIM_MAX_TILLS; i++)
    {
      SimTill *till = town->tills[i];
      g_autofree char *name = g_strconcat (till->id, ".db", NULL);
      g_autofree char *kept_till = name_template (moment, name);

      sim_till_close (till);
      sim_disk_copy (till->path, kept_till);
      g_clear_pointer (&town->tills[i], sim_till_free);
    }
  sim_portal_close (town);
  sim_disk_copy (path, kept);
  g_file_get_contents (mark_path, mark, NULL, NULL);
  g_assert_nonnull (*mark);
}

static void
prepare_template (SimTown *town, guint moment, char **mark)
{
  g_autofree char *path = sim_path ("portal.db");
  g_autofree char *mark_path = sim_path ("portal.db.feed");

  sim_disk_remove (path);
  g_unlink (mark_path);
  make_template (town, moment);
  note_first_accounts (town);
  sim_portal_open (town);
  add_first_caps (town);
  for (guint i = 0; i < SIM_MAX_TILLS; i++)
    {
      town->tills[i] = sim_till_new (town, i);
      sim_till_swap (town->tills[i]);
    }
  keep_template (town, moment, mark);
}

/* Leaves the files of a town of that moment where they belong; made once, copied ever after. */
void
sim_portal_prepare (SimTown *town, guint moment)
{
  static char *marks[SIM_N_MOMENTS];
  static gboolean removes;
  g_autofree char *path = sim_path ("portal.db");
  g_autofree char *kept = name_template (moment, "portal.db");

  if (!removes)
    atexit (remove_folder);
  removes = TRUE;
  if (marks[moment] == NULL)
    prepare_template (town, moment, &marks[moment]);
  sim_disk_copy (kept, path);
  write_file ("portal.db.feed", marks[moment]);
  for (guint i = 0; i < SIM_MAX_TILLS; i++)
    {
      static const char *const names[] = { "skole-1.db", "klub-2.db",  "skole-3.db", "skole-4.db",
                                           "skole-5.db", "skole-6.db", "skole-7.db", "skole-8.db" };
      g_autofree char *till = sim_path (names[i]);
      g_autofree char *kept_till = name_template (moment, names[i]);

      if (i < town->n_tills)
        sim_disk_copy (kept_till, till);
    }
  note_first_accounts (town);
}

static void
on_changed (gpointer data)
{
  SimTown *town = data;

  town->changed = TRUE;
}

void
sim_portal_open (SimTown *town)
{
  g_autofree char *path = sim_path ("portal.db");
  g_autoptr (GError) error = NULL;

  g_assert_null (town->portal);
  town->portal = brik_portal_start (path, NULL, town->clock, &error);
  g_assert_no_error (error);
  brik_books_set_notify (brik_portal_get_books (town->portal), on_changed, town);
  town->booked = TRUE;
}

void
sim_portal_close (SimTown *town)
{
  /* Its connections break: nobody's answer comes any more. */
  for (guint i = town->parcels->len; i > 0; i--)
    {
      const SimParcel *parcel = g_ptr_array_index (town->parcels, i - 1);

      if (parcel->state != SIM_PARCEL_GOING)
        sim_parcel_lose (town, i - 1);
    }
  g_clear_pointer (&town->portal, brik_portal_stop);
}

void
sim_portal_copy (SimTown *town)
{
  g_autofree char *path = sim_path ("portal.db");
  g_autofree char *copy = sim_path ("portal-copy.db");

  sim_disk_copy (path, copy);
  g_clear_pointer (&town->copy, sim_word_unref);
  town->copy = sim_word_ref (town->word);
  for (guint i = 0; i < town->n_tills; i++)
    town->tills[i]->n_disks_copied = town->tills[i]->n_disks;
}

/* What people and the office do there. */

typedef struct
{
  SimTown *town;
  guint account;
  guint kind;
  BrikCap cap;
  gboolean is_so;
  gint64 ore;
  const char *till;
  char *code;
} Doing;

static void
change (SimTown *town, BrikBooksFunc func, Doing *doing)
{
  g_autoptr (GError) error = NULL;

  doing->town = town;
  brik_books_write (brik_portal_get_books (town->portal), func, doing, &error);
  g_assert_no_error (error);
  town->word = sim_word_own (town->word);
}

static gboolean
set_card (BrikStore *store, gpointer data, GError **error)
{
  const Doing *doing = data;
  const char *account = sim_account_name (doing->account);
  g_autofree char *card = g_strconcat (account, "-1", NULL);

  return brik_holder_set_card_state (store, SIM_MUNICIPALITY, account, card,
                                     doing->is_so ? BRIK_CARD_BLOCKED : BRIK_CARD_ACTIVE, error);
}

void
sim_portal_set_card (SimTown *town, guint account, gboolean blocked)
{
  change (town, set_card, &(Doing){ .account = account, .is_so = blocked });
  town->word->accounts[account].card_blocked = blocked;
}

static gboolean
set_account (BrikStore *store, gpointer data, GError **error)
{
  const Doing *doing = data;
  const char *account = sim_account_name (doing->account);

  return brik_store_run (store, error, "UPDATE account SET state = ? WHERE id = ?", "ss",
                         doing->is_so ? "blocked" : "active", account) &&
         brik_feed_touch (store, SIM_MUNICIPALITY, BRIK_RECORD_ACCOUNT, account, error);
}

void
sim_portal_set_account (SimTown *town, guint account, gboolean blocked)
{
  change (town, set_account, &(Doing){ .account = account, .is_so = blocked });
  town->word->accounts[account].account_blocked = blocked;
}

static gboolean
set_kind (BrikStore *store, gpointer data, GError **error)
{
  const Doing *doing = data;
  const char *account = sim_account_name (doing->account);
  const char *kind = sim_kinds[doing->kind];
  const SimAccountWord *word = &doing->town->word->accounts[doing->account];

  if (!brik_store_run (store, error, "UPDATE account SET kinds_limited = 1 WHERE id = ?", "s", account) ||
      !brik_store_run (store, error, "DELETE FROM kind_allowed WHERE account_id = ?", "s", account))
    return FALSE;
  for (guint i = 0; i < SIM_N_KINDS; i++)
    if ((i == doing->kind ? doing->is_so : word->kinds_allowed[i]) &&
        !brik_store_run (store, error, "INSERT INTO kind_allowed VALUES ('" SIM_MUNICIPALITY "', ?, ?)", "ss",
                         account, i == doing->kind ? kind : sim_kinds[i]))
      return FALSE;
  return brik_feed_touch (store, SIM_MUNICIPALITY, BRIK_RECORD_ACCOUNT, account, error);
}

void
sim_portal_set_kind (SimTown *town, guint account, guint kind, gboolean allowed)
{
  change (town, set_kind, &(Doing){ .account = account, .kind = kind, .is_so = allowed });
  town->word->accounts[account].kinds_allowed[kind] = allowed;
}

static gboolean
set_cap (BrikStore *store, gpointer data, GError **error)
{
  const Doing *doing = data;
  const char *account = sim_account_name (doing->account);
  g_autoptr (BrikHolding) holding = NULL;
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_dmy (&date, 1, G_DATE_JANUARY, 2026);
  holding = brik_holder_get (store, SIM_MUNICIPALITY, account, account, &date, error);
  if (holding == NULL)
    return FALSE;
  for (guint i = holding->caps->len; i > 0; i--)
    {
      const BrikCap *cap = &g_array_index (holding->caps, BrikCap, i - 1);
      if (g_str_equal (cap->kind, doing->cap.kind) && cap->period == doing->cap.period)
        g_array_remove_index (holding->caps, i - 1);
    }
  if (doing->cap.limit_ore != SIM_NO_CAP)
    g_array_append_val (holding->caps, doing->cap);
  return brik_holder_put_caps (store, SIM_MUNICIPALITY, account, account, holding->caps, error);
}

void
sim_portal_set_cap (SimTown *town, guint account, guint kind, guint period, gint64 limit_ore)
{
  const char *name = kind == SIM_ANY_KIND ? BRIK_CAP_ANY : sim_kinds[kind];
  BrikCap cap = { .kind = g_intern_string (name), .period = period, .limit_ore = limit_ore };

  change (town, set_cap, &(Doing){ .account = account, .cap = cap });
  town->word->accounts[account].caps_ore[kind][period] = limit_ore;
}

void
sim_portal_import (SimTown *town, gint64 deposit_ore)
{
  g_autofree char *people = sim_path ("people.csv");
  g_autofree char *accounts = sim_path ("accounts.csv");
  g_autofree char *cards = sim_path ("cards.csv");

  write_accounts (town->n_accounts, town->n_accounts + 1, &deposit_ore);
  import (brik_portal_get_books (town->portal), town->now_us);
  note_account (town, town->n_accounts++, deposit_ore);
  g_unlink (people);
  g_unlink (accounts);
  g_unlink (cards);
}

/* Of the accounts made since the copy the office still has the files. */
static void
import_unknown (SimTown *town, const gint64 *deposits_ore, guint n_accounts)
{
  for (town->n_accounts = SIM_N_FIRST_ACCOUNTS; town->n_accounts < n_accounts;)
    if (town->word->accounts[town->n_accounts].exists)
      town->n_accounts++;
    else
      sim_portal_import (town, deposits_ore[town->n_accounts]);
}

static gboolean
set_price (BrikStore *store, gpointer data, GError **error)
{
  const Doing *doing = data;

  return brik_store_run (store, error, "UPDATE product SET price_ore = ? WHERE id = 'vare'", "i",
                         doing->ore) &&
         brik_feed_touch (store, SIM_MUNICIPALITY, BRIK_RECORD_PRODUCT, "vare", error);
}

void
sim_portal_set_price (SimTown *town, gint64 price_ore)
{
  change (town, set_price, &(Doing){ .ore = price_ore });
}

static gboolean
make_code (BrikStore *store, gpointer data, GError **error)
{
  Doing *doing = data;

  g_clear_pointer (&doing->code, g_free);
  doing->code = brik_till_make_code (store, SIM_MUNICIPALITY, doing->till, doing->town->now_us, error);
  return doing->code != NULL;
}

char *
sim_portal_make_code (SimTown *town, const char *till)
{
  Doing doing = { .till = till };

  change (town, make_code, &doing);
  return doing.code;
}

/* A key that the portal does not know (any more) is enrolled once more. */
static void
enrol_unknown (SimTown *town)
{
  for (guint i = 0; i < town->n_tills; i++)
    {
      SimTill *till = town->tills[i];

      if (till->n_disks == till->n_disks_copied)
        continue;
      if (till->ledger == NULL)
        sim_till_open (till);
      sim_till_enrol (till);
      sim_town_note (town, "till enrolled again", "%s", till->id);
    }
}

/* The mark beside the database stays: it is no part of a copy. */
void
sim_portal_restore (SimTown *town)
{
  g_autofree char *path = sim_path ("portal.db");
  g_autofree char *copy = sim_path ("portal-copy.db");
  gint64 deposits_ore[SIM_MAX_ACCOUNTS];

  sim_portal_close (town);
  sim_disk_copy (copy, path);
  for (guint i = 0; i < town->n_accounts; i++)
    deposits_ore[i] = town->word->accounts[i].paid_in_ore;
  sim_word_unref (town->word);
  town->word = sim_word_ref (town->copy);
  town->put_back = TRUE;
  for (guint i = 0; i < town->n_tills; i++)
    town->tills[i]->view->doubtful = TRUE;
  sim_portal_open (town);
  import_unknown (town, deposits_ore, town->n_accounts);
  enrol_unknown (town);
}
