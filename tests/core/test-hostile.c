/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/brik-card-number.h"
#include "core/brik-core-error.h"
#include "core/brik-limits.h"
#include "core/brik-money.h"
#include "core/brik-period.h"
#include "core/brik-verdict.h"

#include "random-steps.h"

#include <string.h>

/* Texts that are nearly right break more than noise does: half the tries are mutations of these. */
static const char *const seeds[] = {
  "1.234.567,89",
  "-12,50",
  "\u221212,5",
  "10.000.000",
  "72BF9961",
  "04579A22352680",
  "1925159265",
  "884263sae",
  "2026-11-20",
  "2020-02-29",
  "Europe/Copenhagen",
  "decimal-reversed",
  "month",
  "1208925819614629174706175",
  "several-chips",
  "FFFFFFFFFFFFFFFFFFFF",
  "replaced",
  "0",
};

static void
draw_text (char *text, gsize size)
{
  gsize length;

  if (random_one_in (2))
    {
      length = g_test_rand_int_range (0, size);
      for (gsize i = 0; i < length; i++)
        text[i] = g_test_rand_int_range (1, 256);
    }
  else
    {
      length = g_strlcpy (text, seeds[g_test_rand_int_range (0, G_N_ELEMENTS (seeds))], size);
      for (guint n = g_test_rand_int_range (0, 4); n > 0; n--)
        text[g_test_rand_int_range (0, length)] =
          random_one_in (2) ? g_test_rand_int_range ('!', '~') : g_test_rand_int_range (1, 256);
      if (random_one_in (4))
        length = g_test_rand_int_range (0, length + 1);
    }

  text[length] = '\0';
}

static void
try_money (const char *text)
{
  const BrikMoneyStyle style = { ",", "." };
  g_autoptr (GError) error = NULL;
  gint64 amount_ore = G_MAXINT64;

  if (brik_money_parse (text, &style, &amount_ore, &error))
    {
      g_assert_no_error (error);
      g_assert_cmpint (ABS (amount_ore), <=, BRIK_MONEY_MAX_ORE);
    }
  else
    {
      g_assert_true (error->domain == BRIK_CORE_ERROR);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      g_assert_cmpint (amount_ore, ==, G_MAXINT64);
    }
}

/* What has been normalized once stays as it is. */
static void
try_card_number (const char *text, BrikCardForm form)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *number = brik_card_number_normalize (text, form, &error);
  g_autofree char *again = NULL;

  g_assert_true ((number == NULL) == (error != NULL));
  if (number == NULL)
    return;

  again = brik_card_number_normalize (number, form, NULL);
  g_assert_cmpstr (again, ==, number);
  g_assert_cmpuint (strlen (number), <=, BRIK_LIMIT_CARD_NUMBER);
  g_assert_true (g_str_is_ascii (number));
}

/* Not normalized: a careless caller gets NULL or a UID, never a crash. */
static void
try_uid (const char *text, BrikCardForm form)
{
  g_autofree char *uid = brik_card_uid_normalize (text, NULL);
  g_autofree char *number = brik_card_number_from_uid (text, form);
  g_autofree char *derived = brik_card_number_to_uid (text, form, 7);

  if (uid != NULL)
    g_assert_true (strlen (uid) == 8 || strlen (uid) == 14 || strlen (uid) == 20);
  if (derived != NULL)
    g_assert_cmpuint (strlen (derived), ==, 14);
  if (number != NULL)
    g_assert_true (g_str_is_ascii (number));
}

static void
try_date (const char *text)
{
  GDate date;
  g_autofree char *again = NULL;

  if (!brik_civil_date_parse (text, &date))
    return;

  again = brik_civil_date_format (&date);
  g_assert_cmpstr (again, ==, text);
}

static void
try_words (const char *text)
{
  BrikPeriod period;
  BrikCardForm form;
  BrikReason reason;
  BrikCardState card;
  BrikAccountState account;

  if (brik_period_from_name (text, &period))
    g_assert_cmpstr (brik_period_to_name (period), ==, text);
  if (brik_card_form_from_name (text, &form))
    g_assert_cmpstr (brik_card_form_to_name (form), ==, text);
  if (brik_reason_from_name (text, &reason))
    g_assert_cmpstr (brik_reason_to_name (reason), ==, text);
  if (brik_card_state_from_name (text, &card))
    g_assert_cmpstr (brik_card_state_to_name (card), ==, text);
  if (brik_account_state_from_name (text, &account))
    g_assert_cmpstr (brik_account_state_to_name (account), ==, text);
}

static void
try_zone (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GTimeZone) zone = brik_civil_zone_new (text, &error);

  if (zone != NULL)
    g_assert_cmpstr (g_time_zone_get_identifier (zone), ==, text);
  else
    {
      g_assert_error (error, BRIK_CORE_ERROR, BRIK_CORE_ERROR_INVALID);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      g_assert_cmpuint (strlen (error->message), <, 200);
    }
}

static void
test_texts (void)
{
  for (guint step = random_steps (); step > 0; step--)
    {
      BrikCardForm form = g_test_rand_int_range (0, BRIK_CARD_FORM_ASSIGNED + 1);
      char text[48];

      draw_text (text, sizeof text);
      try_money (text);
      try_card_number (text, form);
      try_uid (text, form);
      try_date (text);
      try_words (text);
      if (step % 16 == 0)
        try_zone (text);
    }
}

/* A megabyte is refused as soon as anything else. */
static void
test_long_text (void)
{
  g_autofree char *zeros = g_strnfill (1024 * 1024, '0');
  g_autofree char *spaces = g_strnfill (1024 * 1024, ' ');

  for (BrikCardForm form = 0; form <= BRIK_CARD_FORM_ASSIGNED; form++)
    {
      g_assert_null (brik_card_number_normalize (zeros, form, NULL));
      g_assert_null (brik_card_number_normalize (spaces, form, NULL));
      g_assert_null (brik_card_number_from_uid (zeros, form));
      g_assert_null (brik_card_number_to_uid (zeros, form, 10));
    }
  try_money (spaces);
  try_date (zeros);
  try_zone (zeros);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/hostile/texts", test_texts);
  g_test_add_func ("/core/hostile/long-text", test_long_text);
  return g_test_run ();
}
