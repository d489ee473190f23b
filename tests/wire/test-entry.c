/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/brik-limits.h"
#include "sample-entry.h"
#include "wire/brik-json.h"
#include "wire/brik-wire-error.h"

#define N_RANDOM 2000

static const BrikEntryKind kinds[] = {
  BRIK_ENTRY_STARTED, BRIK_ENTRY_SHIFT_OPENED, BRIK_ENTRY_SHIFT_CLOSED, BRIK_ENTRY_SALE,
  BRIK_ENTRY_UNDO,    BRIK_ENTRY_DECLINE,      BRIK_ENTRY_REJECTED,     BRIK_ENTRY_CARD_BLOCKED,
};

/* Written once, stored for ever: a line that reads differently after a change of program is a broken chain.
 */
static const char *const golden_lines[] = {
  "{\"v\":1,\"kind\":\"started\",\"till\":\"kasse-1\",\"run\":\"00112233445566778899aabbccddeeff\","
  "\"number\":1,"
  "\"at\":1795172400000000,\"date\":\"2026-11-20\",\"place\":\"noerre-skole\","
  "\"head\":\"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\"}",
  "{\"v\":1,\"kind\":\"shift-opened\",\"till\":\"kasse-1\",\"run\":\"00112233445566778899aabbccddeeff\","
  "\"number\":2,\"at\":1795172400000000,\"date\":\"2026-11-20\",\"place\":\"noerre-skole\","
  "\"cashier\":\"hanne\"}",
  "{\"v\":1,\"kind\":\"shift-closed\",\"till\":\"kasse-1\",\"run\":\"00112233445566778899aabbccddeeff\","
  "\"number\":2,\"at\":1795172400000000,\"date\":\"2026-11-20\",\"place\":\"noerre-skole\","
  "\"cashier\":\"hanne\"}",
  "{\"v\":1,\"kind\":\"sale\",\"till\":\"kasse-1\",\"run\":\"00112233445566778899aabbccddeeff\",\"number\":2,"
  "\"at\":1795172400000000,\"date\":\"2026-11-20\",\"place\":\"noerre-skole\",\"cashier\":\"hanne\","
  "\"id\":\"0123456789abcdef0123456789abcdef\",\"account\":\"konto-17\",\"card\":\"kort-17\",\"offline\":"
  "false,"
  "\"total\":1400,\"lines\":["
  "{\"product\":\"ostehaps\",\"name\":\"Ostehaps\",\"quantity\":1,\"price\":300,\"vat\":2500},"
  "{\"product\":\"yoghurt\",\"name\":\"Yoghurt\",\"quantity\":1,\"price\":600,\"vat\":2500},"
  "{\"product\":\"bolle\",\"name\":\"Stor grønbolle\",\"quantity\":1,\"price\":500,\"vat\":0}],"
  "\"vat\":[{\"rate\":2500,\"total\":900,\"vat\":180},{\"rate\":0,\"total\":500,\"vat\":0}]}",
  "{\"v\":1,\"kind\":\"undo\",\"till\":\"kasse-1\",\"run\":\"00112233445566778899aabbccddeeff\",\"number\":2,"
  "\"at\":1795172400000000,\"date\":\"2026-11-20\",\"place\":\"noerre-skole\",\"cashier\":\"hanne\","
  "\"id\":\"0123456789abcdef0123456789abcdef\",\"account\":\"konto-17\",\"card\":\"kort-17\",\"offline\":"
  "false,"
  "\"sale\":\"00112233445566778899aabbccddeeff\",\"sale-date\":\"2026-11-19\",\"sale-place\":\"klubben\","
  "\"total\":1400}",
  "{\"v\":1,\"kind\":\"decline\",\"till\":\"kasse-1\",\"run\":\"00112233445566778899aabbccddeeff\","
  "\"number\":2,"
  "\"at\":1795172400000000,\"date\":\"2026-11-20\",\"place\":\"noerre-skole\",\"cashier\":\"hanne\","
  "\"id\":\"0123456789abcdef0123456789abcdef\",\"account\":\"konto-17\",\"card\":\"kort-17\",\"offline\":"
  "false,"
  "\"total\":1400,\"lines\":["
  "{\"product\":\"ostehaps\",\"name\":\"Ostehaps\",\"quantity\":1,\"price\":300,\"vat\":2500},"
  "{\"product\":\"yoghurt\",\"name\":\"Yoghurt\",\"quantity\":1,\"price\":600,\"vat\":2500},"
  "{\"product\":\"bolle\",\"name\":\"Stor grønbolle\",\"quantity\":1,\"price\":500,\"vat\":0}],"
  "\"vat\":[{\"rate\":2500,\"total\":900,\"vat\":180},{\"rate\":0,\"total\":500,\"vat\":0}],"
  "\"verdict\":{\"reason\":\"cap\",\"left\":500,"
  "\"cap\":{\"kind\":\"skole\",\"period\":\"day\",\"limit\":2500,\"spent\":2000,\"left\":500}}}",
  "{\"v\":1,\"kind\":\"rejected\",\"till\":\"kasse-1\",\"run\":\"00112233445566778899aabbccddeeff\","
  "\"number\":2,"
  "\"at\":1795172400000000,\"date\":\"2026-11-20\",\"place\":\"noerre-skole\",\"cashier\":\"hanne\","
  "\"id\":\"0123456789abcdef0123456789abcdef\",\"account\":\"konto-17\",\"card\":\"kort-17\",\"offline\":"
  "false,"
  "\"rejects\":\"00112233445566778899aabbccddeeff\",\"total\":1400}",
  "{\"v\":1,\"kind\":\"card-blocked\",\"till\":\"kasse-1\",\"run\":\"00112233445566778899aabbccddeeff\","
  "\"number\":2,"
  "\"at\":1795172400000000,\"date\":\"2026-11-20\",\"place\":\"noerre-skole\",\"cashier\":\"hanne\","
  "\"id\":\"0123456789abcdef0123456789abcdef\",\"account\":\"konto-17\",\"card\":\"kort-17\",\"offline\":"
  "false}",
};

