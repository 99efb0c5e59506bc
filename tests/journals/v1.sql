-- A journal as version 1 of the schema left it: the tables of worker/src/journal/schema.rs up
-- to its migration 1, and rows as the Worker of that time wrote them. It is history: it is
-- never brought up to date. Times are in relation to now, as journals forget what is old.
CREATE TABLE migrations (number INTEGER PRIMARY KEY);
CREATE TABLE deliveries (
    id TEXT PRIMARY KEY,
    event TEXT NOT NULL,
    status TEXT NOT NULL,
    reason TEXT,
    attempts INTEGER NOT NULL DEFAULT 0,
    received_at INTEGER NOT NULL,
    settled_at INTEGER,
    due_at INTEGER
) WITHOUT ROWID;
CREATE INDEX deliveries_due ON deliveries (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX deliveries_received ON deliveries (received_at);
CREATE TABLE calls (
    delivery TEXT NOT NULL,
    number INTEGER NOT NULL,
    record TEXT NOT NULL,
    PRIMARY KEY (delivery, number)
) WITHOUT ROWID;
CREATE TABLE identities (
    id TEXT NOT NULL,
    email TEXT NOT NULL,
    PRIMARY KEY (id, email)
) WITHOUT ROWID;
CREATE TABLE source (name TEXT NOT NULL);
INSERT INTO migrations (number) VALUES (0);
INSERT INTO source VALUES ('clerk');
INSERT INTO deliveries VALUES ('0d0780abd2b8acf04e4ab34fc321b778',
  '{"data":{"data":{"deleted":true,"id":"user_29gone","object":"user"},"object":"event","timestamp":1793347200000,"type":"user.deleted"},"effectiveAt":null,"id":"msg_done","occurredAt":"2026-10-30T08:00:00Z","signal":"person.left","subject":{"email":"gone@example.com","id":"user_29gone","login":null,"name":null},"type":"user.deleted"}',
  'done', NULL, 2, (unixepoch() - 259200) * 1000, (unixepoch() - 259160) * 1000, NULL);
INSERT INTO calls VALUES ('0d0780abd2b8acf04e4ab34fc321b778', 0,
  json_set('{"action":"user.getMany","attempt":1,"kept":{"total":4,"users":[{"email":"john.doe@example.com","id":"user_1","websites":[{"id":"site_1"},{"id":"site_2"}]},{"email":"jane.roe@example.com","id":"user_2","websites":[{"id":"site_1"},{"id":"site_2"},{"id":"site_3"}]},{"email":"casey.clerk@example.com","id":"user_3","websites":[{"id":"site_1"},{"id":"site_3"}]},{"email":"okta.trainer@okta.com","id":"user_4","websites":[{"id":"site_1"}]}]},"key":"A leaver loses every website/user","message":null,"outcome":"done","params":{"websiteId":"site_1"},"rule":"A leaver loses every website","status":200,"step":"user"}', '$.endedAt', (unixepoch() - 259199) * 1000));
INSERT INTO calls VALUES ('0d0780abd2b8acf04e4ab34fc321b778', 1,
  json_set('{"action":"user.disconnectFromWebsite","attempt":1,"kept":null,"key":"A leaver loses every website/2#0","message":"user.disconnectFromWebsite (step 2): unavailable (status 503)","outcome":"failed","params":{"userId":"user_9","websiteId":"site_1"},"rule":"A leaver loses every website","status":503,"step":"2"}', '$.endedAt', (unixepoch() - 259198) * 1000));
INSERT INTO calls VALUES ('0d0780abd2b8acf04e4ab34fc321b778', 2,
  json_set('{"action":"user.disconnectFromWebsite","attempt":2,"kept":{"message":"The user is disconnected.","success":true},"key":"A leaver loses every website/2#0","message":"The user is disconnected.","outcome":"done","params":{"userId":"user_9","websiteId":"site_1"},"rule":"A leaver loses every website","status":200,"step":"2"}', '$.endedAt', (unixepoch() - 259160) * 1000));
INSERT INTO deliveries VALUES ('a25b4355fac1edec81cf511a281b3907',
  '{"data":{"data":{"email_addresses":[{"email_address":"new@example.com","id":"idn_1"}],"id":"user_29new","object":"user"},"object":"event","timestamp":1793347200000,"type":"user.created"},"effectiveAt":null,"id":"msg_ignored","occurredAt":"2026-10-30T08:00:00Z","signal":"person.joined","subject":{"email":"new@example.com","id":"user_29new","login":null,"name":null},"type":"user.created"}',
  'ignored', NULL, 0, (unixepoch() - 172800) * 1000, (unixepoch() - 172800) * 1000, NULL);
INSERT INTO deliveries VALUES ('6b6909f72e8dcc0cd3cb5fe0a7da8e29',
  '{"data":{"data":{"deleted":true,"id":"user_29dead","object":"user"},"object":"event","timestamp":1793347200000,"type":"user.deleted"},"effectiveAt":null,"id":"msg_dead","occurredAt":"2026-10-30T08:00:00Z","signal":"person.left","subject":{"email":"dead@example.com","id":"user_29dead","login":null,"name":null},"type":"user.deleted"}',
  'dead', 'user.disconnectFromWebsite (step 2): forbidden (status 403)', 1, (unixepoch() - 86400) * 1000, (unixepoch() - 86397) * 1000, NULL);
INSERT INTO calls VALUES ('6b6909f72e8dcc0cd3cb5fe0a7da8e29', 0,
  json_set('{"action":"user.getMany","attempt":1,"kept":{"total":4,"users":[{"email":"john.doe@example.com","id":"user_1","websites":[{"id":"site_1"},{"id":"site_2"}]},{"email":"jane.roe@example.com","id":"user_2","websites":[{"id":"site_1"},{"id":"site_2"},{"id":"site_3"}]},{"email":"casey.clerk@example.com","id":"user_3","websites":[{"id":"site_1"},{"id":"site_3"}]},{"email":"okta.trainer@okta.com","id":"user_4","websites":[{"id":"site_1"}]}]},"key":"A leaver loses every website/user","message":null,"outcome":"done","params":{"websiteId":"site_1"},"rule":"A leaver loses every website","status":200,"step":"user"}', '$.endedAt', (unixepoch() - 86399) * 1000));
INSERT INTO calls VALUES ('6b6909f72e8dcc0cd3cb5fe0a7da8e29', 1,
  json_set('{"action":"user.disconnectFromWebsite","attempt":1,"kept":null,"key":"A leaver loses every website/2#0","message":"user.disconnectFromWebsite (step 2): forbidden (status 403)","outcome":"refused","params":{"userId":"user_8","websiteId":"site_1"},"rule":"A leaver loses every website","status":403,"step":"2"}', '$.endedAt', (unixepoch() - 86398) * 1000));
INSERT INTO deliveries VALUES ('9c364f6b4cc615d4f339b98cca624de0',
  '{"data":{"data":{"deleted":true,"id":"user_29john","object":"user"},"object":"event","timestamp":1793347200000,"type":"user.deleted"},"effectiveAt":null,"id":"msg_waiting","occurredAt":"2026-10-30T08:00:00Z","signal":"person.left","subject":{"email":"john.doe@example.com","id":"user_29john","login":null,"name":null},"type":"user.deleted"}',
  'waiting', 'user.disconnectFromWebsite (step 2): unavailable (status 503)', 1, (unixepoch() - 7200) * 1000, NULL, (unixepoch() - 60) * 1000);
INSERT INTO calls VALUES ('9c364f6b4cc615d4f339b98cca624de0', 0,
  json_set('{"action":"user.getMany","attempt":1,"kept":{"total":4,"users":[{"email":"john.doe@example.com","id":"user_1","websites":[{"id":"site_1"},{"id":"site_2"}]},{"email":"jane.roe@example.com","id":"user_2","websites":[{"id":"site_1"},{"id":"site_2"},{"id":"site_3"}]},{"email":"casey.clerk@example.com","id":"user_3","websites":[{"id":"site_1"},{"id":"site_3"}]},{"email":"okta.trainer@okta.com","id":"user_4","websites":[{"id":"site_1"}]}]},"key":"A leaver loses every website/user","message":null,"outcome":"done","params":{"websiteId":"site_1"},"rule":"A leaver loses every website","status":200,"step":"user"}', '$.endedAt', (unixepoch() - 7199) * 1000));
INSERT INTO calls VALUES ('9c364f6b4cc615d4f339b98cca624de0', 1,
  json_set('{"action":"user.disconnectFromWebsite","attempt":1,"kept":{"message":"The user is disconnected.","success":true},"key":"A leaver loses every website/2#0","message":"The user is disconnected.","outcome":"done","params":{"userId":"user_1","websiteId":"site_1"},"rule":"A leaver loses every website","status":200,"step":"2"}', '$.endedAt', (unixepoch() - 7198) * 1000));
INSERT INTO calls VALUES ('9c364f6b4cc615d4f339b98cca624de0', 2,
  json_set('{"action":"user.disconnectFromWebsite","attempt":1,"kept":null,"key":"A leaver loses every website/2#1","message":"user.disconnectFromWebsite (step 2): unavailable (status 503)","outcome":"failed","params":{"userId":"user_1","websiteId":"site_2"},"rule":"A leaver loses every website","status":503,"step":"2"}', '$.endedAt', (unixepoch() - 7197) * 1000));
INSERT INTO deliveries VALUES ('5985686e5c34f2178c6b37bd5b3d21e5',
  '{"data":{"data":{"deleted":true,"id":"user_29casey","object":"user"},"object":"event","timestamp":1793347200000,"type":"user.deleted"},"effectiveAt":null,"id":"msg_running","occurredAt":"2026-10-30T08:00:00Z","signal":"person.left","subject":{"email":"casey.clerk@example.com","id":"user_29casey","login":null,"name":null},"type":"user.deleted"}',
  'running', NULL, 1, (unixepoch() - 3600) * 1000, NULL, (unixepoch() - 30) * 1000);
INSERT INTO calls VALUES ('5985686e5c34f2178c6b37bd5b3d21e5', 0,
  json_set('{"action":"user.getMany","attempt":1,"kept":{"total":4,"users":[{"email":"john.doe@example.com","id":"user_1","websites":[{"id":"site_1"},{"id":"site_2"}]},{"email":"jane.roe@example.com","id":"user_2","websites":[{"id":"site_1"},{"id":"site_2"},{"id":"site_3"}]},{"email":"casey.clerk@example.com","id":"user_3","websites":[{"id":"site_1"},{"id":"site_3"}]},{"email":"okta.trainer@okta.com","id":"user_4","websites":[{"id":"site_1"}]}]},"key":"A leaver loses every website/user","message":null,"outcome":"done","params":{"websiteId":"site_1"},"rule":"A leaver loses every website","status":200,"step":"user"}', '$.endedAt', (unixepoch() - 3599) * 1000));
INSERT INTO deliveries VALUES ('c4ca7c515bd63c89698606d28a26ee3e',
  '{"data":{"data":{"deleted":true,"id":"user_29trainer","object":"user"},"object":"event","timestamp":1793347200000,"type":"user.deleted"},"effectiveAt":null,"id":"msg_queued","occurredAt":"2026-10-30T08:00:00Z","signal":"person.left","subject":{"email":"okta.trainer@okta.com","id":"user_29trainer","login":null,"name":null},"type":"user.deleted"}',
  'queued', NULL, 0, (unixepoch() - 1800) * 1000, NULL, (unixepoch() - 20) * 1000);
INSERT INTO deliveries VALUES ('2c400d9c92591f3c850eec871f19fb07',
  '{"data":{"data":{"deleted":true,"id":"user_29nobody","object":"user"},"object":"event","timestamp":1793347200000,"type":"user.deleted"},"effectiveAt":null,"id":"msg_stored","occurredAt":"2026-10-30T08:00:00Z","signal":"person.left","subject":{"email":"nobody@example.com","id":"user_29nobody","login":null,"name":null},"type":"user.deleted"}',
  'stored', NULL, 0, (unixepoch() - 900) * 1000, NULL, (unixepoch() - 10) * 1000);
INSERT INTO identities VALUES ('user_29known', 'known@example.com');
INSERT INTO identities VALUES ('user_29twice', 'one@example.com');
INSERT INTO identities VALUES ('user_29twice', 'two@example.com');
