/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "till/brik-language.h"

#include <libintl.h>
#include <locale.h>

#include "brik-config.h"

typedef struct
{
  const char *name;
  BrikMoneyStyle money;
  const char *clock_separator;
} Language;

static const Language languages[] = {
  { "da", { ",", "." }, "." },
  { "en", { ".", "," }, ":" },
};

static const Language *current = &languages[0];

static const Language *
find_language (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (languages); i++)
    if (g_strcmp0 (languages[i].name, name) == 0)
      return &languages[i];
  return NULL;
}

gboolean
brik_language_is_known (const char *language)
{
  return find_language (language) != NULL;
}

/* gettext heeds LANGUAGE in every locale but "C", which is what a bare machine has. */
static void
leave_the_c_locale (void)
{
  const char *messages = setlocale (LC_ALL, "") != NULL ? setlocale (LC_MESSAGES, NULL) : "C";

  if (g_str_equal (messages, "C") || g_str_equal (messages, "POSIX"))
    setlocale (LC_ALL, "C.UTF-8");
}

void
brik_language_start (const char *language)
{
  const char *folder = g_getenv ("BRIK_LOCALE_DIR");
  const Language *wanted = find_language (language);

  current = wanted != NULL ? wanted : find_language (BRIK_LANGUAGE_DEFAULT);
  g_setenv ("LANGUAGE", current->name, TRUE);
  leave_the_c_locale ();

  bindtextdomain (BRIK_GETTEXT_PACKAGE, folder != NULL ? folder : BRIK_LOCALE_DIR);
  bind_textdomain_codeset (BRIK_GETTEXT_PACKAGE, "UTF-8");
  textdomain (BRIK_GETTEXT_PACKAGE);
}

const char *
brik_language_get (void)
{
  return current->name;
}

const BrikMoneyStyle *
brik_language_get_money_style (void)
{
  return &current->money;
}

const char *
brik_language_get_clock_separator (void)
{
  return current->clock_separator;
}