static char *
sample_line (BrikEntryKind kind)
{
  g_autoptr (BrikEntry) entry = sample_entry (kind);
  g_autoptr (GError) error = NULL;
  char *line = brik_entry_to_line (entry, &error);

  g_assert_no_error (error);
  return line;
}

static void
assert_malformed (const char *line, gsize length)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikEntry) entry = brik_entry_from_line (line, length, &error);

  if (entry != NULL)
    g_error ("taken, but should not have been: %.*s", (int) length, line);
  g_assert_error (error, BRIK_WIRE_ERROR, BRIK_WIRE_ERROR_MALFORMED);
  g_assert_cmpstr (error->message, !=, "");
}

static void
test_golden (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (BrikEntry) entry = sample_entry (kinds[i]);
      g_autofree char *line = sample_line (kinds[i]);
      g_autoptr (BrikEntry) read = brik_entry_from_line (golden_lines[i], strlen (golden_lines[i]), NULL);

      g_assert_cmpstr (line, ==, golden_lines[i]);
      g_assert_nonnull (read);
      assert_same_entry (entry, read);
    }
}

static void
test_round_trip (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (20261120);

  for (guint i = 0; i < N_RANDOM; i++)
    {
      g_autoptr (BrikEntry) entry = random_entry (random);
      g_autoptr (GError) error = NULL;
      g_autofree char *line = brik_entry_to_line (entry, &error);
      g_autofree char *again = NULL;
      g_autoptr (BrikEntry) read = NULL;

      g_assert_no_error (error);
      g_assert_null (strchr (line, '\n'));
      read = brik_entry_from_line (line, strlen (line), &error);
      g_assert_no_error (error);
      assert_same_entry (entry, read);
      again = brik_entry_to_line (read, NULL);
      g_assert_cmpstr (line, ==, again);
    }
}

