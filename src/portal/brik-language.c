/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal/brik-language.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/brik-money.h"
#include "core/brik-period.h"
#include "portal/brik-portal-resources.h"

#define TEMPLATES_PATH "/io/github/brikpos/portal/templates"
#define CATALOGS_PATH "/io/github/brikpos/portal/catalogs"

struct _BrikLanguage
{
  const char *code;
  const char *name;
  BrikMoneyStyle money;
  const char *clock_separator;
  BrikCatalog *catalog; /* NULL for the language of the source */
  BrikMustache *templates;
};

struct _BrikLanguages
{
  GPtrArray *all;
};

/* The default first. What a translator cannot decide alone, because it must be read back as well. */
static const struct
{
  const char *code;
  const char *name;
  BrikMoneyStyle money;
  const char *clock_separator;
  gboolean is_source;
} LANGUAGES[] = {
  { "da", "Dansk", { .decimal = ",", .group = "." }, ".", FALSE },
  { "en", "English", { .decimal = ".", .group = "," }, ":", TRUE },
};

static const char *const MONTHS[] = {
  NC_ ("month", "January"),   NC_ ("month", "February"), NC_ ("month", "March"),    NC_ ("month", "April"),
  NC_ ("month", "May"),       NC_ ("month", "June"),     NC_ ("month", "July"),     NC_ ("month", "August"),
  NC_ ("month", "September"), NC_ ("month", "October"),  NC_ ("month", "November"), NC_ ("month", "December"),
};

static const char *const SHORT_MONTHS[] = {
  NC_ ("short month", "Jan"), NC_ ("short month", "Feb"), NC_ ("short month", "Mar"),
  NC_ ("short month", "Apr"), NC_ ("short month", "May"), NC_ ("short month", "Jun"),
  NC_ ("short month", "Jul"), NC_ ("short month", "Aug"), NC_ ("short month", "Sep"),
  NC_ ("short month", "Oct"), NC_ ("short month", "Nov"), NC_ ("short month", "Dec"),
};

static void
language_free (gpointer data)
{
  BrikLanguage *language = data;

  g_clear_pointer (&language->catalog, brik_catalog_free);
  g_clear_pointer (&language->templates, brik_mustache_free);
  g_free (language);
}

static const char *
translate (const char *text, gpointer user_data)
{
  return brik_catalog_get (user_data, text);
}

