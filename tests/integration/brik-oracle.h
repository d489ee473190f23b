/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  BRIK_FACT_SALE,
  BRIK_FACT_UNDO,
  BRIK_FACT_DECLINE,
} BrikFactType;

/**
 * BrikFact:
 * @id: of the sale or the decline; of an undo: of the sale that it took back
 * @date: the civil date that it counts on: of an undo, its sale's (D3)
 * @amount_ore: taken from the account; below nought for an undo, nought for a decline
 * @dropped: its till's ledger was put back from a copy without it: the portal alone may have it
 * @gone: neither has it; what is gone counts nowhere but in the memory of whoever still knows it
 *
 * What a till said on its screen.
 */
typedef struct
{
  BrikFactType type;
  char *id;
  const char *till; /* interned, as the next two */
  const char *account;
  const char *kind;
  GDate date;
  gint64 amount_ore;
  gboolean dropped;
  gboolean gone;
} BrikFact;

/**
 * BrikOracle:
 *
 * What the tills said, in order, and what must be true if they said the truth. Written from the rules alone:
 * it shares no code with what it judges.
 */
typedef struct _BrikOracle BrikOracle;

BrikOracle *brik_oracle_new (void);
void brik_oracle_free (BrikOracle *oracle);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrikOracle, brik_oracle_free)

void brik_oracle_note_sale (BrikOracle *oracle,
                            const char *sale,
                            const char *till,
                            const char *account,
                            const char *kind,
                            const GDate *date,
                            gint64 total_ore);
void brik_oracle_note_undo (BrikOracle *oracle, const char *sale);
void brik_oracle_note_decline (BrikOracle *oracle, const char *decline, const char *till);
guint brik_oracle_get_n_facts (BrikOracle *oracle);
BrikFact *brik_oracle_get_fact (BrikOracle *oracle, guint index);
/* How many there are of a type that are not gone. */
guint brik_oracle_count (BrikOracle *oracle, BrikFactType type);
/* Whether a fact of that type and id was noted that is not gone. */
gboolean brik_oracle_knows (BrikOracle *oracle, BrikFactType type, const char *id);

/* Which facts somebody can know of. */
typedef gboolean (*BrikOracleView) (const BrikFact *fact, guint index, gpointer data);

/* Taken from @account by the facts in @view (NULL: all that are not gone). */
gint64 brik_oracle_get_taken (BrikOracle *oracle, const char *account, BrikOracleView view, gpointer data);
/* Spent by @account at places of @kind (NULL: all) in the "day", "week" or "month" that @on lies in. */
gint64 brik_oracle_get_spent (BrikOracle *oracle,
                              const char *account,
                              const char *kind,
                              const char *period,
                              const GDate *on,
                              BrikOracleView view,
                              gpointer data);

/* Whether two dates lie in the same "day", "week" or "month". */
gboolean brik_oracle_is_same_period (const char *period, const GDate *one, const GDate *other);

G_END_DECLS