static void
test_truncated (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *line = sample_line (kinds[i]);

      for (gsize length = 0; length < strlen (line); length++)
        assert_malformed (line, length);
    }
}

/* Any one byte changed to any other: taken or refused, never a crash, and what is taken is a whole entry. */
static void
test_flipped (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *line = sample_line (kinds[i]);
      gsize length = strlen (line);

      for (gsize at = 0; at < length; at++)
        {
          char kept = line[at];

          for (guint bit = 0; bit < 8; bit++)
            {
              g_autoptr (BrikEntry) entry = NULL;

              line[at] = (char) (kept ^ (1 << bit));
              entry = brik_entry_from_line (line, length, NULL);
              g_assert_true (entry == NULL || entry->kind == BRIK_ENTRY_UNKNOWN ||
                             brik_entry_check (entry, NULL));
            }
          line[at] = kept;
        }
    }
}

/* A line with one member of it (or of an object within, where @path names one) replaced; NULL removes it. */
static char *
with_member (BrikEntryKind kind, const char *path, const char *name, const char *json)
{
  g_autofree char *line = sample_line (kind);
  g_autoptr (JsonNode) root = json_from_string (line, NULL);
  JsonObject *object = json_node_get_object (root);

  if (path != NULL && JSON_NODE_HOLDS_ARRAY (json_object_get_member (object, path)))
    object = json_array_get_object_element (json_object_get_array_member (object, path), 0);
  else if (path != NULL)
    object = json_object_get_object_member (object, path);
  if (json == NULL)
    json_object_remove_member (object, name);
  else
    json_object_set_member (object, name, json_from_string (json, NULL));
  return json_to_string (root, FALSE);
}

static void
assert_members_needed (BrikEntryKind kind, const char *path, const char *const *optional)
{
  static const char *const wrong[] = { "null", "{}",   "[]",   "[1]",     "1.5",
                                       "-1",   "\"\"", "true", "\"\\n\"", "\"é \"" };
  g_autofree char *line = sample_line (kind);
  g_autoptr (JsonNode) root = json_from_string (line, NULL);
  JsonObject *object = json_node_get_object (root);
  g_autoptr (GList) names = NULL;

  if (path != NULL && JSON_NODE_HOLDS_ARRAY (json_object_get_member (object, path)))
    object = json_array_get_object_element (json_object_get_array_member (object, path), 0);
  else if (path != NULL)
    object = json_object_get_object_member (object, path);
  names = json_object_get_members (object);
  for (GList *at = names; at != NULL; at = at->next)
    {
      g_autofree char *missing = with_member (kind, path, at->data, NULL);

      if (!g_strv_contains (optional, at->data))
        assert_malformed (missing, strlen (missing));
      for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
        {
          g_autofree char *other = with_member (kind, path, at->data, wrong[i]);
          gboolean harmless =
            (g_str_equal (at->data, "offline") && g_str_equal (wrong[i], "true")) ||
            (g_str_equal (at->data, "spent") && g_str_equal (wrong[i], "-1")) ||
            (path != NULL && g_str_equal (at->data, "name") && g_str_equal (wrong[i], "\"é \""));

          if (!harmless)
            assert_malformed (other, strlen (other));
        }
    }
}

static void
test_each_member (void)
{
  static const char *const none[] = { NULL };
  static const char *const head[] = { "head", NULL };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    assert_members_needed (kinds[i], NULL, kinds[i] == BRIK_ENTRY_STARTED ? head : none);
  assert_members_needed (BRIK_ENTRY_SALE, "lines", none);
  assert_members_needed (BRIK_ENTRY_SALE, "vat", none);
  assert_members_needed (BRIK_ENTRY_DECLINE, "verdict", none);
}

typedef struct
{
  BrikEntryKind kind;
  const char *path;
  const char *name;
  const char *json;
} BadMember;

