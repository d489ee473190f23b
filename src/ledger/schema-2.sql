-- The till's ledger, schema 2.

-- D12: in fast mode the same card is no second sale until then.
ALTER TABLE place ADD COLUMN again_after_us INTEGER NOT NULL DEFAULT 60000000;

-- Blocks put at this till bite at once (D9). They are few, so this costs a sale nothing.
CREATE INDEX journal_by_block ON journal (account, sequence) WHERE kind = 'card-blocked';
