/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "portal/brik-catalog.h"
#include "portal/brik-mustache.h"

G_BEGIN_DECLS

/**
 * BrikLanguage:
 *
 * One language of the portal's pages: its translations, its templates compiled with them, and how it writes
 * amounts and dates. Never changed once loaded; used from any thread.
 */
typedef struct _BrikLanguage BrikLanguage;

/* All languages, the default (Danish) first. */
typedef struct _BrikLanguages BrikLanguages;

/* Reads the catalogues that are built into the program, so that they are always those of its templates, and
 * compiles each template once for each language. */
BrikLanguages *brik_languages_load (GError **error);
void brik_languages_free (BrikLanguages *languages);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrikLanguages, brik_languages_free)

guint brik_languages_get_n (const BrikLanguages *languages);
const BrikLanguage *brik_languages_get (const BrikLanguages *languages, guint index);
/* The language of that code, or NULL. */
const BrikLanguage *brik_languages_find (const BrikLanguages *languages, const char *code);
/* What was chosen (a code, from a cookie) decides; else the browser's Accept-Language is a hint; else the
 * default. Both may be NULL and may hold anything. */
const BrikLanguage *
brik_languages_choose (const BrikLanguages *languages, const char *chosen, const char *accept_language);

const char *brik_language_get_code (const BrikLanguage *language);
const char *brik_language_get_name (const BrikLanguage *language); /* in itself: "Dansk" */
const BrikMustache *brik_language_get_templates (const BrikLanguage *language);
const BrikCatalog *brik_language_get_catalog (const BrikLanguage *language);

/* (transfer full) unless const. The first is a translation; the second one too, with each `{name}` in it
 * replaced by the value that follows the name; the list ends in NULL. */
const char *brik_language_text (const BrikLanguage *language, const char *text);
char *brik_language_fill (const BrikLanguage *language, const char *text, ...) G_GNUC_NULL_TERMINATED;

/* (transfer full): @one or @many, whichever fits @n, with `{n}` in it replaced. */
char *brik_language_plural (const BrikLanguage *language, const char *one, const char *many, guint n);

/* Amounts: "128,50", with a real minus sign; and what a person typed, blanks and "kr." allowed. */
char *brik_language_amount (const BrikLanguage *language, gint64 amount_ore);
char *brik_language_money (const BrikLanguage *language, gint64 amount_ore); /* "128,50 kr." */
gboolean brik_language_parse_amount (const BrikLanguage *language,
                                     const char *text,
                                     gint64 *amount_ore,
                                     GError **error);

/* Times are UTC µs shown in @zone: "20. nov. 11.41"; the year is added when it is not that of @now_us. */
char *brik_language_time (const BrikLanguage *language, GTimeZone *zone, gint64 time_us, gint64 now_us);
char *brik_language_when (const BrikLanguage *language, GTimeZone *zone, gint64 time_us, gint64 now_us);
char *brik_language_date (const BrikLanguage *language, const GDate *date); /* "20. nov. 2026" */
/* The month that @date lies in, "november"; with its year when it is not that of @today: "december 2025". */
char *brik_language_month (const BrikLanguage *language, const GDate *date, const GDate *today);

G_END_DECLS