static void
test_out_of_bounds (void)
{
  static const BadMember bad[] = {
    { BRIK_ENTRY_SALE, NULL, "v", "0" },
    { BRIK_ENTRY_REJECTED, NULL, "rejects", NULL }, /* a total of no sale */
    { BRIK_ENTRY_REJECTED, NULL, "sale", "\"00112233445566778899aabbccddeeff\"" },
    { BRIK_ENTRY_CARD_BLOCKED, NULL, "total", "0" },
    { BRIK_ENTRY_SALE, NULL, "number", "0" },
    { BRIK_ENTRY_SALE, NULL, "number", "1" }, /* only `started` is the first */
    { BRIK_ENTRY_STARTED, NULL, "number", "2" },
    { BRIK_ENTRY_SALE, NULL, "number", "2147483648" },
    { BRIK_ENTRY_SALE, NULL, "number", "2.0" },
    { BRIK_ENTRY_SALE, NULL, "number", "\"2\"" },
    { BRIK_ENTRY_SALE, NULL, "at", "253402214400000000" },
    { BRIK_ENTRY_SALE, NULL, "date", "\"2026-02-29\"" },
    { BRIK_ENTRY_SALE, NULL, "date", "\"2026-2-9\"" },
    { BRIK_ENTRY_SALE, NULL, "run", "\"00112233445566778899AABBCCDDEEFF\"" },
    { BRIK_ENTRY_SALE, NULL, "run", "\"00112233445566778899aabbccddeef\"" },
    { BRIK_ENTRY_SALE, NULL, "till", "\"kasse 1\"" },
    { BRIK_ENTRY_SALE, NULL, "till", "\"kasse/1\"" },
    { BRIK_ENTRY_SALE, NULL, "total", "1401" },
    { BRIK_ENTRY_SALE, NULL, "total", "1000000001" },
    { BRIK_ENTRY_SALE, NULL, "lines", "[]" },
    { BRIK_ENTRY_SALE, NULL, "vat", "[]" },
    { BRIK_ENTRY_SALE, "lines", "quantity", "0" },
    { BRIK_ENTRY_SALE, "lines", "quantity", "1000" },
    { BRIK_ENTRY_SALE, "lines", "quantity", "2" }, /* total no longer fits */
    { BRIK_ENTRY_SALE, "lines", "price", "1000000001" },
    { BRIK_ENTRY_SALE, "lines", "vat", "10001" },
    { BRIK_ENTRY_SALE, "lines", "vat", "1200" }, /* shares no longer fit */
    { BRIK_ENTRY_SALE, "vat", "vat", "179" },
    { BRIK_ENTRY_SALE, "vat", "rate", "2400" },
    { BRIK_ENTRY_DECLINE, "verdict", "reason", "\"\"" },
    { BRIK_ENTRY_DECLINE, "verdict", "reason", "\"mood\"" },
    { BRIK_ENTRY_DECLINE, "verdict", "reason", "\"balance\"" }, /* which has no cap */
    { BRIK_ENTRY_DECLINE, NULL, "card", NULL },                 /* half a card */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *line = with_member (bad[i].kind, bad[i].path, bad[i].name, bad[i].json);

      assert_malformed (line, strlen (line));
    }
}

static void
test_one_object_one_line (void)
{
  g_autofree char *line = sample_line (BRIK_ENTRY_SHIFT_OPENED);
  g_autofree char *twice = g_strconcat (line, line, NULL);
  g_autofree char *newline = g_strconcat (line, "\n", NULL);
  g_autofree char *space = g_strconcat (" ", line, NULL);
  g_autofree char *array = g_strconcat ("[", line, "]", NULL);
  g_autofree char *repeated = g_strconcat ("{\"till\":\"kasse-2\",", line + 1, NULL);
  g_autofree char *disguised = g_strconcat ("{\"t\\u0069ll\":\"kasse-2\",", line + 1, NULL);
  g_autofree char *comment = g_strconcat ("{/* */", line + 1, NULL);
  g_autofree char *broken = g_strconcat ("{\n", line + 1, NULL);

  assert_malformed (twice, strlen (twice));
  assert_malformed (newline, strlen (newline));
  assert_malformed (space, strlen (space));
  assert_malformed (array, strlen (array));
  assert_malformed (repeated, strlen (repeated));
  assert_malformed (disguised, strlen (disguised));
  assert_malformed (comment, strlen (comment));
  assert_malformed (broken, strlen (broken));
  assert_malformed (line, strlen (line) + 1); /* the NUL that ends it */
}

