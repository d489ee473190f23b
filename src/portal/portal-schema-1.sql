-- The portal's ledger, schema 1. Amounts are øre, times UTC µs, dates civil ('2026-11-20'). The municipality leads
-- every key and nothing refers across municipalities, so that the tables can be distributed as they stand.

CREATE TABLE municipality (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  zone TEXT NOT NULL,
  card_form TEXT NOT NULL CHECK (card_form IN ('hex', 'decimal', 'decimal-reversed', 'assigned'))
) STRICT, WITHOUT ROWID;

-- Places, tills, staff, goods

CREATE TABLE place_kind (
  municipality_id TEXT NOT NULL REFERENCES municipality (id),
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (municipality_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE place (
  municipality_id TEXT NOT NULL REFERENCES municipality (id),
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  kind_id TEXT NOT NULL,
  allowance_ore INTEGER NOT NULL CHECK (allowance_ore >= 0),
  data_age_limit_us INTEGER NOT NULL CHECK (data_age_limit_us > 0),
  balance_shown TEXT NOT NULL DEFAULT 'always' CHECK (balance_shown IN ('always', 'on-demand', 'never')),
  -- whom its tills know: everyone, or its own people and those who bought there of late
  holds TEXT NOT NULL DEFAULT 'everyone' CHECK (holds IN ('everyone', 'own')),
  PRIMARY KEY (municipality_id, id),
  FOREIGN KEY (municipality_id, kind_id) REFERENCES place_kind (municipality_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE till (
  municipality_id TEXT NOT NULL,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  place_id TEXT NOT NULL,
  PRIMARY KEY (municipality_id, id),
  FOREIGN KEY (municipality_id, place_id) REFERENCES place (municipality_id, id)
) STRICT, WITHOUT ROWID;

-- Every key a till ever had; the newest enrolment retires the one before.
CREATE TABLE till_key (
  municipality_id TEXT NOT NULL,
  till_id TEXT NOT NULL,
  public_key BLOB NOT NULL CHECK (length (public_key) = 32),
  state TEXT NOT NULL CHECK (state IN ('active', 'retired', 'revoked')),
  enrolled_us INTEGER NOT NULL,
  ended_us INTEGER,
  PRIMARY KEY (municipality_id, till_id, public_key),
  FOREIGN KEY (municipality_id, till_id) REFERENCES till (municipality_id, id)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX till_key_active ON till_key (municipality_id, till_id) WHERE state = 'active';

CREATE TABLE enrolment_code (
  municipality_id TEXT NOT NULL,
  code_hash BLOB NOT NULL,
  till_id TEXT NOT NULL,
  expires_us INTEGER NOT NULL,
  used_by_key BLOB,
  PRIMARY KEY (municipality_id, code_hash),
  FOREIGN KEY (municipality_id, till_id) REFERENCES till (municipality_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE staff (
  municipality_id TEXT NOT NULL REFERENCES municipality (id),
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  pin_hash TEXT NOT NULL,
  place_id TEXT, -- NULL: every place
  active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
  PRIMARY KEY (municipality_id, id),
  FOREIGN KEY (municipality_id, place_id) REFERENCES place (municipality_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE category (
  municipality_id TEXT NOT NULL REFERENCES municipality (id),
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  colour TEXT NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (municipality_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE product (
  municipality_id TEXT NOT NULL,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  category_id TEXT NOT NULL,
  price_ore INTEGER NOT NULL CHECK (price_ore >= 0),
  vat_bp INTEGER NOT NULL CHECK (vat_bp BETWEEN 0 AND 10000),
  exempt_buyers TEXT NOT NULL DEFAULT '', -- 'pupil;staff'
  position INTEGER NOT NULL,
  available INTEGER NOT NULL CHECK (available IN (0, 1)),
  PRIMARY KEY (municipality_id, id),
  FOREIGN KEY (municipality_id, category_id) REFERENCES category (municipality_id, id)
) STRICT, WITHOUT ROWID;

-- Where a product is sold; no row is everywhere.
CREATE TABLE product_place (
  municipality_id TEXT NOT NULL,
  product_id TEXT NOT NULL,
  place_id TEXT NOT NULL,
  PRIMARY KEY (municipality_id, product_id, place_id),
  FOREIGN KEY (municipality_id, product_id) REFERENCES product (municipality_id, id),
  FOREIGN KEY (municipality_id, place_id) REFERENCES place (municipality_id, id)
) STRICT, WITHOUT ROWID;

-- People, accounts, cards

CREATE TABLE photo (
  municipality_id TEXT NOT NULL REFERENCES municipality (id),
  hash BLOB NOT NULL CHECK (length (hash) = 32),
  type TEXT NOT NULL CHECK (type IN ('image/png', 'image/jpeg')),
  data BLOB NOT NULL,
  PRIMARY KEY (municipality_id, hash)
) STRICT;

CREATE TABLE person (
  municipality_id TEXT NOT NULL REFERENCES municipality (id),
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  email TEXT,
  cpr TEXT CHECK (cpr GLOB '[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]'), -- R4; never sent to a till
  address TEXT,
  postcode TEXT,
  city TEXT,
  phone TEXT,
  buyer TEXT NOT NULL CHECK (buyer IN ('pupil', 'staff', 'guest')),
  school TEXT,
  class TEXT,
  place_id TEXT, -- the place that the school is, where it is one
  photo_hash BLOB,
  password_hash TEXT, -- NULL until a first login (R8)
  PRIMARY KEY (municipality_id, id),
  FOREIGN KEY (municipality_id, place_id) REFERENCES place (municipality_id, id),
  FOREIGN KEY (municipality_id, photo_hash) REFERENCES photo (municipality_id, hash)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX person_cpr ON person (municipality_id, cpr) WHERE cpr IS NOT NULL;
CREATE UNIQUE INDEX person_email ON person (municipality_id, lower (email))
  WHERE email IS NOT NULL AND password_hash IS NOT NULL; -- one e-mail per user (R9)

-- Whose accounts a guardian manages (R36).
CREATE TABLE relation (
  municipality_id TEXT NOT NULL,
  guardian_id TEXT NOT NULL,
  person_id TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('approved', 'waiting')),
  PRIMARY KEY (municipality_id, guardian_id, person_id),
  FOREIGN KEY (municipality_id, guardian_id) REFERENCES person (municipality_id, id),
  FOREIGN KEY (municipality_id, person_id) REFERENCES person (municipality_id, id),
  CHECK (guardian_id <> person_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX relation_person ON relation (municipality_id, person_id);

-- Holders' card accounts, and the house's (their ids hold a colon, which no imported id may). Only a holder's
-- account keeps its balance, which one function changes; the house's are sums, or every sale would queue for one row.
CREATE TABLE account (
  municipality_id TEXT NOT NULL REFERENCES municipality (id),
  id TEXT NOT NULL,
  type TEXT NOT NULL CHECK (type IN ('holder', 'sales', 'deposits')),
  name TEXT NOT NULL,
  person_id TEXT,
  place_id TEXT,
  state TEXT NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'blocked')),
  overdraft_ore INTEGER NOT NULL DEFAULT 0 CHECK (overdraft_ore >= 0),
  kinds_limited INTEGER NOT NULL DEFAULT 0 CHECK (kinds_limited IN (0, 1)), -- 0: every kind of place (R31)
  balance_ore INTEGER,
  n_postings INTEGER NOT NULL DEFAULT 0, -- of a holder's: gives each its place in booking order (D15)
  PRIMARY KEY (municipality_id, id),
  FOREIGN KEY (municipality_id, person_id) REFERENCES person (municipality_id, id),
  FOREIGN KEY (municipality_id, place_id) REFERENCES place (municipality_id, id),
  CHECK ((type = 'holder') = (person_id IS NOT NULL)),
  CHECK ((type = 'holder') = (balance_ore IS NOT NULL)),
  CHECK ((type = 'sales') = (place_id IS NOT NULL)),
  CHECK ((type = 'holder') = (instr (id, ':') = 0))
) STRICT, WITHOUT ROWID;

CREATE INDEX account_person ON account (municipality_id, person_id) WHERE person_id IS NOT NULL;

CREATE TABLE card (
  municipality_id TEXT NOT NULL,
  id TEXT NOT NULL,
  account_id TEXT NOT NULL,
  number TEXT NOT NULL, -- normalized (R3)
  uid TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('active', 'blocked', 'replaced', 'closed')),
  code_hash TEXT, -- of the printed code; NULL: none, or void since the first login (R8)
  code_void INTEGER NOT NULL DEFAULT 0 CHECK (code_void IN (0, 1)),
  PRIMARY KEY (municipality_id, id),
  UNIQUE (municipality_id, number),
  UNIQUE (municipality_id, uid),
  FOREIGN KEY (municipality_id, account_id) REFERENCES account (municipality_id, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX card_account ON card (municipality_id, account_id);

CREATE TABLE cap (
  municipality_id TEXT NOT NULL,
  account_id TEXT NOT NULL,
  kind TEXT NOT NULL, -- '' counts everywhere (R28), else a kind of place (R29)
  period TEXT NOT NULL CHECK (period IN ('day', 'week', 'month')),
  limit_ore INTEGER NOT NULL CHECK (limit_ore >= 0),
  PRIMARY KEY (municipality_id, account_id, kind, period),
  FOREIGN KEY (municipality_id, account_id) REFERENCES account (municipality_id, id)
) STRICT, WITHOUT ROWID;

-- The kinds of place ticked, where account.kinds_limited is 1 (R31).
CREATE TABLE kind_allowed (
  municipality_id TEXT NOT NULL,
  account_id TEXT NOT NULL,
  kind_id TEXT NOT NULL,
  PRIMARY KEY (municipality_id, account_id, kind_id),
  FOREIGN KEY (municipality_id, account_id) REFERENCES account (municipality_id, id),
  FOREIGN KEY (municipality_id, kind_id) REFERENCES place_kind (municipality_id, id)
) STRICT, WITHOUT ROWID;

-- Entries as the tills sent them

-- One start of a till. newest_number: entries 1 to that are held without a gap; reached: so is all that came before
-- the run in the till's journal, so that the till may go on after newest_number.
CREATE TABLE run (
  municipality_id TEXT NOT NULL,
  till_id TEXT NOT NULL,
  id TEXT NOT NULL,
  position INTEGER NOT NULL, -- of the till's runs, by arrival
  previous BLOB, -- of its first entry; NULL until that has come
  newest_number INTEGER NOT NULL DEFAULT 0,
  newest_hash BLOB,
  reached INTEGER NOT NULL DEFAULT 0 CHECK (reached IN (0, 1)),
  forked INTEGER NOT NULL DEFAULT 0 CHECK (forked IN (0, 1)), -- shares its beginning with another: a restored till
  broken INTEGER NOT NULL DEFAULT 0 CHECK (broken IN (0, 1)), -- an entry in it does not name the one before it
  PRIMARY KEY (municipality_id, till_id, id),
  FOREIGN KEY (municipality_id, till_id) REFERENCES till (municipality_id, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX run_previous ON run (municipality_id, till_id, previous);

-- digest is SHA-256 (previous ‖ line) as found here, hash what the till says it is.
CREATE TABLE entry (
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
  state TEXT NOT NULL CHECK (state IN ('booked', 'set-aside', 'waiting')),
  why TEXT, -- a word, unless booked
  waits_for TEXT, -- the id of the sale that it names
  PRIMARY KEY (municipality_id, till_id, run_id, number, digest),
  FOREIGN KEY (municipality_id, till_id, run_id) REFERENCES run (municipality_id, till_id, id),
  CHECK ((state = 'booked') = (why IS NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX entry_waits_for ON entry (municipality_id, waits_for) WHERE waits_for IS NOT NULL;
CREATE INDEX entry_unbooked ON entry (municipality_id, state, why) WHERE state <> 'booked';

CREATE TRIGGER entry_is_kept BEFORE DELETE ON entry
BEGIN SELECT RAISE (ABORT, 'entries are never deleted'); END;
CREATE TRIGGER entry_is_fixed
BEFORE UPDATE OF municipality_id, till_id, run_id, number, digest, hash, previous, signature, line, received_us ON entry
BEGIN SELECT RAISE (ABORT, 'entries are never changed'); END;

-- What entries that are set aside took from an account: the tills go on counting it until the office decides.
CREATE TABLE held (
  municipality_id TEXT NOT NULL,
  till_id TEXT NOT NULL,
  run_id TEXT NOT NULL,
  number INTEGER NOT NULL,
  digest BLOB NOT NULL,
  account_id TEXT NOT NULL,
  spent_on TEXT NOT NULL,
  spent_kind TEXT NOT NULL,
  spent_ore INTEGER NOT NULL,
  PRIMARY KEY (municipality_id, till_id, run_id, number, digest),
  FOREIGN KEY (municipality_id, till_id, run_id, number, digest)
    REFERENCES entry (municipality_id, till_id, run_id, number, digest),
  FOREIGN KEY (municipality_id, account_id) REFERENCES account (municipality_id, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX held_account ON held (municipality_id, account_id);

-- Money

-- One booking moves money between accounts. Its postings are written before it, in the same transaction: the trigger
-- on this table sees them all and lets them in only if they sum to zero; the deferred key lets none in without it.
CREATE TABLE booking (
  municipality_id TEXT NOT NULL,
  id TEXT NOT NULL, -- the sale's or undo's own id, drawn by the till
  type TEXT NOT NULL CHECK (type IN ('sale', 'undo', 'opening')),
  account_id TEXT NOT NULL, -- the holder's
  position INTEGER NOT NULL, -- on that account, in booking order (D15)
  total_ore INTEGER NOT NULL CHECK (total_ore >= 0 OR type = 'opening'),
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
  CHECK ((type = 'undo') = (undoes IS NOT NULL)),
  CHECK ((type = 'opening') = (till_id IS NULL)),
  CHECK ((spent_on IS NULL) = (type = 'opening')),
  CHECK ((spent_on IS NULL) = (spent_kind IS NULL) AND (spent_on IS NULL) = (spent_ore IS NULL))
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX booking_undoes ON booking (municipality_id, undoes) WHERE undoes IS NOT NULL;
CREATE INDEX booking_spending ON booking (municipality_id, account_id, spent_on, spent_kind, spent_ore)
  WHERE spent_on IS NOT NULL;

CREATE TABLE booking_line (
  municipality_id TEXT NOT NULL,
  booking_id TEXT NOT NULL,
  line INTEGER NOT NULL,
  product_id TEXT NOT NULL,
  name TEXT NOT NULL,
  quantity INTEGER NOT NULL CHECK (quantity > 0),
  price_ore INTEGER NOT NULL,
  vat_bp INTEGER NOT NULL,
  PRIMARY KEY (municipality_id, booking_id, line),
  FOREIGN KEY (municipality_id, booking_id) REFERENCES booking (municipality_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE posting (
  municipality_id TEXT NOT NULL,
  booking_id TEXT NOT NULL,
  account_id TEXT NOT NULL,
  amount_ore INTEGER NOT NULL CHECK (amount_ore <> 0),
  PRIMARY KEY (municipality_id, booking_id, account_id),
  FOREIGN KEY (municipality_id, booking_id) REFERENCES booking (municipality_id, id) DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY (municipality_id, account_id) REFERENCES account (municipality_id, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX posting_account ON posting (municipality_id, account_id, amount_ore);

CREATE TRIGGER booking_sums_to_zero BEFORE INSERT ON booking
WHEN coalesce ((SELECT sum (amount_ore) FROM posting
                 WHERE municipality_id = NEW.municipality_id AND booking_id = NEW.id), 0) <> 0
BEGIN SELECT RAISE (ABORT, 'postings do not sum to zero'); END;
CREATE TRIGGER posting_comes_before_booking BEFORE INSERT ON posting
WHEN EXISTS (SELECT 1 FROM booking WHERE municipality_id = NEW.municipality_id AND id = NEW.booking_id)
BEGIN SELECT RAISE (ABORT, 'the booking is closed'); END;
CREATE TRIGGER booking_is_fixed BEFORE UPDATE ON booking
BEGIN SELECT RAISE (ABORT, 'bookings are never changed'); END;
CREATE TRIGGER booking_is_kept BEFORE DELETE ON booking
BEGIN SELECT RAISE (ABORT, 'bookings are never deleted'); END;
CREATE TRIGGER booking_line_is_fixed BEFORE UPDATE ON booking_line
BEGIN SELECT RAISE (ABORT, 'bookings are never changed'); END;
CREATE TRIGGER booking_line_is_kept BEFORE DELETE ON booking_line
BEGIN SELECT RAISE (ABORT, 'bookings are never deleted'); END;
CREATE TRIGGER posting_is_fixed BEFORE UPDATE ON posting
BEGIN SELECT RAISE (ABORT, 'postings are never changed'); END;
CREATE TRIGGER posting_is_kept BEFORE DELETE ON posting
BEGIN SELECT RAISE (ABORT, 'postings are never deleted'); END;

-- A card that was refused, with the numbers of the verdict (R35).
CREATE TABLE decline (
  municipality_id TEXT NOT NULL,
  id TEXT NOT NULL,
  account_id TEXT, -- NULL: the card was not known
  card_id TEXT,
  till_id TEXT NOT NULL,
  place_id TEXT NOT NULL,
  at_us INTEGER NOT NULL,
  date TEXT NOT NULL,
  reason TEXT NOT NULL,
  total_ore INTEGER NOT NULL,
  left_ore INTEGER NOT NULL,
  cap_kind TEXT, -- with the next three where the reason is 'cap'
  cap_period TEXT,
  cap_limit_ore INTEGER,
  cap_spent_ore INTEGER,
  offline INTEGER NOT NULL CHECK (offline IN (0, 1)),
  PRIMARY KEY (municipality_id, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX decline_account ON decline (municipality_id, account_id, at_us) WHERE account_id IS NOT NULL;

-- The feed of changes to the tills

-- epoch: a new one when the database was put back from a copy; boot: of the last serving process.
CREATE TABLE feed (
  municipality_id TEXT NOT NULL PRIMARY KEY REFERENCES municipality (id),
  epoch TEXT NOT NULL,
  boot TEXT NOT NULL,
  number INTEGER NOT NULL -- of the newest change
) STRICT, WITHOUT ROWID;

-- What the transactions touched, until it is numbered.
CREATE TABLE change_due (
  municipality_id TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('place', 'staff', 'category', 'product', 'account')),
  id TEXT NOT NULL,
  PRIMARY KEY (municipality_id, kind, id)
) STRICT, WITHOUT ROWID;

-- Each record once, under the number of its newest change: from 0 on it is a snapshot.
CREATE TABLE change (
  municipality_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  number INTEGER NOT NULL,
  PRIMARY KEY (municipality_id, kind, id),
  UNIQUE (municipality_id, number)
) STRICT, WITHOUT ROWID;

-- Accounts a till has asked for by card: it gets their changes through that day.
CREATE TABLE till_interest (
  municipality_id TEXT NOT NULL,
  till_id TEXT NOT NULL,
  account_id TEXT NOT NULL,
  date TEXT NOT NULL,
  PRIMARY KEY (municipality_id, till_id, account_id),
  FOREIGN KEY (municipality_id, till_id) REFERENCES till (municipality_id, id),
  FOREIGN KEY (municipality_id, account_id) REFERENCES account (municipality_id, id)
) STRICT, WITHOUT ROWID;

-- Browsers

-- token_hash: SHA-256 of the cookie. state: 'first' has shown card number and printed code and must choose a password.
CREATE TABLE session (
  municipality_id TEXT NOT NULL,
  token_hash BLOB NOT NULL,
  person_id TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('first', 'open')),
  csrf TEXT NOT NULL,
  began_us INTEGER NOT NULL,
  seen_us INTEGER NOT NULL,
  card_id TEXT, -- the card whose printed code it began with
  PRIMARY KEY (municipality_id, token_hash),
  FOREIGN KEY (municipality_id, person_id) REFERENCES person (municipality_id, id)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX session_token ON session (token_hash);
CREATE INDEX session_seen ON session (municipality_id, seen_us);

-- Failed logins, by what was tried (a hash of the card number or the address it came from).
CREATE TABLE login_failure (
  municipality_id TEXT NOT NULL,
  subject BLOB NOT NULL,
  at_us INTEGER NOT NULL,
  serial INTEGER NOT NULL,
  PRIMARY KEY (municipality_id, subject, at_us, serial)
) STRICT, WITHOUT ROWID;

CREATE INDEX login_failure_at ON login_failure (municipality_id, at_us);

-- A key that leads with the municipality looks selective to the planner, which knows no better: it would walk all of
-- a municipality's rows where an index has the one row wanted. So it is told, for the tables that grow, what a town
-- of 20,000 is like: rows in all, then rows for each further column of the key that is given.
ANALYZE sqlite_schema;
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('account', 'account', '20000 20000 1'),
  ('account', 'account_person', '20000 20000 1'),
  ('booking', 'booking', '1000000 1000000 1'),
  ('booking', 'sqlite_autoindex_booking_2', '1000000 1000000 50 1'),
  ('booking', 'booking_spending', '1000000 1000000 50 5 2 1'),
  ('booking', 'booking_undoes', '10000 10000 1'),
  ('card', 'card', '20000 20000 1'),
  ('card', 'sqlite_autoindex_card_2', '20000 20000 1'),
  ('card', 'sqlite_autoindex_card_3', '20000 20000 1'),
  ('card', 'card_account', '20000 20000 1'),
  ('decline', 'decline', '100000 100000 1'),
  ('decline', 'decline_account', '100000 100000 20 1'),
  ('entry', 'entry', '1000000 1000000 50000 500 1 1'),
  ('entry', 'entry_waits_for', '1000 1000 1'),
  ('entry', 'entry_unbooked', '1000 1000 500 100'),
  ('held', 'held', '1000 1000 500 100 1 1'),
  ('held', 'held_account', '1000 1000 2'),
  ('person', 'person', '20000 20000 1'),
  ('posting', 'posting', '2000000 2000000 2 1'),
  ('posting', 'posting_account', '2000000 2000000 100 10'),
  ('relation', 'relation', '20000 20000 2 1'),
  ('relation', 'relation_person', '20000 20000 2'),
  ('session', 'session', '5000 5000 1'),
  ('session', 'session_token', '5000 1'),
  ('session', 'session_seen', '5000 5000 1');
ANALYZE sqlite_schema;
