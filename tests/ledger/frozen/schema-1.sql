-- A till's ledger of schema 1, as brik 0.1.0 left it: one run with a sale, its undo, a sale, a refusal.
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
INSERT INTO till VALUES(1,X'36e0a5832e18481601626ae92830b19d0324785d9c3fefadc94df736e7b1840c',X'9371ac7ecbd0151519927e667d998c6ddb9225676a4f14addd5f77e46e79763836e0a5832e18481601626ae92830b19d0324785d9c3fefadc94df736e7b1840c','http://127.0.0.1:1','till-1',0,3);
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
INSERT INTO journal VALUES(1,'d8ac0e2b212c80071ec4f3ef548b38d5',1,'{"v":1,"kind":"started","till":"till-1","run":"d8ac0e2b212c80071ec4f3ef548b38d5","number":1,"at":1795172400000000,"date":"2026-11-20","place":"canteen"}',X'0000000000000000000000000000000000000000000000000000000000000000',X'2a61bf628636d24a5c5c7786d61547cdb837a596f8a80c10ca9343593d7ad452',X'af75547e87a18b924bbcae917bf9fb17a74e4fda0b1a3b143235254909b4c867141788d56d97eea842380b0f7b680f02307fb5b4cc780a8e82752f0080e8f108','started',1795172400000000,NULL,NULL,0,NULL,NULL,NULL);
INSERT INTO journal VALUES(2,'d8ac0e2b212c80071ec4f3ef548b38d5',2,'{"v":1,"kind":"shift-opened","till":"till-1","run":"d8ac0e2b212c80071ec4f3ef548b38d5","number":2,"at":1795172400000000,"date":"2026-11-20","place":"canteen","cashier":"karen"}',X'2a61bf628636d24a5c5c7786d61547cdb837a596f8a80c10ca9343593d7ad452',X'b0d243b67dbed07cd3920f901d28fec18fb4bd6724246cf7f9c3676c6b1eef57',X'6acace35c4c418faed0bf5c93c88ccfb9449a6649e90d819e7fc92e83c69c3f9d903df6ef3382a1a3c62290d1faccd49509055b06631c8faa330b680abd0450d','shift-opened',1795172400000000,NULL,NULL,0,NULL,NULL,NULL);
INSERT INTO journal VALUES(3,'d8ac0e2b212c80071ec4f3ef548b38d5',3,'{"v":1,"kind":"sale","till":"till-1","run":"d8ac0e2b212c80071ec4f3ef548b38d5","number":3,"at":1795172400000000,"date":"2026-11-20","place":"canteen","cashier":"karen","id":"5abb9a3b40bfc1bdc1f1f78d8a2aa229","account":"konto","card":"card-konto-0","offline":false,"total":2500,"lines":[{"product":"ret","name":"Dagens ret","quantity":1,"price":2500,"vat":2500}],"vat":[{"rate":2500,"total":2500,"vat":500}]}',X'b0d243b67dbed07cd3920f901d28fec18fb4bd6724246cf7f9c3676c6b1eef57',X'bd4509e3bba1f41426d6cd175575aa4c6719ed19e049cc0268df54f251f19934',X'c4ff8ecb42b3d4c0fdaf750050e0c71e5332fbae5a8c1d93d12621e46e16316514431e5d74be0ead2f7745bec9e0eb5d0c98331815adda59850e4539900ef60d','sale',1795172400000000,'5abb9a3b40bfc1bdc1f1f78d8a2aa229','konto',2500,'skole','2026-11-20',NULL);
INSERT INTO journal VALUES(4,'d8ac0e2b212c80071ec4f3ef548b38d5',4,'{"v":1,"kind":"undo","till":"till-1","run":"d8ac0e2b212c80071ec4f3ef548b38d5","number":4,"at":1795172400000000,"date":"2026-11-20","place":"canteen","cashier":"karen","id":"3fcbe8ac2bcdca2f632418e61f48d0b2","account":"konto","card":"card-konto-0","offline":false,"sale":"5abb9a3b40bfc1bdc1f1f78d8a2aa229","sale-date":"2026-11-20","sale-place":"canteen","total":2500}',X'bd4509e3bba1f41426d6cd175575aa4c6719ed19e049cc0268df54f251f19934',X'a29c376beb6cda632fef8c3030a05d3032600f4ec107dde7fc12acc86ff8f82e',X'36c35781d87a556fe5d33053f5b3877d7e536776bf4b49524b37d6d60cb27c5f55c8f12035c47d0a618efd4ff40ed28ffe66f7d75c524a2832666b3928d6d008','undo',1795172400000000,'3fcbe8ac2bcdca2f632418e61f48d0b2','konto',2500,'skole','2026-11-20','5abb9a3b40bfc1bdc1f1f78d8a2aa229');
INSERT INTO journal VALUES(5,'d8ac0e2b212c80071ec4f3ef548b38d5',5,'{"v":1,"kind":"sale","till":"till-1","run":"d8ac0e2b212c80071ec4f3ef548b38d5","number":5,"at":1795172400000000,"date":"2026-11-20","place":"canteen","cashier":"karen","id":"8c152e2b9222800c96869b5f416ad8c2","account":"konto","card":"card-konto-0","offline":false,"total":1200,"lines":[{"product":"ret","name":"Dagens ret","quantity":1,"price":1200,"vat":2500}],"vat":[{"rate":2500,"total":1200,"vat":240}]}',X'a29c376beb6cda632fef8c3030a05d3032600f4ec107dde7fc12acc86ff8f82e',X'cf17556c5c114fdf5025a96dfeb956646b44d467c50fd9d564bacde201a7a284',X'884e4c3c7747819410e809d76a60818c7ce1bf4a5f4e3327be1712132c43a0cc469c8a6d5e9101413d0ac94a1702d95d99d42c0a1a29c5c2f98f8cc4c872750f','sale',1795172400000000,'8c152e2b9222800c96869b5f416ad8c2','konto',1200,'skole','2026-11-20',NULL);
INSERT INTO journal VALUES(6,'d8ac0e2b212c80071ec4f3ef548b38d5',6,'{"v":1,"kind":"decline","till":"till-1","run":"d8ac0e2b212c80071ec4f3ef548b38d5","number":6,"at":1795172400000000,"date":"2026-11-20","place":"canteen","cashier":"karen","id":"2db12119036db112b02b1b240bacaf26","account":"konto","card":"card-konto-0","offline":false,"total":4000,"lines":[{"product":"ret","name":"Dagens ret","quantity":1,"price":4000,"vat":2500}],"vat":[{"rate":2500,"total":4000,"vat":800}],"verdict":{"reason":"cap","left":3100,"cap":{"kind":"skole","period":"day","limit":5000,"spent":1900,"left":3100}}}',X'cf17556c5c114fdf5025a96dfeb956646b44d467c50fd9d564bacde201a7a284',X'370fa6a9014edc8460a1900bfc1fe05fc95a73bf612d41719a296d8520fe30a8',X'5a7fa63000c2caa5a5efe3262096fcc32ce6f10f6501bdddb4e5bc815eabea0a715d6b20aca046d559a1e2a4ec521b4cf2fb7669e5461db63d4107b36ff6ec0b','decline',1795172400000000,'2db12119036db112b02b1b240bacaf26','konto',4000,NULL,NULL,NULL);
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
INSERT INTO feed VALUES(1,'epoch',12,1795172400000000,1,0,1,0);
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
INSERT INTO place VALUES(1,'kommune','Kommunen','canteen','Kantinen','skole','till-1','Kasse 1','Europe/Copenhagen','hex',5000,259200000000,'always');
CREATE TABLE place_kind (
  position    INTEGER PRIMARY KEY,
  id          TEXT NOT NULL UNIQUE,
  name        TEXT NOT NULL
) STRICT;
INSERT INTO place_kind VALUES(1,'skole','Skole');
CREATE TABLE staff (
  id          TEXT PRIMARY KEY,
  name        TEXT NOT NULL,
  pin_hash    TEXT NOT NULL,
  active      INTEGER NOT NULL,
  snapshot    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO staff VALUES('karen','Karen','$argon2id$v=19$m=8,t=1,p=1$u4+BGE3NER5m582XDCf6rA$4zE6Le3iBvqxevih6sREXQXMEZIgFMn4SlLlJnTmYIM',1,1);
CREATE TABLE category (
  id          TEXT PRIMARY KEY,
  name        TEXT NOT NULL,
  colour      TEXT NOT NULL,
  position    INTEGER NOT NULL,
  snapshot    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO category VALUES('mad','mad','#12524f',1,1);
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
INSERT INTO product VALUES('ret','Vare ret','mad',1200,2500,1,1,1);
CREATE TABLE product_exemption (
  product     TEXT NOT NULL REFERENCES product (id) ON DELETE CASCADE,
  buyer       TEXT NOT NULL,
  PRIMARY KEY (product, buyer)
) STRICT, WITHOUT ROWID;
INSERT INTO product_exemption VALUES('ret','pupil');
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
INSERT INTO account VALUES('konto','Kantinekort','p-konto','Alma Holm','5.B','pupil','f9efa24f2ca158725bb5072d194ffdfc63bd45cd4a74aec96e849ab4adb09bbb','active',10000,0,0,1795172400000000,1);
CREATE TABLE account_kind (
  account     TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  kind        TEXT NOT NULL,
  PRIMARY KEY (account, kind)
) STRICT, WITHOUT ROWID;
INSERT INTO account_kind VALUES('konto','klub');
INSERT INTO account_kind VALUES('konto','skole');
CREATE TABLE cap (
  account     TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  kind        TEXT NOT NULL,
  period      TEXT NOT NULL,
  limit_ore   INTEGER NOT NULL,
  PRIMARY KEY (account, kind, period)
) STRICT, WITHOUT ROWID;
INSERT INTO cap VALUES('konto','skole','day',5000);
CREATE TABLE spending (
  account     TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  kind        TEXT NOT NULL,
  period      TEXT NOT NULL,
  begun       TEXT NOT NULL,
  spent_ore   INTEGER NOT NULL,
  PRIMARY KEY (account, kind, period)
) STRICT, WITHOUT ROWID;
INSERT INTO spending VALUES('konto','skole','day','2026-11-20',700);
INSERT INTO spending VALUES('konto','skole','month','2026-11-01',700);
INSERT INTO spending VALUES('konto','skole','week','2026-11-16',700);
CREATE TABLE card (
  account     TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  id          TEXT NOT NULL,
  number      TEXT NOT NULL,
  uid         TEXT NOT NULL,
  state       TEXT NOT NULL,
  PRIMARY KEY (account, id)
) STRICT, WITHOUT ROWID;
INSERT INTO card VALUES('konto','card-konto-0','04579A22352680','04579A22352680','active');
CREATE TABLE photo (
  hash        TEXT PRIMARY KEY CHECK (length (hash) = 64),
  data        BLOB NOT NULL
) STRICT;
INSERT INTO photo VALUES('f9efa24f2ca158725bb5072d194ffdfc63bd45cd4a74aec96e849ab4adb09bbb',X'612066616365');
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
CREATE TRIGGER journal_is_one_chain BEFORE INSERT ON journal
WHEN NEW.sequence IS NOT (SELECT coalesce (max (sequence), 0) + 1 FROM journal)
  OR NEW.previous IS NOT coalesce ((SELECT hash FROM journal ORDER BY sequence DESC LIMIT 1), zeroblob (32))
BEGIN
  SELECT RAISE (ABORT, 'the journal goes on only where it ends');
END;
CREATE INDEX account_by_photo ON account (photo) WHERE photo IS NOT NULL;
CREATE INDEX account_by_snapshot ON account (snapshot);
CREATE INDEX card_by_uid ON card (uid);
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