/* The whole vocabulary: no member can hold a person's name, a UID or a CPR number, and none may be added. */
static void
test_no_person (void)
{
  static const char *const words[] = { "v",     "kind",    "till",    "run",       "number",     "at",
                                       "date",  "place",   "cashier", "head",      "id",         "account",
                                       "card",  "offline", "sale",    "sale-date", "sale-place", "total",
                                       "lines", "vat",     "verdict", "rejects",   NULL };
  static const char *const secrets[] = { "name", "person", "uid", "cpr", "person-name", "note" };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *line = sample_line (kinds[i]);
      g_autoptr (JsonNode) root = json_from_string (line, NULL);
      g_autoptr (GList) names = json_object_get_members (json_node_get_object (root));

      for (GList *at = names; at != NULL; at = at->next)
        g_assert_true (g_strv_contains (words, at->data));
      for (gsize j = 0; j < G_N_ELEMENTS (secrets); j++)
        {
          g_autofree char *told = with_member (kinds[i], NULL, secrets[j], "\"Alma Holm\"");

          assert_malformed (told, strlen (told));
        }
    }
}

/* A member that stands in other kinds does not stand in this one. */
static void
test_foreign_member (void)
{
  g_autofree char *sale = with_member (BRIK_ENTRY_SALE, NULL, "sale-place", "\"klubben\"");
  g_autofree char *started = with_member (BRIK_ENTRY_STARTED, NULL, "cashier", "\"hanne\"");
  g_autofree char *line = with_member (BRIK_ENTRY_SALE, "lines", "buyer", "\"Alma\"");
  g_autofree char *cap = with_member (BRIK_ENTRY_DECLINE, "verdict", "who", "\"Alma\"");
  g_autoptr (BrikEntry) entry = sample_entry (BRIK_ENTRY_SHIFT_OPENED);
  g_autoptr (GError) error = NULL;

  assert_malformed (sale, strlen (sale));
  assert_malformed (started, strlen (started));
  assert_malformed (line, strlen (line));
  assert_malformed (cap, strlen (cap));
  entry->account = g_strdup ("konto-17");
  g_assert_null (brik_entry_to_line (entry, &error));
  g_assert_error (error, BRIK_WIRE_ERROR, BRIK_WIRE_ERROR_MALFORMED);
}

static void
test_unknown_kind (void)
{
  g_autofree char *stock = with_member (BRIK_ENTRY_SHIFT_OPENED, NULL, "kind", "\"stock-moved\"");
  g_autofree char *newer = with_member (BRIK_ENTRY_SALE, NULL, "v", "2");
  g_autofree char *nameless = with_member (BRIK_ENTRY_SALE, NULL, "kind", "\"a sale\"");
  g_autofree char *lost = with_member (BRIK_ENTRY_SHIFT_OPENED, NULL, "run", "\"x\"");
  g_autoptr (BrikEntry) entry = brik_entry_from_line (stock, strlen (stock), NULL);
  g_autoptr (BrikEntry) sale = brik_entry_from_line (newer, strlen (newer), NULL);

  g_assert_nonnull (entry);
  g_assert_cmpint (entry->kind, ==, BRIK_ENTRY_UNKNOWN);
  g_assert_cmpstr (entry->kind_name, ==, "stock-moved");
  g_assert_cmpint (entry->number, ==, 2);
  g_assert_cmpstr (entry->cashier, ==, "hanne");
  g_assert_nonnull (sale);
  g_assert_cmpint (sale->kind, ==, BRIK_ENTRY_UNKNOWN);
  g_assert_cmpstr (sale->kind_name, ==, "sale");
  g_assert_null (sale->basket);
  assert_malformed (nameless, strlen (nameless));
  assert_malformed (lost, strlen (lost));
}

