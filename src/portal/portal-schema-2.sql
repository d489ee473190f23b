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

-- The barcodes printed on a product, as thirteen digits. The same may stand on two products that are sold at
-- different places, at different prices: the import sees to it that no till has two of them.
CREATE TABLE product_barcode (
  municipality_id TEXT NOT NULL,
  product_id TEXT NOT NULL,
  code TEXT NOT NULL CHECK (length (code) = 13),
  PRIMARY KEY (municipality_id, product_id, code),
  FOREIGN KEY (municipality_id, product_id) REFERENCES product (municipality_id, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX product_barcode_code ON product_barcode (municipality_id, code);

-- Money: a booking moves one amount from one account to another, so that postings sum to zero by how they are made, and
-- no trigger need add them up; money between two holders is two bookings, one in the order of each. The goods stand in
-- the sale's entry, written once. What grows by the sale is kept in the order it comes in, with narrow indexes beside
-- it: random keys alone would touch a page each. What is checked of each row names its words one by one: of a list of
-- three SQLite makes a table each time.
CREATE TABLE booking_2 (
  municipality_id TEXT NOT NULL,
  id TEXT NOT NULL, -- the sale's or undo's own id, drawn by the till
  type TEXT NOT NULL CHECK (type = 'sale' OR type = 'undo' OR type = 'opening'),
  account_id TEXT NOT NULL, -- the holder's
  house_id TEXT NOT NULL, -- the account of the house that it is moved to or from
  position INTEGER NOT NULL, -- on that account, in booking order (D15)
  total_ore INTEGER NOT NULL CHECK (total_ore >= 0 OR type = 'opening'),
  -- What the holder gets.
  amount_ore INTEGER NOT NULL GENERATED ALWAYS AS (iif (type = 'sale', -total_ore, total_ore)) VIRTUAL,
  at_us INTEGER NOT NULL,
  booked_us INTEGER NOT NULL,
  date TEXT NOT NULL,
  place_id TEXT,
  till_id TEXT,
  run_id TEXT,
  number INTEGER,
  card_id TEXT,
  cashier_id TEXT,
  offline INTEGER NOT NULL DEFAULT 0 CHECK (offline IN (0, 1)),
  -- Of an undo: the sale. Not a foreign key: it would have all bookings searched at each.
  undoes TEXT,
  flag TEXT, -- of a sale: the reason the rules would have given against it when it was booked
  -- What it counts against caps: an undo lowers the day of its sale (D3).
  spent_on TEXT,
  spent_kind TEXT,
  spent_ore INTEGER,
  PRIMARY KEY (municipality_id, id),
  UNIQUE (municipality_id, account_id, position),
  FOREIGN KEY (municipality_id, account_id) REFERENCES account (municipality_id, id),
  FOREIGN KEY (municipality_id, house_id) REFERENCES account (municipality_id, id),
  CHECK ((type = 'undo') = (undoes IS NOT NULL)),
  CHECK ((type = 'opening') = (till_id IS NULL)),
  CHECK ((spent_on IS NULL) = (type = 'opening')),
  CHECK ((spent_on IS NULL) = (spent_kind IS NULL) AND (spent_on IS NULL) = (spent_ore IS NULL))
) STRICT;

INSERT INTO booking_2 (municipality_id, id, type, account_id, house_id, position, total_ore, at_us, booked_us, date,
  place_id, till_id, run_id, number, card_id, cashier_id, offline, undoes, flag, spent_on, spent_kind, spent_ore)
SELECT municipality_id, id, type, account_id,
  coalesce ((SELECT account_id FROM posting WHERE municipality_id = booking.municipality_id AND booking_id = booking.id
              AND account_id <> booking.account_id),
    -- Goods given away were not posted; what is undone was sold where its sale was made.
    CASE type WHEN 'opening' THEN 'house:deposits' WHEN 'sale' THEN 'sales:' || place_id ELSE
      (SELECT 'sales:' || sale.place_id FROM booking AS sale
        WHERE sale.municipality_id = booking.municipality_id AND sale.id = booking.undoes) END),
  position, total_ore, at_us, booked_us, date, place_id, till_id, run_id, number, card_id, cashier_id, offline,
  undoes, flag, spent_on, spent_kind, spent_ore
FROM booking ORDER BY booked_us, number;

DROP TABLE posting;
DROP TABLE booking_line;
DROP TABLE booking;
ALTER TABLE booking_2 RENAME TO booking;

CREATE UNIQUE INDEX booking_undoes ON booking (municipality_id, undoes) WHERE undoes IS NOT NULL;
CREATE INDEX booking_spending ON booking (municipality_id, account_id, spent_on, spent_kind, spent_ore)
  WHERE spent_on IS NOT NULL;

-- Whom a till knows, or has known. date: the last day that it does, for it asked for them that day or they bought there
-- 60 days before; one that is over, where it knew them by its place. What was looked for among the bookings is written
-- down. Who is not gone when the date is over, the till is to be told of; nobody who has no row is named to it as gone.
ALTER TABLE till_interest ADD COLUMN gone INTEGER NOT NULL DEFAULT 0 CHECK (gone IN (0, 1));
-- The day the till last asked for them: so many a day.
ALTER TABLE till_interest ADD COLUMN asked TEXT;

UPDATE till_interest SET asked = date;
INSERT INTO till_interest (municipality_id, till_id, account_id, date)
SELECT till.municipality_id, till.id, account_id, date (max (spent_on), '+60 days')
FROM booking JOIN place ON place.municipality_id = booking.municipality_id AND place.id = booking.place_id
  JOIN till ON till.municipality_id = booking.municipality_id AND till.place_id = place.id
  JOIN account ON account.municipality_id = booking.municipality_id AND account.id = account_id
  JOIN person ON person.municipality_id = booking.municipality_id AND person.id = account.person_id
WHERE holds = 'own' AND person.place_id IS NOT place.id
GROUP BY till.municipality_id, till.id, account_id
ON CONFLICT DO UPDATE SET date = max (date, excluded.date);

-- Whom the tills knew by their place and should not any more was not written down. A new epoch has each start over once,
-- which sweeps out who is not named. As none has asked for that, they offer all entries again, as to a portal put back
-- from a copy: the first receipt says from where on, and what is there is counted once.
UPDATE feed SET epoch = lower (hex (randomblob (16)));

CREATE INDEX till_interest_stays ON till_interest (municipality_id, till_id, date) WHERE NOT gone;
CREATE INDEX till_interest_asked ON till_interest (municipality_id, till_id, asked) WHERE asked IS NOT NULL;

CREATE TRIGGER booking_is_fixed BEFORE UPDATE ON booking
BEGIN SELECT RAISE (ABORT, 'bookings are never changed'); END;
CREATE TRIGGER booking_is_kept BEFORE DELETE ON booking
BEGIN SELECT RAISE (ABORT, 'bookings are never deleted'); END;

CREATE VIEW posting AS
  SELECT municipality_id, id AS booking_id, account_id, amount_ore FROM booking WHERE amount_ore <> 0
  UNION ALL
  SELECT municipality_id, id, house_id, -amount_ore FROM booking WHERE amount_ore <> 0;

-- Entries, likewise; a row of a thousand bytes is none for a key's tree.
CREATE TABLE entry_2 (
  municipality_id TEXT NOT NULL,
  till_id TEXT NOT NULL,
  run_id TEXT NOT NULL,
  number INTEGER NOT NULL,
  digest BLOB NOT NULL,
  hash BLOB NOT NULL,
  previous BLOB NOT NULL,
  signature BLOB NOT NULL,
  line TEXT NOT NULL,
  received_us INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state = 'booked' OR state = 'set-aside' OR state = 'waiting'),
  why TEXT, -- a word, unless booked
  waits_for TEXT, -- the id of the sale that it names
  PRIMARY KEY (municipality_id, till_id, run_id, number, digest),
  FOREIGN KEY (municipality_id, till_id, run_id) REFERENCES run (municipality_id, till_id, id),
  CHECK ((state = 'booked') = (why IS NULL))
) STRICT;

CREATE TABLE held_2 (
  municipality_id TEXT NOT NULL,
  till_id TEXT NOT NULL,
  run_id TEXT NOT NULL,
  number INTEGER NOT NULL,
  digest BLOB NOT NULL,
  sale_id TEXT NOT NULL, -- that took it, or that an undo gives back
  account_id TEXT NOT NULL,
  spent_on TEXT NOT NULL,
  spent_kind TEXT NOT NULL,
  spent_ore INTEGER NOT NULL,
  PRIMARY KEY (municipality_id, till_id, run_id, number, digest),
  FOREIGN KEY (municipality_id, till_id, run_id, number, digest)
    REFERENCES entry_2 (municipality_id, till_id, run_id, number, digest),
  FOREIGN KEY (municipality_id, account_id) REFERENCES account (municipality_id, id)
) STRICT, WITHOUT ROWID;

-- Of two by one name the first that came leads.
INSERT INTO entry_2 SELECT * FROM entry ORDER BY why IS 'other-content', received_us, number;
INSERT INTO held_2 SELECT municipality_id, till_id, run_id, number, digest, coalesce (line ->> 'sale', line ->> 'id'),
  account_id, spent_on, spent_kind, spent_ore FROM held JOIN entry USING (municipality_id, till_id, run_id, number, digest);
DROP TABLE held;
DROP TABLE entry;
ALTER TABLE entry_2 RENAME TO entry;
ALTER TABLE held_2 RENAME TO held;

CREATE INDEX entry_waits_for ON entry (municipality_id, waits_for) WHERE waits_for IS NOT NULL;
CREATE INDEX entry_unbooked ON entry (municipality_id, state, why, till_id) WHERE state <> 'booked';
-- What is not given by its name: an entry whose own cannot be read, and the one that a run began after.
CREATE INDEX entry_digest ON entry (municipality_id, till_id, digest);
CREATE INDEX held_account ON held (municipality_id, account_id);
CREATE INDEX held_sale ON held (municipality_id, till_id, sale_id, account_id, spent_ore);

CREATE TRIGGER entry_is_kept BEFORE DELETE ON entry
BEGIN SELECT RAISE (ABORT, 'entries are never deleted'); END;
CREATE TRIGGER entry_is_fixed
BEFORE UPDATE OF municipality_id, till_id, run_id, number, digest, hash, previous, signature, line, received_us ON entry
BEGIN SELECT RAISE (ABORT, 'entries are never changed'); END;

-- What the transactions touched, likewise.
CREATE TABLE change_due_2 (
  municipality_id TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind = 'account' OR kind = 'product' OR kind = 'category' OR kind = 'staff' OR kind = 'place'),
  id TEXT NOT NULL,
  PRIMARY KEY (municipality_id, kind, id)
) STRICT, WITHOUT ROWID;

