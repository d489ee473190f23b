-- The till's ledger, schema 2.

-- D12: in fast mode the same card is no second sale until then.
ALTER TABLE place ADD COLUMN again_after_us INTEGER NOT NULL DEFAULT 60000000;

-- Blocks put at this till bite at once (D9). They are few, so this costs a sale nothing.
CREATE INDEX journal_by_block ON journal (account, sequence) WHERE kind = 'card-blocked';

-- What the till remembers of its clock (D2), one row at most: at one moment the time, what the machine's clock
-- said, and how long the machine had been running since which start. Entries after sequence are newer.
CREATE TABLE clock (
  only        INTEGER PRIMARY KEY CHECK (only = 1),
  known_us    INTEGER NOT NULL,
  raw_us      INTEGER NOT NULL,
  steady_us   INTEGER NOT NULL,
  boot        TEXT NOT NULL,
  sequence    INTEGER NOT NULL
) STRICT;
