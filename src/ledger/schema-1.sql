-- The till's ledger, schema 1. Frozen: what is released is never edited, the next schema is a file of its own
-- (tests/ledger/frozen holds a database of each). Amounts are øre, times UTC µs, dates civil ones: 2026-11-20.

-- Who this till is. One row, made with the file.
CREATE TABLE till (
  only        INTEGER PRIMARY KEY CHECK (only = 1),
  public_key  BLOB NOT NULL CHECK (length (public_key) = 32),
  secret_key  BLOB NOT NULL CHECK (length (secret_key) = 64),
  portal      TEXT,
  till        TEXT,
  -- Whether a run is under way: still set at the start, the one before ended uncleanly.
  running     INTEGER NOT NULL DEFAULT 0 CHECK (running IN (0, 1)),
  -- The newest entry that the portal has acknowledged; what is unsent is what comes after it.
  acknowledged INTEGER NOT NULL DEFAULT 0 CHECK (acknowledged >= 0)
) STRICT;

-- Every fact that the till created, in the order it did. The line is the entry: it is what is hashed, signed and
-- sent. The columns from kind on repeat what is looked for.
CREATE TABLE journal (
  sequence    INTEGER PRIMARY KEY,
  run         TEXT NOT NULL CHECK (length (run) = 32),
  number      INTEGER NOT NULL CHECK (number >= 1),
  line        TEXT NOT NULL,
  previous    BLOB NOT NULL CHECK (length (previous) = 32),
  hash        BLOB NOT NULL CHECK (length (hash) = 32),
  signature   BLOB NOT NULL CHECK (length (signature) = 64),
  kind        TEXT NOT NULL,
  at_us       INTEGER NOT NULL,
  id          TEXT,
  account     TEXT,
  total_ore   INTEGER,
  -- Of a sale and an undo: where and on which day it counts. An undo counts where and when its sale did (D3).
  place_kind  TEXT,
  counts_on   TEXT,
  -- Of an undo: the sale it takes back.
  sale        TEXT
) STRICT;

-- Numbers within a run have no gap, so a run's first entry leads to all of them.
CREATE UNIQUE INDEX journal_by_run ON journal (run) WHERE number = 1;
CREATE UNIQUE INDEX journal_by_id ON journal (id) WHERE id IS NOT NULL;
CREATE UNIQUE INDEX journal_by_sale ON journal (sale) WHERE sale IS NOT NULL;
CREATE INDEX journal_by_account ON journal (account, sequence) WHERE counts_on IS NOT NULL;

CREATE TRIGGER journal_is_not_changed BEFORE UPDATE ON journal
BEGIN
  SELECT RAISE (ABORT, 'the journal is never changed');
END;

CREATE TRIGGER journal_is_not_shortened BEFORE DELETE ON journal
BEGIN
  SELECT RAISE (ABORT, 'the journal is never shortened');
END;

-- An entry goes on where the newest ends, and nowhere else: nothing is replaced, and no second branch is made.
CREATE TRIGGER journal_is_one_chain BEFORE INSERT ON journal
WHEN NEW.sequence IS NOT (SELECT coalesce (max (sequence), 0) + 1 FROM journal)
  OR NEW.previous IS NOT coalesce ((SELECT hash FROM journal ORDER BY sequence DESC LIMIT 1), zeroblob (32))
BEGIN
  SELECT RAISE (ABORT, 'the journal goes on only where it ends');
END;

-- How far the portal's changes have been applied. One row, made with the file. Rows of the tables below carry the
-- snapshot that named them last; when one is complete, older ones go.
CREATE TABLE feed (
  only        INTEGER PRIMARY KEY CHECK (only = 1),
  epoch       TEXT,
  cursor      INTEGER NOT NULL DEFAULT 0,
  answered_us INTEGER NOT NULL DEFAULT 0,
  snapshot    INTEGER NOT NULL DEFAULT 0,
  filling     INTEGER NOT NULL DEFAULT 0 CHECK (filling IN (0, 1)),
  complete    INTEGER NOT NULL DEFAULT 0 CHECK (complete IN (0, 1)),
  -- A record came that includes entries which this file does not hold: all is asked for anew once ours are sent.
  forked      INTEGER NOT NULL DEFAULT 0 CHECK (forked IN (0, 1))
) STRICT;
INSERT INTO feed (only) VALUES (1);

