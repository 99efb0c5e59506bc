//! The journal's tables as they came to be. A journal lives for years, and each
//! has every one of these behind it.

/// Applied in order, each once; never edited after a release.
/// `tests/tests/migrations.rs` opens journals of every version before the last.
pub(super) const MIGRATIONS: &[&str] = &[
    "CREATE TABLE deliveries (
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
    CREATE TABLE source (name TEXT NOT NULL);",
    "CREATE TABLE users (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        user_name TEXT NOT NULL UNIQUE COLLATE NOCASE,
        external_id TEXT,
        json TEXT NOT NULL
    );
    CREATE INDEX users_external_id ON users (external_id);",
    // Deliveries by number, in the order of their arrival; with what lists and
    // the order of a subject's events need, so that no event is read for that;
    // and an event that can be erased.
    "CREATE TABLE deliveries_by_number (
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
    INSERT INTO deliveries_by_number
        (id, type, signal, event, occurred_at, position, status, waits_for, reason, attempts,
         failures, received_at, settled_at, due_at)
        SELECT id, event ->> '$.type', event ->> '$.signal', event,
            coalesce(CAST(unixepoch(event ->> '$.occurredAt', 'subsec') * 1000 AS INTEGER), received_at),
            coalesce(CAST(unixepoch(event ->> '$.occurredAt', 'subsec') * 1000 AS INTEGER), received_at),
            status, iif(status = 'waiting', 'retry', NULL), reason, attempts,
            attempts, received_at, settled_at, due_at
        FROM deliveries ORDER BY received_at, id;
    DROP TABLE deliveries;
    ALTER TABLE deliveries_by_number RENAME TO deliveries;
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
    INSERT OR IGNORE INTO subjects (key, delivery)
        SELECT 'id:' || lower(event ->> '$.subject.id'), number
            FROM deliveries WHERE event ->> '$.subject.id' IS NOT NULL
        UNION ALL SELECT 'email:' || lower(event ->> '$.subject.email'), number
            FROM deliveries WHERE event ->> '$.subject.email' IS NOT NULL
        UNION ALL SELECT 'login:' || lower(event ->> '$.subject.login'), number
            FROM deliveries WHERE event ->> '$.subject.login' IS NOT NULL;

    CREATE TABLE attempts (
        delivery TEXT NOT NULL,
        number INTEGER NOT NULL,
        began_at INTEGER NOT NULL,
        ended_at INTEGER,
        ending TEXT,
        reason TEXT,
        PRIMARY KEY (delivery, number)
    ) WITHOUT ROWID;

    CREATE TABLE known_identities (
        id TEXT NOT NULL,
        email TEXT NOT NULL COLLATE NOCASE,
        origin TEXT NOT NULL,
        learned_at INTEGER NOT NULL,
        seen_at INTEGER NOT NULL,
        PRIMARY KEY (id, email)
    ) WITHOUT ROWID;
    INSERT OR IGNORE INTO known_identities
        SELECT id, email, 'event', unixepoch() * 1000, unixepoch() * 1000 FROM identities;
    DROP TABLE identities;
    ALTER TABLE known_identities RENAME TO identities;
    CREATE INDEX identities_email ON identities (email);

    CREATE TABLE hours (
        start INTEGER NOT NULL,
        outcome TEXT NOT NULL,
        count INTEGER NOT NULL,
        PRIMARY KEY (start, outcome)
    ) WITHOUT ROWID;
    INSERT INTO hours
        SELECT received_at / 3600000 * 3600000, 'received', count(*) FROM deliveries GROUP BY 1
        UNION ALL SELECT settled_at / 3600000 * 3600000, status, count(*)
            FROM deliveries WHERE settled_at IS NOT NULL GROUP BY 1, 2;

    CREATE TABLE brakes (
        rule TEXT NOT NULL,
        call TEXT NOT NULL,
        made_at INTEGER NOT NULL,
        PRIMARY KEY (rule, call)
    ) WITHOUT ROWID;
    CREATE INDEX brakes_made ON brakes (rule, made_at);

    CREATE TABLE clocks (name TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE pace (name TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;",
    // Until when deliveries are counted by the hour: those of the hour that has not ended
    // were, one by one, and are counted from the deliveries from now on. When the attempt
    // began that has no row of its own until it ends. And an index without what nobody
    // looks for by its status, which is most.
    "CREATE TABLE counted (until INTEGER NOT NULL);
    INSERT INTO counted VALUES (unixepoch() / 3600 * 3600000);
    DELETE FROM hours WHERE start >= (SELECT until FROM counted)
        AND outcome IN ('received', 'done', 'ignored', 'dead');
    ALTER TABLE deliveries ADD COLUMN began_at INTEGER;
    DROP INDEX deliveries_status;
    CREATE INDEX deliveries_status ON deliveries (status, received_at)
        WHERE status NOT IN ('done', 'ignored');",
];

/// What the index of statuses has; a statement that is to use it has to say so.
pub(super) const BY_STATUS: &str = "status NOT IN ('done', 'ignored')";
