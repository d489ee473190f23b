/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/brik-limits.h"
#include "wire/brik-json.h"
#include "wire/brik-record.h"
#include "wire/brik-wire-error.h"

/* A page with one change of each kind and one that is gone. */
static const char sample_page[] =
  "{\"epoch\":\"e1\",\"cursor\":42,\"start-over\":true,\"more\":false,\"time\":1795172400000000,\"changes\":["
  "{\"kind\":\"place\",\"id\":\"noerre-skole\",\"record\":{\"municipality\":\"lilleby\","
  "\"municipality-name\":\"Lilleby Kommune\",\"place\":\"noerre-skole\",\"place-name\":\"Nørre Skole\","
  "\"place-kind\":\"skole\",\"till\":\"kasse-1\",\"till-name\":\"Kantinen\",\"zone\":\"Europe/Copenhagen\","
  "\"allowance\":5000,\"data-age-limit\":259200000000,\"balance-shown\":\"always\","
  "\"again-after\":45000000,\"card-form\":\"hex\","
  "\"kinds\":[{\"id\":\"skole\",\"name\":\"Skole\"},{\"id\":\"klub\",\"name\":\"Klub\"}]}},"
  "{\"kind\":\"staff\",\"id\":\"hanne\",\"record\":{\"id\":\"hanne\",\"name\":\"Hanne\","
  "\"pin-hash\":\"$argon2id$v=19$m=65536,t=2,p=1$c2FsdA$aGFzaA\",\"active\":true}},"
  "{\"kind\":\"category\",\"id\":\"mad\",\"record\":{\"id\":\"mad\",\"name\":\"Mad\",\"colour\":\"#1f8a5b\","
  "\"position\":1}},"
  "{\"kind\":\"product\",\"id\":\"bolle\",\"record\":{\"id\":\"bolle\",\"name\":\"Stor grønbolle\","
  "\"category\":\"mad\",\"price\":500,\"vat\":2500,\"position\":-2,\"available\":false,"
  "\"exempt-buyers\":[\"pupil\"],\"barcodes\":[\"5701234567899\",\"0000096385074\"]}},"
  "{\"kind\":\"account\",\"id\":\"konto-17\",\"record\":{\"id\":\"konto-17\",\"name\":\"Kantinekort\","
  "\"person\":\"p-17\",\"person-name\":\"Alma Holm\",\"group\":\"5.B · Nørre Skole\",\"buyer\":\"pupil\","
  "\"photo\":\"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\",\"balance\":-1250,"
  "\"overdraft\":0,\"through-run\":\"00112233445566778899aabbccddeeff\",\"through-number\":9,"
  "\"state\":\"active\",\"kinds-allowed\":[\"skole\",\"klub\"],"
  "\"caps\":[{\"kind\":\"\",\"period\":\"day\",\"limit\":0},{\"kind\":\"skole\",\"period\":\"week\","
  "\"limit\":9000}],"
  "\"spending\":[{\"kind\":\"skole\",\"period\":\"month\",\"begun\":\"2026-11-01\",\"spent\":-500}],"
  "\"cards\":[{\"id\":\"kort-17\",\"number\":\"04579A22352680\",\"uid\":\"04579A22352680\",\"state\":"
  "\"active\"},"
  "{\"id\":\"kort-3\",\"number\":\"72BF9961\",\"uid\":\"72BF9961\",\"state\":\"replaced\"}]}},"
  "{\"kind\":\"account\",\"id\":\"konto-18\",\"gone\":true}]}";

static BrikChangesPage *
read_page (const char *text)
{
  g_autoptr (GError) error = NULL;
  BrikChangesPage *page = brik_changes_page_from_json (text, -1, &error);

  g_assert_no_error (error);
  return page;
}

static void
test_round_trip (void)
{
  g_autoptr (BrikChangesPage) page = read_page (sample_page);
  g_autofree char *json = brik_changes_page_to_json (page);

  g_assert_cmpstr (json, ==, sample_page);
}

