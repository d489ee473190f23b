/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "portal/brik-csv.h"
#include "portal/brik-import.h"
#include "portal/brik-municipality.h"

G_BEGIN_DECLS

/**
 * BrikImport:
 * @tables: (element-type utf8 BrikCsv): by file name
 * @secrets: (element-type utf8 utf8): hashes of PINs and printed codes by "staff.csv:ID", "cards.csv:ID"
 * @photos: (element-type utf8 BrikImportPhoto): by the name in people.csv
 * @municipality: (nullable): once it is known
 * @n_problems: also those that are not in @problems any more
 *
 * An import under way.
 */
typedef struct
{
  char *directory;
  GHashTable *tables;
  GHashTable *secrets;
  GHashTable *photos;
  GPtrArray *problems;
  guint n_problems;
  guint n_rows;
  gint64 now_us;
  BrikMunicipality *municipality;
  BrikStore *store;
} BrikImport;

typedef struct
{
  GBytes *data;
  const char *type;
  char *problem;
} BrikImportPhoto;

void brik_import_complain (BrikImport *import, const char *format, ...) G_GNUC_PRINTF (2, 3);

/**
 * BrikImportRow:
 * @bad: something was wrong with it: it is not loaded
 *
 * A row of one file, its cells read by name; each says what is wrong with it, by file and line.
 */
typedef struct
{
  BrikImport *import;
  const char *file;
  const BrikCsv *csv;
  guint index;
  gboolean bad;
} BrikImportRow;

void brik_import_row_complain (BrikImportRow *row, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* Text within @max bytes, without spaces around it; NULL if it is empty, which is wrong where @required. */
const char *brik_import_row_text (BrikImportRow *row, const char *column, gsize max, gboolean required);
/* An id: [A-Za-z0-9._-]+ */
const char *brik_import_row_id (BrikImportRow *row, const char *column);
/* The id of something that @sql (municipality, id) finds; @what names it: "place" */
const char *brik_import_row_reference (BrikImportRow *row,
                                       const char *column,
                                       const char *what,
                                       const char *sql,
                                       gboolean required);
gint64 brik_import_row_money (BrikImportRow *row, const char *column, gint64 empty_ore, gboolean may_owe);
gint64 brik_import_row_number (BrikImportRow *row, const char *column, gint64 min, gint64 max, gint64 empty);
/* One of @choices (zero-terminated); the first if it is empty. */
const char *brik_import_row_choice (BrikImportRow *row, const char *column, const char *const *choices);
/* Not more of a wrong cell than one can read. (transfer full) */
char *brik_import_quote (const char *text);
/* Parts between semicolons. (transfer full) */
char **brik_import_row_list (BrikImportRow *row, const char *column);
/* Whether the file has that column: where an optional one is missing, what there is stays as it is. */
gboolean brik_import_row_has (BrikImportRow *row, const char *column);
/* Whether @sql (municipality, @id) has a row; not for rows that are bad. */
gboolean brik_import_row_exists (BrikImportRow *row, const char *sql, const char *id);

/* Loads or checks one row: FALSE for a fault of the store. */
typedef gboolean (*BrikImportLoad) (BrikImportRow *row, GError **error);

/**
 * BrikImportFile:
 * @columns: (array zero-terminated=1): those it must have
 * @optional: (array zero-terminated=1) (nullable): those it may have besides, and no others; one that is not
 * there is empty in every row
 * @check: (nullable): of each row once all are loaded
 *
 * How one of the files is loaded.
 */
typedef struct
{
  const char *name;
  const char *const *columns;
  BrikImportLoad load;
  const char *const *optional;
  BrikImportLoad check;
} BrikImportFile;

#define COLUMNS(...)                                                                                         \
  (const char *const[]) { __VA_ARGS__, NULL }

/* In the order they are loaded in. */
extern const BrikImportFile brik_import_place_files[];
extern const gsize brik_import_n_place_files;
extern const BrikImportFile brik_import_goods_files[];
extern const gsize brik_import_n_goods_files;
extern const BrikImportFile brik_import_people_files[];
extern const gsize brik_import_n_people_files;

/* Before the transaction, because it takes long: hashes what must not be stored as it is. */
gboolean brik_import_hash_secrets (BrikImport *import, BrikBooks *books, GError **error);

#define BRIK_SQL_PLACE "SELECT 1 FROM place WHERE municipality_id = ? AND id = ?"
#define BRIK_SQL_KIND "SELECT 1 FROM place_kind WHERE municipality_id = ? AND id = ?"
#define BRIK_SQL_CATEGORY "SELECT 1 FROM category WHERE municipality_id = ? AND id = ?"
#define BRIK_SQL_PERSON "SELECT 1 FROM person WHERE municipality_id = ? AND id = ?"
#define BRIK_SQL_ACCOUNT "SELECT 1 FROM account WHERE municipality_id = ? AND id = ? AND type = 'holder'"

G_END_DECLS