INSERT INTO change_due_2 SELECT * FROM change_due;
DROP TABLE change_due;
ALTER TABLE change_due_2 RENAME TO change_due;

-- The goods of a sale, each as its entry has it: {"product", "name", "quantity", "price", "vat"}.
CREATE VIEW booking_line AS
  SELECT booking.municipality_id, booking.id AS booking_id, item.key AS line, item.value AS goods
  FROM booking JOIN entry USING (municipality_id, till_id, run_id, number), json_each (entry.line, '$.lines') AS item
  WHERE booking.type = 'sale' AND entry.state = 'booked';

DELETE FROM sqlite_stat1 WHERE tbl IN ('booking', 'entry', 'held', 'posting');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('booking', 'sqlite_autoindex_booking_1', '1000000 1000000 1'),
  ('booking', 'sqlite_autoindex_booking_2', '1000000 1000000 50 1'),
  ('booking', 'booking_spending', '1000000 1000000 50 5 2 1'),
  ('booking', 'booking_undoes', '10000 10000 1'),
  ('entry', 'sqlite_autoindex_entry_1', '1000000 1000000 50000 500 1 1'),
  ('entry', 'entry_waits_for', '1000 1000 1'),
  ('entry', 'entry_unbooked', '1000 1000 500 100 50'),
  ('entry', 'entry_digest', '1000000 1000000 50000 1'),
  ('held', 'held', '1000 1000 500 100 1 1'),
  ('held', 'held_account', '1000 1000 2'),
  ('held', 'held_sale', '1000 1000 500 1 1 1'),
  ('product_barcode', 'product_barcode', '10000 10000 1 1'),
  ('product_barcode', 'product_barcode_code', '10000 10000 1'),
  ('rejection', 'rejection', '10000 10000 1'),
  ('rejection', 'rejection_account', '10000 10000 5 1'),
  ('till_interest', 'till_interest', '200000 200000 2000 1'),
  ('till_interest', 'till_interest_stays', '50000 50000 500 10'),
  ('till_interest', 'till_interest_asked', '50000 50000 500 50');
ANALYZE sqlite_schema;