-- One row at most.
CREATE TABLE place (
  only              INTEGER PRIMARY KEY CHECK (only = 1),
  municipality      TEXT NOT NULL,
  municipality_name TEXT NOT NULL,
  place             TEXT NOT NULL,
  place_name        TEXT NOT NULL,
  place_kind        TEXT NOT NULL,
  till              TEXT NOT NULL,
  till_name         TEXT NOT NULL,
  zone              TEXT NOT NULL,
  card_form         TEXT NOT NULL,
  allowance_ore     INTEGER NOT NULL,
  data_age_limit_us INTEGER NOT NULL,
  balance_shown     TEXT NOT NULL
) STRICT;

CREATE TABLE place_kind (
  position    INTEGER PRIMARY KEY,
  id          TEXT NOT NULL UNIQUE,
  name        TEXT NOT NULL
) STRICT;

CREATE TABLE staff (
  id          TEXT PRIMARY KEY,
  name        TEXT NOT NULL,
  pin_hash    TEXT NOT NULL,
  active      INTEGER NOT NULL,
  snapshot    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE category (
  id          TEXT PRIMARY KEY,
  name        TEXT NOT NULL,
  colour      TEXT NOT NULL,
  position    INTEGER NOT NULL,
  snapshot    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- A product may come before its category: no foreign key.
CREATE TABLE product (
  id          TEXT PRIMARY KEY,
  name        TEXT NOT NULL,
  category    TEXT NOT NULL,
  price_ore   INTEGER NOT NULL,
  vat_bp      INTEGER NOT NULL,
  position    INTEGER NOT NULL,
  available   INTEGER NOT NULL,
  snapshot    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE product_exemption (
  product     TEXT NOT NULL REFERENCES product (id) ON DELETE CASCADE,
  buyer       TEXT NOT NULL,
  PRIMARY KEY (product, buyer)
) STRICT, WITHOUT ROWID;

-- What the portal told, without the till's own later entries.
CREATE TABLE account (
  id            TEXT PRIMARY KEY,
  name          TEXT NOT NULL,
  person        TEXT NOT NULL,
  person_name   TEXT NOT NULL,
  person_group  TEXT,
  buyer         TEXT NOT NULL,
  photo         TEXT,
  state         TEXT NOT NULL,
  balance_ore   INTEGER NOT NULL,
  overdraft_ore INTEGER NOT NULL,
  -- The newest entry of this journal that all this includes.
  through       INTEGER NOT NULL,
  told_us       INTEGER NOT NULL,
  snapshot      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX account_by_photo ON account (photo) WHERE photo IS NOT NULL;
CREATE INDEX account_by_snapshot ON account (snapshot);

CREATE TABLE account_kind (
  account     TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  kind        TEXT NOT NULL,
  PRIMARY KEY (account, kind)
) STRICT, WITHOUT ROWID;

CREATE TABLE cap (
  account     TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  kind        TEXT NOT NULL,
  period      TEXT NOT NULL,
  limit_ore   INTEGER NOT NULL,
  PRIMARY KEY (account, kind, period)
) STRICT, WITHOUT ROWID;

CREATE TABLE spending (
  account     TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  kind        TEXT NOT NULL,
  period      TEXT NOT NULL,
  begun       TEXT NOT NULL,
  spent_ore   INTEGER NOT NULL,
  PRIMARY KEY (account, kind, period)
) STRICT, WITHOUT ROWID;

CREATE TABLE card (
  account     TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  id          TEXT NOT NULL,
  number      TEXT NOT NULL,
  uid         TEXT NOT NULL,
  state       TEXT NOT NULL,
  PRIMARY KEY (account, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX card_by_uid ON card (uid);

CREATE TABLE photo (
  hash        TEXT PRIMARY KEY CHECK (length (hash) = 64),
  data        BLOB NOT NULL
) STRICT;

-- A picture of a person stays no longer than somebody's record names it.
CREATE TRIGGER photo_goes_with_change AFTER UPDATE OF photo ON account
WHEN OLD.photo IS NOT NULL AND OLD.photo IS NOT NEW.photo
BEGIN
  DELETE FROM photo WHERE hash = OLD.photo AND NOT EXISTS (SELECT 1 FROM account WHERE photo = OLD.photo);
END;

CREATE TRIGGER photo_goes_with_account AFTER DELETE ON account
WHEN OLD.photo IS NOT NULL
BEGIN
  DELETE FROM photo WHERE hash = OLD.photo AND NOT EXISTS (SELECT 1 FROM account WHERE photo = OLD.photo);
END;
