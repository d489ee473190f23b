/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "demo/brik-demo-people.h"

#include "demo/brik-demo-table.h"
#include "demo/brik-portrait.h"

#define N_GRADES 10
#define N_PER_CLASS 13
#define N_STAFF 20
#define N_GUESTS 20

#define GUARDIAN "maja-holm"

/* Each of these shows one thing; the chip tray has the ones with a note. The guardian logs in on the portal.
 */
static const BrikDemoPerson shown[] = {
  { .id = "alma-holm",
    .name = "Alma Holm",
    .buyer = "pupil",
    .class_name = "5.B",
    .balance_ore = 40000,
    .daily_ore = 4000,
    .weekly_ore = 15000,
    .uid = "04579A22352680",
    .code = "283916",
    .note = "ordinary" },
  { .id = "noah-aziz",
    .name = "Noah Aziz",
    .buyer = "pupil",
    .class_name = "7.A",
    .balance_ore = 60000,
    .daily_ore = 2500,
    .uid = "72BF9961",
    .code = "640217",
    .note = "near-cap" },
  { .id = "emil-lund",
    .name = "Emil Lund",
    .buyer = "pupil",
    .class_name = "4.A",
    .balance_ore = 20000,
    .uid = "04C35A6B117F80",
    .code = "518344",
    .card_blocked = TRUE,
    .note = "card-blocked" },
  { .id = "freja-dam",
    .name = "Freja Dam",
    .buyer = "pupil",
    .class_name = "8.B",
    .balance_ore = 0,
    .uid = "045E11D29A4C81",
    .code = "907155",
    .note = "no-money" },
  { .id = "oskar-winther",
    .name = "Oskar Winther",
    .buyer = "pupil",
    .class_name = "6.A",
    .balance_ore = 15000,
    .kinds = "klub;svoemmehal",
    .uid = "0489F7310B5C80",
    .code = "331870",
    .note = "not-here" },
  { .id = "ida-kjaer",
    .name = "Ida Kjær",
    .buyer = "pupil",
    .class_name = "9.A",
    .balance_ore = 17500,
    .uid = "04D1A94E77B280",
    .old_uid = "9A41C07E",
    .code = "775021",
    .note = "old-card" },
  { .id = "viggo-storm",
    .name = "Viggo Storm",
    .buyer = "pupil",
    .class_name = "3.B",
    .balance_ore = 9000,
    .uid = "0412BC9D5E3F80",
    .code = "450093",
    .account_blocked = TRUE,
    .note = "account-blocked" },
  { .id = "karen-marie",
    .name = "Karen Marie Vestergaard-Christoffersen",
    .buyer = "staff",
    .balance_ore = 50000,
    .uid = "04E7F2A1B6C580",
    .code = "126688",
    .note = "staff" },
  { .id = GUARDIAN,
    .name = "Maja Holm",
    .buyer = "guest",
    .balance_ore = 20000,
    .uid = "04A3C1F05B7E80",
    .code = "471108" },
};

static const char *const wards[] = { "alma-holm", "noah-aziz" };

static const char *const first_names[] = {
  "Aksel",   "Albert", "Alfred",   "Anna",    "Anton",   "Asta",    "August", "Aya",    "Bertram",  "Carl",
  "Clara",   "Ebba",   "Elias",    "Ella",    "Ellen",   "Elliot",  "Emma",   "Esther", "Felix",    "Frida",
  "Gry",     "Hannah", "Hugo",     "Ibrahim", "Ingrid",  "Isak",    "Jens",   "Johan",  "Josefine", "Karla",
  "Laura",   "Lauge",  "Leila",    "Liva",    "Luna",    "Magne",   "Malik",  "Malthe", "Maryam",   "Mille",
  "Nikolaj", "Nora",   "Olivia",   "Omar",    "Otto",    "Rosa",    "Saga",   "Samir",  "Sofia",    "Storm",
  "Theo",    "Thit",   "Valdemar", "Vera",    "Villads", "William", "Yasmin", "Zahra",  "Ågot",     "Østen",
};
static const char *const last_names[] = {
  "Andersen", "Aziz",      "Bach",     "Bruun",      "Christensen", "Dahl",    "Eriksen",
  "Frandsen", "Gade",      "Hansen",   "Hussein",    "Iversen",     "Jensen",  "Jørgensen",
  "Kjær",     "Krogh",     "Larsen",   "Lund",       "Mortensen",   "Nguyen",  "Nielsen",
  "Nørgaard", "Olsen",     "Petersen", "Poulsen",    "Rasmussen",   "Schmidt", "Sørensen",
  "Thomsen",  "Villadsen", "Winther",  "Østergaard", "Åkjær",
};

