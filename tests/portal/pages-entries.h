/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "portal/brik-books.h"
#include "portal/brik-municipality.h"
#include "wire/brik-entry.h"

G_BEGIN_DECLS

/* Entries as a till would send them, booked straight into the portal's books: what the pages are to show. */

/* A sale of @n_lines different goods called @product, at @price_ore each, at the till @till at @place. */
BrikEntry *entries_new_sale (const BrikMunicipality *municipality,
                             const char *place,
                             const char *till,
                             const char *account,
                             const char *card,
                             const char *product,
                             guint n_lines,
                             gint64 price_ore,
                             gint64 at_us);
BrikEntry *entries_new_undo (const BrikEntry *sale, gint64 at_us);
/* A refusal with @reason; with @total_ore of goods; a cap is that of the day at the kind of place "klub", 22
 * of 25 kroner spent, and 3 kroner are left of whatever it was. */
BrikEntry *entries_new_decline (const BrikMunicipality *municipality,
                                const char *place,
                                const char *till,
                                const char *account,
                                const char *card,
                                BrikReason reason,
                                gint64 total_ore,
                                gint64 at_us);
/* Somebody else used the card of @sale for it. */
BrikEntry *entries_new_rejection (const BrikEntry *sale, gint64 at_us);
/* Books @entry, received at @now_us. */
void entries_book (BrikBooks *books, const char *municipality, const BrikEntry *entry, gint64 now_us);

G_END_DECLS
