/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "wire/brik-entry.h"

BrikEntry *
brik_entry_new (BrikEntryKind kind)
{
  BrikEntry *entry = g_new0 (BrikEntry, 1);

  entry->kind = kind;
  entry->kind_name = g_strdup (brik_entry_kind_to_name (kind));
  g_date_clear (&entry->date, 1);
  g_date_clear (&entry->sale_date, 1);
  return entry;
}

void
brik_entry_free (BrikEntry *entry)
{
  if (entry == NULL)
    return;
  g_free (entry->kind_name);
  g_free (entry->till);
  g_free (entry->run);
  g_free (entry->place);
  g_free (entry->cashier);
  g_free (entry->id);
  g_free (entry->account);
  g_free (entry->card);
  g_clear_pointer (&entry->basket, brik_basket_free);
  g_free (entry->sale);
  g_free (entry->sale_place);
  g_free (entry->rejects);
  g_free (entry->head);
  g_free (entry);
}

static const char *const kind_names[] = {
  [BRIK_ENTRY_UNKNOWN] = NULL,
  [BRIK_ENTRY_STARTED] = "started",
  [BRIK_ENTRY_SHIFT_OPENED] = "shift-opened",
  [BRIK_ENTRY_SHIFT_CLOSED] = "shift-closed",
  [BRIK_ENTRY_DATE_SET] = "date-set",
  [BRIK_ENTRY_SALE] = "sale",
  [BRIK_ENTRY_UNDO] = "undo",
  [BRIK_ENTRY_DECLINE] = "decline",
  [BRIK_ENTRY_REJECTED] = "rejected",
  [BRIK_ENTRY_CARD_BLOCKED] = "card-blocked",
};

const char *
brik_entry_kind_to_name (BrikEntryKind kind)
{
  return (gsize) kind < G_N_ELEMENTS (kind_names) ? kind_names[kind] : NULL;
}

BrikEntryKind
brik_entry_kind_from_name (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kind_names); i++)
    if (g_strcmp0 (kind_names[i], name) == 0)
      return (BrikEntryKind) i;
  return BRIK_ENTRY_UNKNOWN;
}