static void
test_read (void)
{
  g_autoptr (BrikChangesPage) page = read_page (sample_page);
  const BrikChange *account = g_ptr_array_index (page->changes, 4);
  const BrikChange *gone = g_ptr_array_index (page->changes, 5);
  const BrikCap *cap = &g_array_index (account->account->caps, BrikCap, 0);
  const BrikCardRecord *card = g_ptr_array_index (account->account->cards, 1);

  g_assert_cmpint (page->cursor, ==, 42);
  g_assert_true (page->start_over);
  g_assert_cmpuint (page->changes->len, ==, 6);
  g_assert_cmpint (account->kind, ==, BRIK_RECORD_ACCOUNT);
  g_assert_cmpint (account->account->balance_ore, ==, -1250);
  g_assert_cmpint (account->account->through_number, ==, 9);
  g_assert_cmpstr (cap->kind, ==, BRIK_CAP_ANY);
  g_assert_true (cap->kind == g_intern_string (BRIK_CAP_ANY));
  g_assert_cmpint (card->state, ==, BRIK_CARD_REPLACED);
  g_assert_true (gone->gone);
  g_assert_null (gone->account);
}

static void
assert_malformed (const char *text, gssize length)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikChangesPage) page = brik_changes_page_from_json (text, length, &error);

  if (page != NULL)
    g_error ("taken, but should not have been: %s", text);
  g_assert_error (error, BRIK_WIRE_ERROR, BRIK_WIRE_ERROR_MALFORMED);
}

static void
test_truncated (void)
{
  for (gsize length = 0; length < strlen (sample_page); length++)
    assert_malformed (sample_page, (gssize) length);
}

static void
test_flipped (void)
{
  g_autofree char *text = g_strdup (sample_page);

  for (gsize at = 0; at < strlen (sample_page); at++)
    {
      g_autoptr (BrikChangesPage) page = NULL;

      text[at] ^= 0x10;
      page = brik_changes_page_from_json (text, sizeof sample_page - 1, NULL);
      if (page != NULL)
        {
          g_autofree char *json = brik_changes_page_to_json (page);
          g_autoptr (BrikChangesPage) again = read_page (json);
        }
      text[at] ^= 0x10;
    }
}

/* Every object anywhere in @node, with its members taken away and made something else one by one. */
static void
spoil_members (JsonNode *root, JsonNode *node)
{
  static const char *const optional[] = { "group", "photo", "again-after", "barcodes", NULL };
  g_autoptr (GList) names = NULL;

  if (JSON_NODE_HOLDS_ARRAY (node))
    for (guint i = 0; i < json_array_get_length (json_node_get_array (node)); i++)
      spoil_members (root, json_array_get_element (json_node_get_array (node), i));
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return;
  names = json_object_get_members (json_node_get_object (node));
  for (GList *at = names; at != NULL; at = at->next)
    {
      JsonObject *object = json_node_get_object (node);
      g_autofree char *name = g_strdup (at->data);
      JsonNode *kept = json_node_copy (json_object_get_member (object, name));
      g_autofree char *missing = NULL;
      g_autofree char *wrong = NULL;

      json_object_remove_member (object, name);
      missing = json_to_string (root, FALSE);
      if (!g_strv_contains (optional, name))
        assert_malformed (missing, -1);
      json_object_set_double_member (object, name, 1.5);
      wrong = json_to_string (root, FALSE);
      assert_malformed (wrong, -1);
      json_object_set_member (object, name, kept);
      spoil_members (root, kept);
    }
}

static void
test_each_member (void)
{
  g_autoptr (JsonNode) root = json_from_string (sample_page, NULL);
  g_autofree char *whole = NULL;
  g_autoptr (BrikChangesPage) page = NULL;

  spoil_members (root, root);
  whole = json_to_string (root, FALSE);
  page = read_page (whole);
  g_assert_cmpuint (page->changes->len, ==, 6);
}

