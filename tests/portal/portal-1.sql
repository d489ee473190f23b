PRAGMA application_id = 1114787951;
PRAGMA user_version = 1;
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE municipality (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  zone TEXT NOT NULL,
  card_form TEXT NOT NULL CHECK (card_form IN ('hex', 'decimal', 'decimal-reversed', 'assigned'))
) STRICT, WITHOUT ROWID;
INSERT INTO municipality VALUES('by','By Kommune','Europe/Copenhagen','hex');
CREATE TABLE place_kind (
  municipality_id TEXT NOT NULL REFERENCES municipality (id),
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (municipality_id, id)
) STRICT, WITHOUT ROWID;
INSERT INTO place_kind VALUES('by','klub','Klub',1);
INSERT INTO place_kind VALUES('by','skole','Skole',0);
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
INSERT INTO place VALUES('by','fyret','Fyret','klub',5000,259200000000,'always','everyone');
INSERT INTO place VALUES('by','norre','Nørre Skole','skole',5000,259200000000,'always','everyone');
CREATE TABLE till (
  municipality_id TEXT NOT NULL,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  place_id TEXT NOT NULL,
  PRIMARY KEY (municipality_id, id),
  FOREIGN KEY (municipality_id, place_id) REFERENCES place (municipality_id, id)
) STRICT, WITHOUT ROWID;
INSERT INTO till VALUES('by','fyret-1','Kasse','fyret');
INSERT INTO till VALUES('by','norre-1','Kasse 1','norre');
INSERT INTO till VALUES('by','norre-2','Kasse 2','norre');
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
INSERT INTO till_key VALUES('by','norre-1',X'a9cbb01c25cdf38ed53776249643c528548d711e937516de059efa70c7a3eca4','active',1795161600000000,NULL);
CREATE TABLE enrolment_code (
  municipality_id TEXT NOT NULL,
  code_hash BLOB NOT NULL,
  till_id TEXT NOT NULL,
  expires_us INTEGER NOT NULL,
  used_by_key BLOB,
  PRIMARY KEY (municipality_id, code_hash),
  FOREIGN KEY (municipality_id, till_id) REFERENCES till (municipality_id, id)
) STRICT, WITHOUT ROWID;
INSERT INTO enrolment_code VALUES('by',X'620bb7c00c30c1ca8ce605b77c6a356f7bdf57c5807fd6e1bf1152306aa21997','norre-1',1795162500000000,X'a9cbb01c25cdf38ed53776249643c528548d711e937516de059efa70c7a3eca4');
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
INSERT INTO staff VALUES('by','mette','Mette','$argon2id$v=19$m=65536,t=2,p=1$YX9XlX+kionXlH+jMBZxmg$QS2cbvTWN8m+FZxS6qf7+5ZrTcOryclo2+azej2zFPo','norre',1);
CREATE TABLE category (
  municipality_id TEXT NOT NULL REFERENCES municipality (id),
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  colour TEXT NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (municipality_id, id)
) STRICT, WITHOUT ROWID;
INSERT INTO category VALUES('by','mad','Mad','#d97338',1);
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
INSERT INTO product VALUES('by','bolle','Grønbolle','mad',1250,2500,'',1,1);
INSERT INTO product VALUES('by','suppe','Suppe','mad',1800,2500,'pupil',2,1);
CREATE TABLE product_place (
  municipality_id TEXT NOT NULL,
  product_id TEXT NOT NULL,
  place_id TEXT NOT NULL,
  PRIMARY KEY (municipality_id, product_id, place_id),
  FOREIGN KEY (municipality_id, product_id) REFERENCES product (municipality_id, id),
  FOREIGN KEY (municipality_id, place_id) REFERENCES place (municipality_id, id)
) STRICT, WITHOUT ROWID;
INSERT INTO product_place VALUES('by','suppe','norre');
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
INSERT INTO person VALUES('by','alma','Alma Holm',NULL,'3113101000','Skovvej 1','4999','By',NULL,'pupil','Nørre Skole','5.B','norre',NULL,NULL);
INSERT INTO person VALUES('by','maja','Maja Holm','maja@example.org',NULL,NULL,NULL,NULL,NULL,'guest',NULL,NULL,NULL,NULL,NULL);
INSERT INTO person VALUES('by','noah','Noah Aziz',NULL,'3113111001',NULL,NULL,NULL,NULL,'pupil','norre','7.A','norre',NULL,NULL);
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
INSERT INTO relation VALUES('by','maja','alma','approved');
INSERT INTO relation VALUES('by','maja','noah','approved');
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
INSERT INTO account VALUES('by','alma','holder','Kantinekort','alma',NULL,'active',0,0,8750,4);
INSERT INTO account VALUES('by','house:deposits','deposits','',NULL,NULL,'active',0,0,NULL,0);
INSERT INTO account VALUES('by','noah','holder','Kantinekort','noah',NULL,'active',0,0,5000,1);
INSERT INTO account VALUES('by','sales:norre','sales','',NULL,'norre','active',0,0,NULL,0);
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
INSERT INTO card VALUES('by','alma-1','alma','04579A22352680','04579A22352680','active','$argon2id$v=19$m=1024,t=2,p=1$YyeoNnN8qXymczB/RvTTeA$l3V7WKjyOPk6jdN2Me7zVKY2jlsBZcWsTewlm9bt9Zc',0);
INSERT INTO card VALUES('by','noah-1','noah','72BF9961','72BF9961','active','$argon2id$v=19$m=1024,t=2,p=1$UlUlGyxMzCyw6TPMNWaRBw$OP1bv+ifwVuFGOKHrom15VRhlhzmH273x3x+ChddKdo',0);
CREATE TABLE cap (
  municipality_id TEXT NOT NULL,
  account_id TEXT NOT NULL,
  kind TEXT NOT NULL, -- '' counts everywhere (R28), else a kind of place (R29)
  period TEXT NOT NULL CHECK (period IN ('day', 'week', 'month')),
  limit_ore INTEGER NOT NULL CHECK (limit_ore >= 0),
  PRIMARY KEY (municipality_id, account_id, kind, period),
  FOREIGN KEY (municipality_id, account_id) REFERENCES account (municipality_id, id)
) STRICT, WITHOUT ROWID;
INSERT INTO cap VALUES('by','noah','','day',4000);
CREATE TABLE kind_allowed (
  municipality_id TEXT NOT NULL,
  account_id TEXT NOT NULL,
  kind_id TEXT NOT NULL,
  PRIMARY KEY (municipality_id, account_id, kind_id),
  FOREIGN KEY (municipality_id, account_id) REFERENCES account (municipality_id, id),
  FOREIGN KEY (municipality_id, kind_id) REFERENCES place_kind (municipality_id, id)
) STRICT, WITHOUT ROWID;
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
INSERT INTO run VALUES('by','norre-1','75dc781ede847c12cd15044139c92c40',1,X'0000000000000000000000000000000000000000000000000000000000000000',4,X'734920602505f091616f94b3e11b448b1a0abd13f3a8b096af90f5aac26d82e5',1,0,0);
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
INSERT INTO entry VALUES('by','norre-1','75dc781ede847c12cd15044139c92c40',1,X'a653e0dda737396f724072d74cf1e6aa54a22f457fbb5fc50286fe243e448139',X'a653e0dda737396f724072d74cf1e6aa54a22f457fbb5fc50286fe243e448139',X'0000000000000000000000000000000000000000000000000000000000000000',X'b6de6e40a391896e687cce9f3af06279ad1b6c3d9c094a33f986b71b28a5b73f7a3af00fe28a1a04c0411bc35080b5dcd04f4209c48f5e8f148f6caff717f20a','{"v":1,"kind":"started","till":"norre-1","run":"75dc781ede847c12cd15044139c92c40","number":1,"at":1795161600000000,"date":"2026-11-20","place":"norre"}',1795161600000000,'booked',NULL,NULL);
INSERT INTO entry VALUES('by','norre-1','75dc781ede847c12cd15044139c92c40',2,X'9f24125adb5c322a058028c30c6751bd83eb6a231280291c165ec039a449427e',X'9f24125adb5c322a058028c30c6751bd83eb6a231280291c165ec039a449427e',X'a653e0dda737396f724072d74cf1e6aa54a22f457fbb5fc50286fe243e448139',X'3e19fa9a792d34733ddb179b1d4e358fb60668b336c78b2de39f68553a2f360ace8dc67934ab7947d0d92542848f8be9b5138b4023603f0b9c225947e01b2f09','{"v":1,"kind":"sale","till":"norre-1","run":"75dc781ede847c12cd15044139c92c40","number":2,"at":1795161600000000,"date":"2026-11-20","place":"norre","cashier":"mette","id":"cb33be3a246bc049870511f00bb3adfb","account":"alma","card":"alma-1","offline":false,"total":2500,"lines":[{"product":"bolle","name":"Grønbolle","quantity":2,"price":1250,"vat":2500}],"vat":[{"rate":2500,"total":2500,"vat":500}]}',1795161600000000,'booked',NULL,NULL);
INSERT INTO entry VALUES('by','norre-1','75dc781ede847c12cd15044139c92c40',3,X'cf4b0586663f3b461fc7e4e96a3b3a03692e1deff674f9a6a2ad7cc9875803e0',X'cf4b0586663f3b461fc7e4e96a3b3a03692e1deff674f9a6a2ad7cc9875803e0',X'9f24125adb5c322a058028c30c6751bd83eb6a231280291c165ec039a449427e',X'645f5e702f2be3251c61c37b39a8262ab0db7862a41369c093bdd6bfdf343eb248cfa9f41d6d1ac2d5f0af9ed77819798362633335c8be61dcab43abeefd5a01','{"v":1,"kind":"undo","till":"norre-1","run":"75dc781ede847c12cd15044139c92c40","number":3,"at":1795161600000000,"date":"2026-11-20","place":"norre","cashier":"mette","id":"38a15b13a0318b89728cb90f31a6cf7e","account":"alma","card":"alma-1","offline":false,"sale":"cb33be3a246bc049870511f00bb3adfb","sale-date":"2026-11-20","sale-place":"norre","total":2500}',1795161600000000,'booked',NULL,NULL);
INSERT INTO entry VALUES('by','norre-1','75dc781ede847c12cd15044139c92c40',4,X'734920602505f091616f94b3e11b448b1a0abd13f3a8b096af90f5aac26d82e5',X'734920602505f091616f94b3e11b448b1a0abd13f3a8b096af90f5aac26d82e5',X'cf4b0586663f3b461fc7e4e96a3b3a03692e1deff674f9a6a2ad7cc9875803e0',X'02dc83d75c4e37462b9d7031b6bf202d5991be02f52f3f5cae58c0506a72f5988ea948eda5aeddfd197fb8fc887dcd52caaebbc067b362b548350a093ff39a0c','{"v":1,"kind":"sale","till":"norre-1","run":"75dc781ede847c12cd15044139c92c40","number":4,"at":1795161600000000,"date":"2026-11-20","place":"norre","cashier":"mette","id":"d64ae49f0263d13b6c9da6a990e419a7","account":"alma","card":"alma-1","offline":false,"total":1250,"lines":[{"product":"bolle","name":"Grønbolle","quantity":1,"price":1250,"vat":2500}],"vat":[{"rate":2500,"total":1250,"vat":250}]}',1795165200000000,'booked',NULL,NULL);
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
INSERT INTO booking VALUES('by','38a15b13a0318b89728cb90f31a6cf7e','undo','alma',3,2500,1795161600000000,1795161600000000,'2026-11-20','norre','norre-1','75dc781ede847c12cd15044139c92c40',3,'alma-1','mette',0,'cb33be3a246bc049870511f00bb3adfb',NULL,'2026-11-20','skole',-2500);
INSERT INTO booking VALUES('by','cb33be3a246bc049870511f00bb3adfb','sale','alma',2,2500,1795161600000000,1795161600000000,'2026-11-20','norre','norre-1','75dc781ede847c12cd15044139c92c40',2,'alma-1','mette',0,NULL,NULL,'2026-11-20','skole',2500);
INSERT INTO booking VALUES('by','d64ae49f0263d13b6c9da6a990e419a7','sale','alma',4,1250,1795161600000000,1795165200000000,'2026-11-20','norre','norre-1','75dc781ede847c12cd15044139c92c40',4,'alma-1','mette',0,NULL,NULL,'2026-11-20','skole',1250);
INSERT INTO booking VALUES('by','opening-alma','opening','alma',1,10000,1795161600000000,1795161600000000,'2026-11-20',NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,NULL,NULL,NULL,NULL);
INSERT INTO booking VALUES('by','opening-noah','opening','noah',1,5000,1795161600000000,1795161600000000,'2026-11-20',NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,NULL,NULL,NULL,NULL);
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
INSERT INTO booking_line VALUES('by','cb33be3a246bc049870511f00bb3adfb',0,'bolle','Grønbolle',2,1250,2500);
INSERT INTO booking_line VALUES('by','d64ae49f0263d13b6c9da6a990e419a7',0,'bolle','Grønbolle',1,1250,2500);
CREATE TABLE posting (
  municipality_id TEXT NOT NULL,
  booking_id TEXT NOT NULL,
  account_id TEXT NOT NULL,
  amount_ore INTEGER NOT NULL CHECK (amount_ore <> 0),
  PRIMARY KEY (municipality_id, booking_id, account_id),
  FOREIGN KEY (municipality_id, booking_id) REFERENCES booking (municipality_id, id) DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY (municipality_id, account_id) REFERENCES account (municipality_id, id)
) STRICT, WITHOUT ROWID;
INSERT INTO posting VALUES('by','cb33be3a246bc049870511f00bb3adfb','alma',-2500);
INSERT INTO posting VALUES('by','d64ae49f0263d13b6c9da6a990e419a7','alma',-1250);
INSERT INTO posting VALUES('by','38a15b13a0318b89728cb90f31a6cf7e','alma',2500);
INSERT INTO posting VALUES('by','opening-alma','alma',10000);
INSERT INTO posting VALUES('by','opening-alma','house:deposits',-10000);
INSERT INTO posting VALUES('by','opening-noah','house:deposits',-5000);
INSERT INTO posting VALUES('by','opening-noah','noah',5000);
INSERT INTO posting VALUES('by','38a15b13a0318b89728cb90f31a6cf7e','sales:norre',-2500);
INSERT INTO posting VALUES('by','d64ae49f0263d13b6c9da6a990e419a7','sales:norre',1250);
INSERT INTO posting VALUES('by','cb33be3a246bc049870511f00bb3adfb','sales:norre',2500);
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
CREATE TABLE feed (
  municipality_id TEXT NOT NULL PRIMARY KEY REFERENCES municipality (id),
  epoch TEXT NOT NULL,
  boot TEXT NOT NULL,
  number INTEGER NOT NULL -- of the newest change
) STRICT, WITHOUT ROWID;
INSERT INTO feed VALUES('by','ccae9a32ebd794b922acdbb4810e2324','66e3c18f228da822559a4eba875dd254',10);
CREATE TABLE change_due (
  municipality_id TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('place', 'staff', 'category', 'product', 'account')),
  id TEXT NOT NULL,
  PRIMARY KEY (municipality_id, kind, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE change (
  municipality_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  number INTEGER NOT NULL,
  PRIMARY KEY (municipality_id, kind, id),
  UNIQUE (municipality_id, number)
) STRICT, WITHOUT ROWID;
INSERT INTO change VALUES('by','account','alma',10);
INSERT INTO change VALUES('by','account','noah',8);
INSERT INTO change VALUES('by','category','mad',4);
INSERT INTO change VALUES('by','place','fyret',1);
INSERT INTO change VALUES('by','place','norre',2);
INSERT INTO change VALUES('by','product','bolle',5);
INSERT INTO change VALUES('by','product','suppe',6);
INSERT INTO change VALUES('by','staff','mette',3);
CREATE TABLE till_interest (
  municipality_id TEXT NOT NULL,
  till_id TEXT NOT NULL,
  account_id TEXT NOT NULL,
  date TEXT NOT NULL,
  PRIMARY KEY (municipality_id, till_id, account_id),
  FOREIGN KEY (municipality_id, till_id) REFERENCES till (municipality_id, id),
  FOREIGN KEY (municipality_id, account_id) REFERENCES account (municipality_id, id)
) STRICT, WITHOUT ROWID;
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
CREATE TABLE login_failure (
  municipality_id TEXT NOT NULL,
  subject BLOB NOT NULL,
  at_us INTEGER NOT NULL,
  serial INTEGER NOT NULL,
  PRIMARY KEY (municipality_id, subject, at_us, serial)
) STRICT, WITHOUT ROWID;
ANALYZE sqlite_schema;
INSERT INTO sqlite_stat1 VALUES('account','account','20000 20000 1');
INSERT INTO sqlite_stat1 VALUES('account','account_person','20000 20000 1');
INSERT INTO sqlite_stat1 VALUES('booking','booking','1000000 1000000 1');
INSERT INTO sqlite_stat1 VALUES('booking','sqlite_autoindex_booking_2','1000000 1000000 50 1');
INSERT INTO sqlite_stat1 VALUES('booking','booking_spending','1000000 1000000 50 5 2 1');
INSERT INTO sqlite_stat1 VALUES('booking','booking_undoes','10000 10000 1');
INSERT INTO sqlite_stat1 VALUES('card','card','20000 20000 1');
INSERT INTO sqlite_stat1 VALUES('card','sqlite_autoindex_card_2','20000 20000 1');
INSERT INTO sqlite_stat1 VALUES('card','sqlite_autoindex_card_3','20000 20000 1');
INSERT INTO sqlite_stat1 VALUES('card','card_account','20000 20000 1');
INSERT INTO sqlite_stat1 VALUES('decline','decline','100000 100000 1');
INSERT INTO sqlite_stat1 VALUES('decline','decline_account','100000 100000 20 1');
INSERT INTO sqlite_stat1 VALUES('entry','entry','1000000 1000000 50000 500 1 1');
INSERT INTO sqlite_stat1 VALUES('entry','entry_waits_for','1000 1000 1');
INSERT INTO sqlite_stat1 VALUES('entry','entry_unbooked','1000 1000 500 100');
INSERT INTO sqlite_stat1 VALUES('held','held','1000 1000 500 100 1 1');
INSERT INTO sqlite_stat1 VALUES('held','held_account','1000 1000 2');
INSERT INTO sqlite_stat1 VALUES('person','person','20000 20000 1');
INSERT INTO sqlite_stat1 VALUES('posting','posting','2000000 2000000 2 1');
INSERT INTO sqlite_stat1 VALUES('posting','posting_account','2000000 2000000 100 10');
INSERT INTO sqlite_stat1 VALUES('relation','relation','20000 20000 2 1');
INSERT INTO sqlite_stat1 VALUES('relation','relation_person','20000 20000 2');
INSERT INTO sqlite_stat1 VALUES('session','session','5000 5000 1');
INSERT INTO sqlite_stat1 VALUES('session','session_token','5000 1');
INSERT INTO sqlite_stat1 VALUES('session','session_seen','5000 5000 1');
CREATE UNIQUE INDEX till_key_active ON till_key (municipality_id, till_id) WHERE state = 'active';
CREATE UNIQUE INDEX person_cpr ON person (municipality_id, cpr) WHERE cpr IS NOT NULL;
CREATE UNIQUE INDEX person_email ON person (municipality_id, lower (email))
  WHERE email IS NOT NULL AND password_hash IS NOT NULL;
CREATE INDEX relation_person ON relation (municipality_id, person_id);
CREATE INDEX account_person ON account (municipality_id, person_id) WHERE person_id IS NOT NULL;
CREATE INDEX card_account ON card (municipality_id, account_id);
CREATE INDEX run_previous ON run (municipality_id, till_id, previous);
CREATE INDEX entry_waits_for ON entry (municipality_id, waits_for) WHERE waits_for IS NOT NULL;
CREATE INDEX entry_unbooked ON entry (municipality_id, state, why) WHERE state <> 'booked';
CREATE TRIGGER entry_is_kept BEFORE DELETE ON entry
BEGIN SELECT RAISE (ABORT, 'entries are never deleted'); END;
CREATE TRIGGER entry_is_fixed
BEFORE UPDATE OF municipality_id, till_id, run_id, number, digest, hash, previous, signature, line, received_us ON entry
BEGIN SELECT RAISE (ABORT, 'entries are never changed'); END;
CREATE INDEX held_account ON held (municipality_id, account_id);
CREATE UNIQUE INDEX booking_undoes ON booking (municipality_id, undoes) WHERE undoes IS NOT NULL;
CREATE INDEX booking_spending ON booking (municipality_id, account_id, spent_on, spent_kind, spent_ore)
  WHERE spent_on IS NOT NULL;
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
CREATE INDEX decline_account ON decline (municipality_id, account_id, at_us) WHERE account_id IS NOT NULL;
CREATE UNIQUE INDEX session_token ON session (token_hash);
CREATE INDEX session_seen ON session (municipality_id, seen_us);
CREATE INDEX login_failure_at ON login_failure (municipality_id, at_us);
COMMIT;
