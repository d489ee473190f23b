-- The till's ledger, schema 2.

-- D12: in fast mode the same card is no second sale until then.
ALTER TABLE place ADD COLUMN again_after_us INTEGER NOT NULL DEFAULT 60000000;

-- Blocks put at this till bite at once (D9). They are few, so this costs a sale nothing.
CREATE INDEX journal_by_block ON journal (sequence) WHERE kind = 'card-blocked';

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

-- The barcodes printed on a product, as thirteen digits. Two products of a place never share one: the portal sees to
-- that, and while it tells of a barcode that moved both may have it for a moment.
CREATE TABLE product_barcode (
  product     TEXT NOT NULL REFERENCES product (id) ON DELETE CASCADE,
  code        TEXT NOT NULL CHECK (length (code) = 13),
  PRIMARY KEY (product, code)
) STRICT, WITHOUT ROWID;

-- The portal may have told of barcodes already, to a program that did not know them: all is asked for anew.
UPDATE feed SET epoch = NULL, cursor = 0;

-- A card whose number is typed by a badge reader.
CREATE INDEX card_by_number ON card (number);

-- Wrong PINs since the last right one: a program that is started again goes on counting.
ALTER TABLE till ADD COLUMN wrong_pins INTEGER NOT NULL DEFAULT 0 CHECK (wrong_pins >= 0);