static char *
draw_uid (GRand *rand)
{
  return g_strdup_printf ("04%08X%02X80", g_rand_int (rand), g_rand_int (rand) & 0xff);
}

static BrikDemoPerson *
draw_person (GRand *rand, const char *buyer, guint number)
{
  BrikDemoPerson *person = g_new0 (BrikDemoPerson, 1);
  const char *first = first_names[g_rand_int_range (rand, 0, G_N_ELEMENTS (first_names))];
  const char *last = last_names[g_rand_int_range (rand, 0, G_N_ELEMENTS (last_names))];

  person->id = g_strdup_printf ("%s-%03u", buyer, number);
  person->name = g_strconcat (first, " ", last, NULL);
  person->buyer = buyer;
  person->balance_ore = 5000 * g_rand_int_range (rand, 4, 17);
  person->daily_ore = g_rand_boolean (rand) ? 1000 * g_rand_int_range (rand, 3, 7) : 0;
  person->weekly_ore = g_rand_int_range (rand, 0, 3) == 0 ? 15000 : 0;
  person->uid = draw_uid (rand);
  person->code = g_strdup_printf ("%06d", g_rand_int_range (rand, 0, 1000000));
  return person;
}

/* The demo's people live as long as the program. */
GPtrArray *
brik_demo_people_new (void)
{
  GPtrArray *people = g_ptr_array_new ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (20261120);
  guint number = 0;

  for (guint i = 0; i < G_N_ELEMENTS (shown); i++)
    g_ptr_array_add (people, (gpointer) &shown[i]);
  for (guint class = 0; class < N_GRADES * 2; class ++)
    for (guint i = 0; i < N_PER_CLASS; i++)
      {
        BrikDemoPerson *pupil = draw_person (rand, "pupil", ++number);
        pupil->class_name = g_strdup_printf ("%u.%c", class / 2, class % 2 == 0 ? 'A' : 'B');
        g_ptr_array_add (people, pupil);
      }
  for (guint i = 0; i < N_STAFF; i++)
    g_ptr_array_add (people, draw_person (rand, "staff", ++number));
  for (guint i = 0; i < N_GUESTS; i++)
    g_ptr_array_add (people, draw_person (rand, "guest", ++number));
  return people;
}

static guint
age_of (const BrikDemoPerson *person)
{
  if (person->class_name == NULL)
    return 2;
  return person->class_name[0] <= '3' ? 0 : 1;
}

static gboolean
draw_photo (const BrikDemoPerson *person, const char *photos, GError **error)
{
  g_autofree char *file = g_strconcat (person->id, ".png", NULL);
  g_autofree char *path = g_build_filename (photos, file, NULL);
  BrikPortrait portrait = brik_portrait_from_seed (g_str_hash (person->id), age_of (person));

  return brik_portrait_write (&portrait, path, error);
}

static gboolean
write_people (GPtrArray *people, const char *directory, GError **error)
{
  BrikDemoTable *table = brik_demo_table_new (
    directory, "people.csv", "id,name,email,cpr,address,postcode,city,phone,buyer,school,class,photo");

  for (guint i = 0; i < people->len; i++)
    {
      const BrikDemoPerson *person = people->pdata[i];
      g_autofree char *photo = g_strconcat (person->id, ".png", NULL);
      /* Day and month that no calendar has: nobody's number. */
      g_autofree char *cpr = g_strdup_printf ("3113%02u%04u", 10 + i % 10, 1000 + i);
      g_autofree char *address = g_strdup_printf ("Skovvej %u", 1 + i);
      brik_demo_table_add (table, person->id, person->name, NULL, cpr, address, "4999", "Bøgelund", NULL,
                           person->buyer, person->class_name != NULL ? "Nørre Skole" : NULL,
                           person->class_name, photo, BRIK_DEMO_END);
    }
  return brik_demo_table_close (table, error);
}