static gboolean
compile_templates (BrikLanguage *language, GError **error)
{
  GResource *resource = brik_portal_get_resource ();
  g_auto (GStrv) files = g_resource_enumerate_children (resource, TEMPLATES_PATH, 0, error);

  if (files == NULL)
    return FALSE;
  language->templates = brik_mustache_new (BRIK_MUSTACHE_DEFAULT, translate, language->catalog);
  for (guint i = 0; files[i] != NULL; i++)
    {
      g_autofree char *path = g_build_path ("/", TEMPLATES_PATH, files[i], NULL);
      g_autofree char *name = g_strndup (files[i], strcspn (files[i], "."));
      g_autoptr (GBytes) source = g_resource_lookup_data (resource, path, 0, error);

      if (source == NULL || !brik_mustache_add (language->templates, name, g_bytes_get_data (source, NULL),
                                                g_bytes_get_size (source), error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
load_catalog (BrikLanguage *language, GError **error)
{
  g_autofree char *path = g_strconcat (CATALOGS_PATH, "/", language->code, ".mo", NULL);
  g_autoptr (GBytes) bytes = g_resource_lookup_data (brik_portal_get_resource (), path, 0, error);

  language->catalog = bytes != NULL ? brik_catalog_new (bytes, path, error) : NULL;
  return language->catalog != NULL;
}

BrikLanguages *
brik_languages_load (GError **error)
{
  g_autoptr (BrikLanguages) languages = g_new0 (BrikLanguages, 1);

  languages->all = g_ptr_array_new_with_free_func (language_free);
  for (guint i = 0; i < G_N_ELEMENTS (LANGUAGES); i++)
    {
      BrikLanguage *language = g_new0 (BrikLanguage, 1);

      g_ptr_array_add (languages->all, language);
      language->code = LANGUAGES[i].code;
      language->name = LANGUAGES[i].name;
      language->money = LANGUAGES[i].money;
      language->clock_separator = LANGUAGES[i].clock_separator;
      if ((!LANGUAGES[i].is_source && !load_catalog (language, error)) ||
          !compile_templates (language, error))
        return NULL;
    }
  return g_steal_pointer (&languages);
}

void
brik_languages_free (BrikLanguages *languages)
{
  if (languages == NULL)
    return;
  g_ptr_array_unref (languages->all);
  g_free (languages);
}

guint
brik_languages_get_n (const BrikLanguages *languages)
{
  return languages->all->len;
}

const BrikLanguage *
brik_languages_get (const BrikLanguages *languages, guint index)
{
  g_return_val_if_fail (index < languages->all->len, NULL);
  return g_ptr_array_index (languages->all, index);
}

const BrikLanguage *
brik_languages_find (const BrikLanguages *languages, const char *code)
{
  for (guint i = 0; i < languages->all->len; i++)
    if (g_strcmp0 (brik_languages_get (languages, i)->code, code) == 0)
      return brik_languages_get (languages, i);
  return NULL;
}

/* One range of Accept-Language, "en-GB;q=0.8": its language if we have it, and how much it is wanted. */
static const BrikLanguage *
read_range (const BrikLanguages *languages, const char *range, double *quality)
{
  g_autofree char *code = g_strndup (range, strcspn (range, "-; \t"));
  const char *q = strstr (range, ";q=");

  *quality = q != NULL ? g_ascii_strtod (q + 3, NULL) : 1.0;
  return brik_languages_find (languages, code);
}

const BrikLanguage *
brik_languages_choose (const BrikLanguages *languages, const char *chosen, const char *accept_language)
{
  const BrikLanguage *best = brik_languages_find (languages, chosen);
  g_auto (GStrv) ranges = NULL;
  double best_quality = 0.0;

  if (best != NULL)
    return best;
  ranges = g_strsplit (accept_language != NULL ? accept_language : "", ",", 16);
  for (guint i = 0; ranges[i] != NULL; i++)
    {
      double quality;
      const BrikLanguage *language = read_range (languages, g_strstrip (ranges[i]), &quality);

      if (language != NULL && quality > best_quality)
        {
          best = language;
          best_quality = quality;
        }
    }
  return best != NULL ? best : brik_languages_get (languages, 0);
}

const char *
brik_language_get_code (const BrikLanguage *language)
{
  return language->code;
}

const char *
brik_language_get_name (const BrikLanguage *language)
{
  return language->name;
}

const BrikMustache *
brik_language_get_templates (const BrikLanguage *language)
{
  return language->templates;
}

const BrikCatalog *
brik_language_get_catalog (const BrikLanguage *language)
{
  return language->catalog;
}

const char *
brik_language_text (const BrikLanguage *language, const char *text)
{
  return brik_catalog_get (language->catalog, text);
}

char *
brik_language_fill (const BrikLanguage *language, const char *text, ...)
{
  g_autoptr (GString) out = g_string_new (brik_language_text (language, text));
  va_list values;
  const char *name;

  va_start (values, text);
  while ((name = va_arg (values, const char *)) != NULL)
    {
      g_autofree char *mark = g_strconcat ("{", name, "}", NULL);

      g_string_replace (out, mark, va_arg (values, const char *), 0);
    }
  va_end (values);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

char *
brik_language_plural (const BrikLanguage *language, const char *one, const char *many, guint n)
{
  g_autoptr (GString) out = g_string_new (brik_catalog_get_plural (language->catalog, one, many, n));
  g_autofree char *number = g_strdup_printf ("%u", n);

  g_string_replace (out, "{n}", number, 0);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

char *
brik_language_amount (const BrikLanguage *language, gint64 amount_ore)
{
  return brik_money_format (amount_ore, &language->money);
}

char *
brik_language_money (const BrikLanguage *language, gint64 amount_ore)
{
  g_autofree char *amount = brik_language_amount (language, amount_ore);

  return brik_language_fill (language, N_ ("DKK {amount}"), "amount", amount, NULL);
}

gboolean
brik_language_parse_amount (const BrikLanguage *language,
                            const char *text,
                            gint64 *amount_ore,
                            GError **error)
{
  g_autofree char *bare = g_strstrip (g_strdup (text));

  if (g_str_has_suffix (bare, "kr.") || g_str_has_suffix (bare, "kr"))
    *strrchr (bare, 'k') = '\0';
  return brik_money_parse (g_strstrip (bare), &language->money, amount_ore, error);
}

static GDateTime *
civil_time (GTimeZone *zone, gint64 time_us)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (time_us / G_USEC_PER_SEC);

  return g_date_time_to_timezone (utc, zone);
}

static char *
day_and_month (const BrikLanguage *language, int day, int month)
{
  g_autofree char *number = g_strdup_printf ("%d", day);

  return brik_language_fill (language, N_ ("{day} {month}"), "day", number, "month",
                             brik_catalog_get_in (language->catalog, "short month", SHORT_MONTHS[month - 1]),
                             NULL);
}

static char *
clock_of (const BrikLanguage *language, GDateTime *civil)
{
  return g_strdup_printf ("%02d%s%02d", g_date_time_get_hour (civil), language->clock_separator,
                          g_date_time_get_minute (civil));
}

char *
brik_language_time (const BrikLanguage *language, GTimeZone *zone, gint64 time_us, gint64 now_us)
{
  g_autoptr (GDateTime) civil = civil_time (zone, time_us);
  g_autoptr (GDateTime) now = civil_time (zone, now_us);
  g_autofree char *day =
    day_and_month (language, g_date_time_get_day_of_month (civil), g_date_time_get_month (civil));
  g_autofree char *clock = clock_of (language, civil);

  if (g_date_time_get_year (civil) == g_date_time_get_year (now))
    return g_strdup_printf ("%s %s", day, clock);
  return g_strdup_printf ("%s %d %s", day, g_date_time_get_year (civil), clock);
}

/* As one would say it in a sentence: "today at 11:41". */
char *
brik_language_when (const BrikLanguage *language, GTimeZone *zone, gint64 time_us, gint64 now_us)
{
  g_autoptr (GDateTime) civil = civil_time (zone, time_us);
  g_autofree char *clock = clock_of (language, civil);
  g_autofree char *date = NULL;
  GDate day;
  GDate today;

  if (brik_civil_date (zone, time_us, &day) && brik_civil_date (zone, now_us, &today))
    {
      int n_days_ago = g_date_days_between (&day, &today);

      if (n_days_ago == 0)
        return brik_language_fill (language, N_ ("today at {clock}"), "clock", clock, NULL);
      if (n_days_ago == 1)
        return brik_language_fill (language, N_ ("yesterday at {clock}"), "clock", clock, NULL);
    }
  date = day_and_month (language, g_date_get_day (&day), g_date_get_month (&day));
  return brik_language_fill (language, N_ ("on {date} at {clock}"), "date", date, "clock", clock, NULL);
}

char *
brik_language_date (const BrikLanguage *language, const GDate *date)
{
  g_autofree char *day = day_and_month (language, g_date_get_day (date), g_date_get_month (date));

  return g_strdup_printf ("%s %d", day, g_date_get_year (date));
}

char *
brik_language_month (const BrikLanguage *language, const GDate *date, const GDate *today)
{
  const char *month = brik_catalog_get_in (language->catalog, "month", MONTHS[g_date_get_month (date) - 1]);

  if (g_date_get_year (date) == g_date_get_year (today))
    return g_strdup (month);
  return g_strdup_printf ("%s %d", month, g_date_get_year (date));
}
