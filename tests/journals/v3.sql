-- A journal as version 3 of the schema left it: the tables of worker/src/journal/schema.rs up
-- to its migration 3, and rows as the Worker of that time wrote them. It is history: it is
-- never brought up to date. Times are in relation to now, as journals forget what is old.
CREATE TABLE migrations (number INTEGER PRIMARY KEY);
CREATE TABLE calls (
    delivery TEXT NOT NULL,
    number INTEGER NOT NULL,
    record TEXT NOT NULL,
    PRIMARY KEY (delivery, number)
) WITHOUT ROWID;
CREATE TABLE source (name TEXT NOT NULL);
CREATE TABLE users (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    user_name TEXT NOT NULL UNIQUE COLLATE NOCASE,
    external_id TEXT,
    json TEXT NOT NULL
);
CREATE INDEX users_external_id ON users (external_id);
CREATE TABLE "deliveries" (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    type TEXT NOT NULL,
    signal TEXT,
    event TEXT,
    occurred_at INTEGER NOT NULL,
    position INTEGER NOT NULL,
    status TEXT NOT NULL,
    waits_for TEXT,
    until INTEGER,
    reason TEXT,
    attempts INTEGER NOT NULL DEFAULT 0,
    failures INTEGER NOT NULL DEFAULT 0,
    replayed_at_attempt INTEGER NOT NULL DEFAULT 0,
    repeated_at_attempt INTEGER NOT NULL DEFAULT 0,
    released INTEGER NOT NULL DEFAULT 0,
    calls_off INTEGER NOT NULL DEFAULT 0,
    untold INTEGER NOT NULL DEFAULT 0,
    received_at INTEGER NOT NULL,
    settled_at INTEGER,
    due_at INTEGER
);
CREATE INDEX deliveries_due ON deliveries (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX deliveries_received ON deliveries (received_at, id);
CREATE INDEX deliveries_settled ON deliveries (settled_at) WHERE settled_at IS NOT NULL;
CREATE INDEX deliveries_status ON deliveries (status, received_at);
CREATE INDEX deliveries_waits ON deliveries (waits_for, position, number)
    WHERE waits_for IS NOT NULL;
CREATE INDEX deliveries_untold ON deliveries (number) WHERE untold = 1;
CREATE TABLE subjects (
    key TEXT NOT NULL,
    delivery INTEGER NOT NULL,
    PRIMARY KEY (key, delivery)
) WITHOUT ROWID;
CREATE INDEX subjects_delivery ON subjects (delivery);
CREATE TABLE attempts (
    delivery TEXT NOT NULL,
    number INTEGER NOT NULL,
    began_at INTEGER NOT NULL,
    ended_at INTEGER,
    ending TEXT,
    reason TEXT,
    PRIMARY KEY (delivery, number)
) WITHOUT ROWID;
CREATE TABLE "identities" (
    id TEXT NOT NULL,
    email TEXT NOT NULL COLLATE NOCASE,
    origin TEXT NOT NULL,
    learned_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    PRIMARY KEY (id, email)
) WITHOUT ROWID;
CREATE INDEX identities_email ON identities (email);
CREATE TABLE hours (
    start INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (start, outcome)
) WITHOUT ROWID;
CREATE TABLE brakes (
    rule TEXT NOT NULL,
    call TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    PRIMARY KEY (rule, call)
) WITHOUT ROWID;
CREATE INDEX brakes_made ON brakes (rule, made_at);
CREATE TABLE clocks (name TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE pace (name TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO migrations (number) VALUES (0), (1), (2);
INSERT INTO source VALUES ('late');
INSERT INTO deliveries
    (number, id, type, signal, event, occurred_at, position, status, waits_for, until, reason, attempts, failures, received_at, settled_at, due_at)
  VALUES (1, '68318a6a0c321f7d23639549cf70969f', 'user.deleted', 'person.left',
  '{"data":{"data":{"deleted":true,"id":"user_29late","object":"user"},"object":"event","timestamp":1793347200000,"type":"user.deleted"},"effectiveAt":null,"id":"msg_late_done","occurredAt":"2026-10-30T08:00:00Z","signal":"person.left","subject":{"email":"late@example.com","id":"user_29late","login":null,"name":null},"type":"user.deleted"}',
  1793347200000, 1793347200000, 'done', NULL, NULL, NULL, 1, 0, (unixepoch() - 10800) * 1000, (unixepoch() - 10799) * 1000, NULL);
INSERT INTO subjects VALUES ('id:user_29late', 1), ('email:late@example.com', 1);
INSERT INTO deliveries
    (number, id, type, signal, event, occurred_at, position, status, waits_for, until, reason, attempts, failures, received_at, settled_at, due_at)
  VALUES (2, '4d3eea9f9054a06966b6ad710cf7e710', 'user.updated', NULL,
  '{"data":{"data":{"deleted":true,"id":"user_29new","object":"user"},"object":"event","timestamp":1793347200000,"type":"user.updated"},"effectiveAt":null,"id":"msg_late_ignored","occurredAt":"2026-10-30T08:00:00Z","signal":null,"subject":{"email":"newer@example.com","id":"user_29new","login":null,"name":null},"type":"user.updated"}',
  1793347200000, 1793347200000, 'ignored', NULL, NULL, NULL, 0, 0, (unixepoch() - 0) * 1000, (unixepoch() - 0) * 1000, NULL);
INSERT INTO subjects VALUES ('id:user_29new', 2), ('email:newer@example.com', 2);
INSERT INTO deliveries
    (number, id, type, signal, event, occurred_at, position, status, waits_for, until, reason, attempts, failures, received_at, settled_at, due_at)
  VALUES (3, 'f19fa9693e9bf7fa7d2b491c1c0d0e0b', 'user.deleted', 'person.left',
  '{"data":{"data":{"deleted":true,"id":"user_29twice","object":"user"},"object":"event","timestamp":1793347200000,"type":"user.deleted"},"effectiveAt":null,"id":"msg_late_waiting","occurredAt":"2026-10-30T08:00:00Z","signal":"person.left","subject":{"email":"twice@example.com","id":"user_29twice","login":null,"name":null},"type":"user.deleted"}',
  1793347200000, 1793347200000, 'waiting', 'retry', (unixepoch() - 60) * 1000, 'user.disconnectFromWebsite (step 2): unavailable (status 503)', 1, 1, (unixepoch() - 7200) * 1000, NULL, (unixepoch() - 30) * 1000);
INSERT INTO subjects VALUES ('id:user_29twice', 3), ('email:twice@example.com', 3);
INSERT INTO attempts VALUES ('68318a6a0c321f7d23639549cf70969f', 1, (unixepoch() - 10800) * 1000, (unixepoch() - 10799) * 1000, 'done', NULL);
INSERT INTO attempts VALUES ('f19fa9693e9bf7fa7d2b491c1c0d0e0b', 1, (unixepoch() - 7200) * 1000, (unixepoch() - 7197) * 1000, 'waiting',
  'user.disconnectFromWebsite (step 2): unavailable (status 503)');
INSERT INTO calls VALUES ('f19fa9693e9bf7fa7d2b491c1c0d0e0b', 0,
  json_set('{"action":"user.getMany","attempt":1,"kept":{"total":1,"users":[{"email":"twice@example.com","id":"user_5","websites":[{"id":"site_1"}]}]},"key":"A leaver loses every website/user","message":null,"outcome":"done","params":{"websiteId":"site_1"},"rule":"A leaver loses every website","status":200,"step":"user"}', '$.endedAt', (unixepoch() - 7199) * 1000));
INSERT INTO calls VALUES ('f19fa9693e9bf7fa7d2b491c1c0d0e0b', 1,
  json_set('{"action":"user.disconnectFromWebsite","attempt":1,"kept":null,"key":"A leaver loses every website/2#0","message":"user.disconnectFromWebsite (step 2): unavailable (status 503)","outcome":"failed","params":{"userId":"user_5","websiteId":"site_1"},"rule":"A leaver loses every website","status":503,"step":"2"}', '$.endedAt', (unixepoch() - 7197) * 1000));
INSERT INTO identities VALUES ('user_29late', 'late@example.com', 'event', (unixepoch() - 10800) * 1000, (unixepoch() - 10800) * 1000);
-- The last two are of the hour that has not ended, if it is the same as that of now.
INSERT INTO hours VALUES ((unixepoch() - 10800) / 3600 * 3600000, 'received', 1);
INSERT INTO hours VALUES ((unixepoch() - 10799) / 3600 * 3600000, 'done', 1);
INSERT INTO hours VALUES ((unixepoch() - 7200) / 3600 * 3600000, 'received', 1);
INSERT INTO hours VALUES ((unixepoch() - 0) / 3600 * 3600000, 'duplicate', 2);
INSERT INTO hours VALUES ((unixepoch() - 0) / 3600 * 3600000, 'ignored', 1);
INSERT INTO hours VALUES ((unixepoch() - 0) / 3600 * 3600000, 'received', 1);
INSERT INTO clocks VALUES ('prune', (unixepoch() + 1800) * 1000);