static void
test_bad_values (void)
{
  static const char *const bad[][2] = {
    { "\"id\":\"noerre-skole\"", "\"id\":\"soender-skole\"" },
    { "\"#1f8a5b\"", "\"red;}*{\"" },
    { "\"pupil\"", "\"cat\"" },
    { "5701234567899", "5701234567898" },
    { "0000096385074", "96385074" },
    { "\"04579A22352680\",\"state\"", "\"04579a22352680\",\"state\"" },
    { "\"uid\":\"72BF9961\"", "\"uid\":\"72BF99\"" },
    { "\"day\"", "\"hour\"" },
    { "\"kind\":\"skole\",\"period\":\"month\"", "\"kind\":\"\",\"period\":\"month\"" },
    { "\"limit\":0", "\"limit\":-1" },
    { "2026-11-01", "2026-11-31" },
    { "\"through-number\":9", "\"through-number\":0" },
    { "\"balance-shown\":\"always\"", "\"balance-shown\":\"perhaps\"" },
    { "\"again-after\":45000000", "\"again-after\":-1" },
    { "\"again-after\":45000000", "\"again-after\":86400000001" },
    { "\"gone\":true", "\"gone\":false" },
    { "m=65536,t=2,p=1", "m=4194304,t=2,p=1" },
    { "m=65536,t=2,p=1", "m=65536,t=4000000000,p=1" },
    { "$argon2id$v=19$", "$2b$10$" },
    { "\"price\":500", "\"price\":-500" },
    { "\"price\":500", "\"price\":1000000001" },
    { "Alma Holm", "Alma\\nHolm" },
    { "\"epoch\":\"e1\"", "\"epoch\":\"e 1\"" },
    { "\"cursor\":42", "\"cursor\":-1" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_auto (GStrv) parts = g_strsplit (sample_page, bad[i][0], 2);
      g_autofree char *text = g_strjoinv (bad[i][1], parts);

      g_assert_cmpstr (text, !=, sample_page);
      assert_malformed (text, -1);
    }
}

/* D12: a portal that does not tell the setting yet means 60 s. */
static void
test_again_after (void)
{
  g_autoptr (GString) text = g_string_new (sample_page);
  g_autoptr (BrikChangesPage) page = read_page (sample_page);
  const BrikChange *place = g_ptr_array_index (page->changes, 0);

  g_assert_cmpint (place->place->again_after_us, ==, 45 * G_TIME_SPAN_SECOND);
  g_clear_pointer (&page, brik_changes_page_free);
  g_assert_cmpuint (g_string_replace (text, "\"again-after\":45000000,", "", 0), ==, 1);
  page = read_page (text->str);
  place = g_ptr_array_index (page->changes, 0);
  g_assert_cmpint (place->place->again_after_us, ==, 60 * G_TIME_SPAN_SECOND);
}

/* A newer portal says more than this till knows: it is passed over, the rest is taken. */
static void
test_newer_portal (void)
{
  g_autoptr (GString) text = g_string_new (sample_page);
  g_autoptr (BrikChangesPage) page = NULL;

  g_string_replace (text, "{\"kind\":\"staff\",\"id\":\"hanne\"", "{\"kind\":\"offer\",\"id\":\"hanne\"", 1);
  g_string_replace (text, "\"price\":500", "\"price\":500,\"allergens\":[\"gluten\"]", 1);
  page = read_page (text->str);
  g_assert_cmpuint (page->changes->len, ==, 5);
}

/* The till has no use for a card that cannot be tapped, and a page must not fail for it. */
static void
test_card_without_uid (void)
{
  g_autoptr (BrikChangesPage) page = read_page (sample_page);
  BrikChange *change = g_ptr_array_index (page->changes, 4);
  BrikCardRecord *card = g_ptr_array_index (change->account->cards, 0);
  g_autoptr (BrikChangesPage) again = NULL;
  g_autofree char *json = NULL;

  g_clear_pointer (&card->uid, g_free);
  json = brik_changes_page_to_json (page);
  again = read_page (json);
  change = g_ptr_array_index (again->changes, 4);
  g_assert_cmpuint (change->account->cards->len, ==, 1);
}

static void
test_too_many (void)
{
  g_autoptr (BrikChangesPage) page = read_page (sample_page);
  g_autofree char *json = NULL;

  while (page->changes->len <= BRIK_LIMIT_CHANGES_PAGE)
    {
      BrikChange *change = g_new0 (BrikChange, 1);

      change->kind = BRIK_RECORD_PRODUCT;
      change->id = g_strdup ("bolle");
      change->gone = TRUE;
      g_ptr_array_add (page->changes, change);
    }
  json = brik_changes_page_to_json (page);
  assert_malformed (json, -1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/changes/round-trip", test_round_trip);
  g_test_add_func ("/wire/changes/read", test_read);
  g_test_add_func ("/wire/changes/truncated", test_truncated);
  g_test_add_func ("/wire/changes/flipped", test_flipped);
  g_test_add_func ("/wire/changes/each-member", test_each_member);
  g_test_add_func ("/wire/changes/bad-values", test_bad_values);
  g_test_add_func ("/wire/changes/newer-portal", test_newer_portal);
  g_test_add_func ("/wire/changes-page/again-after", test_again_after);
  g_test_add_func ("/wire/changes/card-without-uid", test_card_without_uid);
  g_test_add_func ("/wire/changes/too-many", test_too_many);
  return g_test_run ();
}
