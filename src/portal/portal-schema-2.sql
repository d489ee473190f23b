-- The portal's ledger, schema 2.

-- D12: in fast mode the same card is no second sale until then.
ALTER TABLE place ADD COLUMN again_after_us INTEGER NOT NULL DEFAULT 60000000 CHECK (again_after_us >= 0);

-- Somebody other than its holder used a card; nothing was charged.
CREATE TABLE rejection (
  municipality_id TEXT NOT NULL,
  id TEXT NOT NULL,
  account_id TEXT NOT NULL,
  card_id TEXT NOT NULL,
  till_id TEXT NOT NULL,
  place_id TEXT NOT NULL,
  at_us INTEGER NOT NULL,
  date TEXT NOT NULL,
  sale_id TEXT, -- that was undone for it; NULL: it was seen before there was one
  total_ore INTEGER NOT NULL,
  offline INTEGER NOT NULL CHECK (offline IN (0, 1)),
  PRIMARY KEY (municipality_id, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX rejection_account ON rejection (municipality_id, account_id, at_us);