static char *
format_kroner (gint64 amount_ore)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT ".%02" G_GINT64_FORMAT, amount_ore / 100, amount_ore % 100);
}

static gboolean
write_accounts (GPtrArray *people, const char *directory, GError **error)
{
  BrikDemoTable *table =
    brik_demo_table_new (directory, "accounts.csv", "id,person,name,opening_balance,overdraft,state");

  for (guint i = 0; i < people->len; i++)
    {
      const BrikDemoPerson *person = people->pdata[i];
      g_autofree char *balance = format_kroner (person->balance_ore);
      brik_demo_table_add (table, person->id, person->id, "Kantinekort", balance, "0",
                           person->account_blocked ? "blocked" : "active", BRIK_DEMO_END);
    }
  return brik_demo_table_close (table, error);
}

static gboolean
write_cards (GPtrArray *people, const char *directory, GError **error)
{
  BrikDemoTable *table = brik_demo_table_new (directory, "cards.csv", "id,account,number,uid,code,state");

  for (guint i = 0; i < people->len; i++)
    {
      const BrikDemoPerson *person = people->pdata[i];
      g_autofree char *id = g_strconcat (person->id, "-1", NULL);
      g_autofree char *old_id = g_strconcat (person->id, "-0", NULL);
      if (person->old_uid != NULL)
        brik_demo_table_add (table, old_id, person->id, person->old_uid, person->old_uid, NULL, "replaced",
                             BRIK_DEMO_END);
      brik_demo_table_add (table, id, person->id, person->uid, person->uid, person->code,
                           person->card_blocked ? "blocked" : "active", BRIK_DEMO_END);
    }
  return brik_demo_table_close (table, error);
}

static void
add_cap (BrikDemoTable *table, const BrikDemoPerson *person, const char *period, gint64 limit_ore)
{
  g_autofree char *limit = format_kroner (limit_ore);

  if (limit_ore > 0)
    brik_demo_table_add (table, person->id, NULL, period, limit, BRIK_DEMO_END);
}

static gboolean
write_caps (GPtrArray *people, const char *directory, GError **error)
{
  BrikDemoTable *table = brik_demo_table_new (directory, "caps.csv", "account,kind,period,limit");

  for (guint i = 0; i < people->len; i++)
    {
      const BrikDemoPerson *person = people->pdata[i];
      add_cap (table, person, "day", person->daily_ore);
      add_cap (table, person, "week", person->weekly_ore);
    }
  return brik_demo_table_close (table, error);
}

static gboolean
write_allowed (GPtrArray *people, const char *directory, GError **error)
{
  BrikDemoTable *table = brik_demo_table_new (directory, "allowed.csv", "account,kinds");

  for (guint i = 0; i < people->len; i++)
    {
      const BrikDemoPerson *person = people->pdata[i];
      if (person->kinds != NULL)
        brik_demo_table_add (table, person->id, person->kinds, BRIK_DEMO_END);
    }
  return brik_demo_table_close (table, error);
}

static gboolean
write_relations (const char *directory, GError **error)
{
  BrikDemoTable *table = brik_demo_table_new (directory, "relations.csv", "guardian,person");

  for (guint i = 0; i < G_N_ELEMENTS (wards); i++)
    brik_demo_table_add (table, GUARDIAN, wards[i], BRIK_DEMO_END);
  return brik_demo_table_close (table, error);
}

gboolean
brik_demo_people_write (GPtrArray *people, const char *directory, GError **error)
{
  g_autofree char *photos = g_build_filename (directory, "photos", NULL);

  g_mkdir_with_parents (photos, 0755);
  for (guint i = 0; i < people->len; i++)
    if (!draw_photo (people->pdata[i], photos, error))
      return FALSE;
  return write_people (people, directory, error) && write_accounts (people, directory, error) &&
         write_cards (people, directory, error) && write_caps (people, directory, error) &&
         write_allowed (people, directory, error) && write_relations (directory, error);
}
