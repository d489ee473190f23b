/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "core/brik-card-number.h"
#include "core/brik-limits.h"
#include "core/brik-money.h"
#include "core/brik-period.h"
#include "core/brik-text.h"
#include "portal/brik-language.h"
#include "sync/brik-portal-address.h"
#include "wire/brik-seal.h"
#include "wire/brik-wire-private.h"

#include <stdlib.h>
#include <string.h>

/* What a person types, or a file of settings says: amounts, card numbers, addresses, dates. */
const gsize fuzz_longest = 512;

static BrikLanguages *languages;

static void
free_languages (void)
{
  g_clear_pointer (&languages, brik_languages_free);
}

void
fuzz_prepare (void)
{
  g_autoptr (GError) error = NULL;

  languages = brik_languages_load (&error);
  g_assert_no_error (error);
  atexit (free_languages);
}

static void
check_amount (gint64 amount_ore, const BrikMoneyStyle *style)
{
  g_autofree char *shown = brik_money_format (amount_ore, style);
  gint64 read_ore = G_MAXINT64;

  g_assert_cmpint (ABS (amount_ore), <=, BRIK_MONEY_MAX_ORE);
  g_assert_true (brik_money_parse (shown, style, &read_ore, NULL));
  g_assert_cmpint (read_ore, ==, amount_ore);
}

static void
try_amount (const char *text)
{
  static const BrikMoneyStyle styles[] = { { ",", "." }, { ".", "," }, { ",", "" }, { ",", "\xc2\xa0" } };

  for (guint i = 0; i < G_N_ELEMENTS (styles); i++)
    {
      g_autoptr (GError) error = NULL;
      gint64 amount_ore = G_MAXINT64;
      gboolean good = brik_money_parse (text, &styles[i], &amount_ore, &error);

      fuzz_check_error (good, error);
      if (good)
        check_amount (amount_ore, &styles[i]);
      else
        g_assert_cmpint (amount_ore, ==, G_MAXINT64);
    }
}

/* On a page, in each language. */
static void
try_page_amount (const char *text)
{
  for (guint i = 0; i < brik_languages_get_n (languages); i++)
    {
      const BrikLanguage *language = brik_languages_get (languages, i);
      g_autoptr (GError) error = NULL;
      gint64 amount_ore = 0;

      if (!brik_language_parse_amount (language, text, &amount_ore, &error))
        continue;
      g_assert_cmpint (ABS (amount_ore), <=, BRIK_MONEY_MAX_ORE);
    }
  g_assert_nonnull (brik_languages_choose (languages, text, text));
}

static void
try_number (const char *text)
{
  for (BrikCardForm form = BRIK_CARD_FORM_HEX; form <= BRIK_CARD_FORM_ASSIGNED; form++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *number = brik_card_number_normalize (text, form, &error);
      g_autofree char *again = NULL;

      fuzz_check_error (number != NULL, error);
      if (!number)
        continue;
      g_assert_cmpuint (strlen (number), <=, BRIK_LIMIT_CARD_NUMBER);
      g_assert_true (*number && g_str_is_ascii (number) && !strpbrk (number, " \t\r\n"));
      again = brik_card_number_normalize (number, form, NULL);
      g_assert_cmpstr (again, ==, number);
      for (guint n_bytes = 4; n_bytes <= 10; n_bytes += 3)
        {
          g_autofree char *uid = brik_card_number_to_uid (number, form, n_bytes);
          g_autofree char *back = uid ? brik_card_number_from_uid (uid, form) : NULL;

          if (uid)
            g_assert_cmpstr (back, ==, number);
        }
    }
}

static void
try_uid (const char *text)
{
  g_autofree char *uid = brik_card_uid_normalize (text, NULL);

  for (BrikCardForm form = BRIK_CARD_FORM_HEX; uid && form < BRIK_CARD_FORM_ASSIGNED; form++)
    {
      g_autofree char *number = brik_card_number_from_uid (uid, form);
      g_autofree char *normal = brik_card_number_normalize (number, form, NULL);
      g_autofree char *back = brik_card_number_to_uid (number, form, (guint) strlen (uid) / 2);

      g_assert_cmpstr (normal, ==, number);
      g_assert_cmpstr (back, ==, uid);
    }
}

static void
try_address (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *address = brik_portal_address_normalize (text, &error);
  g_autofree char *again = NULL;

  fuzz_check_error (address != NULL, error);
  if (!address)
    return;
  g_assert_true (g_str_has_prefix (address, "https://") || g_str_has_prefix (address, "http://"));
  g_assert_null (strpbrk (address, " \t\r\n@?#%\\\"<>"));
  again = brik_portal_address_normalize (address, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (again, ==, address);
}

static void
try_civil (const char *text)
{
  GDate date;

  if (brik_civil_date_parse (text, &date))
    {
      g_autofree char *again = brik_civil_date_format (&date);

      g_assert_cmpstr (again, ==, text);
    }
  if (strlen (text) <= BRIK_LIMIT_NAME)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GTimeZone) zone = brik_civil_zone_new (text, &error);

      g_assert_true ((zone == NULL) == (error != NULL));
    }
}

static void
try_words (const char *text)
{
  guint8 bytes[8];

  if (g_utf8_validate (text, -1, NULL) && brik_name_is_valid (text, BRIK_LIMIT_NAME))
    g_assert_true (*text && strlen (text) <= BRIK_LIMIT_NAME && brik_text_is_plain (text));
  if (brik_id_is_valid (text))
    g_assert_true (*text && strlen (text) <= BRIK_LIMIT_ID && g_str_is_ascii (text));
  if (brik_bytes_from_hex (text, bytes, sizeof bytes))
    {
      g_autofree char *hex = brik_bytes_to_hex (bytes, sizeof bytes);

      g_assert_cmpstr (hex, ==, text);
    }
}

void
fuzz_try (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);

  try_amount (text);
  try_page_amount (text);
  try_number (text);
  try_uid (text);
  if (g_utf8_validate (text, -1, NULL)) /* as every entry and every option is */
    try_address (text);
  try_civil (text);
  try_words (text);
}
