-- A journal as version 2 of the schema left it: the tables of worker/src/journal/schema.rs up
-- to its migration 2, and rows as the Worker of that time wrote them. It is history: it is
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
CREATE TABLE users (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    user_name TEXT NOT NULL UNIQUE COLLATE NOCASE,
    external_id TEXT,
    json TEXT NOT NULL
);
CREATE INDEX users_external_id ON users (external_id);
INSERT INTO migrations (number) VALUES (1);
INSERT INTO source VALUES ('directory');
INSERT INTO deliveries VALUES ('b374369e51e403d85ed9d31cb78a5e42',
  '{"data":{"operation":"POST","user":{"active":true,"emails":[{"primary":true,"type":"work","value":"sam.stays@example.com"}],"externalId":"ext-sam","id":"0b7f2c1a-6a54-4b3e-9a53-0c7c1f2f7f02","meta":{"created":"2026-10-30T08:00:00Z","lastModified":"2026-10-30T08:00:00Z","location":"https://hooks.example.com/scim/v2/directory/Users/0b7f2c1a-6a54-4b3e-9a53-0c7c1f2f7f02","resourceType":"User","version":"W/\"1\""},"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"sam.stays"}},"effectiveAt":null,"id":"0b7f2c1a-6a54-4b3e-9a53-0c7c1f2f7f02.1","occurredAt":"2026-10-30T08:00:00Z","signal":"person.joined","subject":{"email":"sam.stays@example.com","id":"ext-sam","login":"sam.stays","name":null},"type":"user.created"}',
  'ignored', NULL, 0, (unixepoch() - 172800) * 1000, (unixepoch() - 172800) * 1000, NULL);
INSERT INTO deliveries VALUES ('b2de6c1c5b36a1ff841efc58870bb14f',
  '{"data":{"operation":"PATCH","user":{"active":false,"emails":[{"primary":true,"type":"work","value":"jane.roe@example.com"}],"externalId":"ext-jane","id":"0b7f2c1a-6a54-4b3e-9a53-0c7c1f2f7f01","meta":{"created":"2026-10-30T08:00:00Z","lastModified":"2026-10-30T08:00:00Z","location":"https://hooks.example.com/scim/v2/directory/Users/0b7f2c1a-6a54-4b3e-9a53-0c7c1f2f7f01","resourceType":"User","version":"W/\"1\""},"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"jane.roe"}},"effectiveAt":null,"id":"0b7f2c1a-6a54-4b3e-9a53-0c7c1f2f7f01.2","occurredAt":"2026-10-30T08:00:00Z","signal":"person.left","subject":{"email":"jane.roe@example.com","id":"ext-jane","login":"jane.roe","name":null},"type":"user.deactivated"}',
  'queued', NULL, 0, (unixepoch() - 600) * 1000, NULL, (unixepoch() - 20) * 1000);
INSERT INTO identities VALUES ('ext-jane', 'jane.roe@example.com');
INSERT INTO identities VALUES ('ext-sam', 'sam.stays@example.com');
INSERT INTO users VALUES (1, '0b7f2c1a-6a54-4b3e-9a53-0c7c1f2f7f01', 'jane.roe', 'ext-jane',
  '{"active":false,"emails":[{"primary":true,"type":"work","value":"jane.roe@example.com"}],"externalId":"ext-jane","id":"0b7f2c1a-6a54-4b3e-9a53-0c7c1f2f7f01","meta":{"created":"2026-10-30T08:00:00Z","lastModified":"2026-10-30T08:00:00Z","location":"https://hooks.example.com/scim/v2/directory/Users/0b7f2c1a-6a54-4b3e-9a53-0c7c1f2f7f01","resourceType":"User","version":"W/\"1\""},"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"jane.roe"}');
INSERT INTO users VALUES (2, '0b7f2c1a-6a54-4b3e-9a53-0c7c1f2f7f02', 'sam.stays', 'ext-sam',
  '{"active":true,"emails":[{"primary":true,"type":"work","value":"sam.stays@example.com"}],"externalId":"ext-sam","id":"0b7f2c1a-6a54-4b3e-9a53-0c7c1f2f7f02","meta":{"created":"2026-10-30T08:00:00Z","lastModified":"2026-10-30T08:00:00Z","location":"https://hooks.example.com/scim/v2/directory/Users/0b7f2c1a-6a54-4b3e-9a53-0c7c1f2f7f02","resourceType":"User","version":"W/\"1\""},"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"sam.stays"}');