static BrikEntry *
sale_of_longest_names (void)
{
  BrikEntry *entry = sample_entry (BRIK_ENTRY_SALE);
  g_autofree char *name = g_strnfill (BRIK_LIMIT_NAME, 'm');

  brik_basket_clear (entry->basket);
  for (guint i = 0; i < BRIK_LIMIT_BASKET_LINES; i++)
    {
      g_autofree char *filler = g_strnfill (BRIK_LIMIT_ID - 3, 'p');
      g_autofree char *product = g_strdup_printf ("%s%03u", filler, i);

      g_assert_true (brik_basket_add (entry->basket, product, name, 999, 1000, 2500, NULL));
    }
  entry->total_ore = brik_basket_get_total (entry->basket);
  return entry;
}

/* The longest basket of the longest names fits. */
static void
test_longest (void)
{
  g_autoptr (BrikEntry) letters = sale_of_longest_names ();
  g_autoptr (GError) error = NULL;
  g_autofree char *line = brik_entry_to_line (letters, &error);
  g_autoptr (BrikEntry) read = NULL;

  g_assert_no_error (error);
  read = brik_entry_from_line (line, strlen (line), &error);
  g_assert_no_error (error);
  assert_same_entry (letters, read);
}

/* Whatever goods a basket takes, the entry of them can be written: nothing is found out at Pay. */
static void
assert_writable (BrikEntryKind kind, const char *name, guint n_lines)
{
  g_autoptr (BrikEntry) entry = sample_entry (kind);
  g_autoptr (GError) error = NULL;
  g_autofree char *line = NULL;
  guint n = 0;

  brik_basket_clear (entry->basket);
  while (n < 2 * BRIK_LIMIT_BASKET_LINES)
    {
      g_autofree char *id = g_strdup_printf ("%0*u", BRIK_LIMIT_ID, n);

      if (!brik_basket_add (entry->basket, id, name, BRIK_LIMIT_QUANTITY, 2000 + n, 2000 + n, NULL))
        break;
      n++;
    }
  g_assert_cmpuint (n, >=, n_lines);
  g_assert_cmpuint (n, <=, BRIK_LIMIT_BASKET_LINES);
  entry->total_ore = entry->verdict.total_ore = brik_basket_get_total (entry->basket);
  line = brik_entry_to_line (entry, &error);
  g_assert_no_error (error);
}

static void
test_fullest (void)
{
  g_autofree char *letters = g_strnfill (BRIK_LIMIT_NAME, 'm');
  g_autofree char *quotes = g_strnfill (BRIK_LIMIT_NAME, '"');

  assert_writable (BRIK_ENTRY_SALE, letters, BRIK_LIMIT_BASKET_LINES);
  assert_writable (BRIK_ENTRY_SALE, quotes, BRIK_LIMIT_BASKET_LINES / 2);
  assert_writable (BRIK_ENTRY_DECLINE, quotes, BRIK_LIMIT_BASKET_LINES / 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/entry/golden", test_golden);
  g_test_add_func ("/wire/entry/round-trip", test_round_trip);
  g_test_add_func ("/wire/entry/truncated", test_truncated);
  g_test_add_func ("/wire/entry/flipped", test_flipped);
  g_test_add_func ("/wire/entry/each-member", test_each_member);
  g_test_add_func ("/wire/entry/out-of-bounds", test_out_of_bounds);
  g_test_add_func ("/wire/entry/one-object-one-line", test_one_object_one_line);
  g_test_add_func ("/wire/entry/no-person", test_no_person);
  g_test_add_func ("/wire/entry/foreign-member", test_foreign_member);
  g_test_add_func ("/wire/entry/unknown-kind", test_unknown_kind);
  g_test_add_func ("/wire/entry/longest", test_longest);
  g_test_add_func ("/wire/entry/fullest", test_fullest);
  return g_test_run ();
}
