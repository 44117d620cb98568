-- What the hub knows for good. Times are UTC epoch milliseconds by the hub's clock unless a column says otherwise.
-- Agents have short numbers: every other table, and every day file, refers to them by number. A number is never reused.

CREATE TABLE site (
    id               TEXT    NOT NULL PRIMARY KEY,
    name             TEXT    NOT NULL,
    region           TEXT    NOT NULL,
    latitude         REAL,
    longitude        REAL,
    contact          TEXT    NOT NULL,
    contract_kind    TEXT    NOT NULL,
    contract_every   INTEGER NOT NULL,
    contract_grace   INTEGER NOT NULL,
    tags             TEXT    NOT NULL -- one per line
) STRICT, WITHOUT ROWID;

CREATE TABLE agent (
    no               INTEGER PRIMARY KEY AUTOINCREMENT,
    uid              TEXT    NOT NULL UNIQUE,
    sign_key         BLOB    NOT NULL,
    agree_key        BLOB    NOT NULL,
    secret_sha256    BLOB    NOT NULL,
    site             TEXT    NOT NULL REFERENCES site (id),
    node             TEXT    NOT NULL,
    role             TEXT    NOT NULL,
    retired          INTEGER NOT NULL,
    simulated        INTEGER NOT NULL,
    enrolled_at      INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX agent_by_name ON agent (site, node) WHERE retired = 0;

-- Certificates of agents, and which of them no longer count.
CREATE TABLE certificate (
    serial           TEXT    NOT NULL PRIMARY KEY,
    agent            INTEGER NOT NULL REFERENCES agent (no),
    der              BLOB    NOT NULL,
    not_before       INTEGER NOT NULL,
    not_after        INTEGER NOT NULL,
    revoked_at       INTEGER,
    revoked_reason   TEXT
) STRICT, WITHOUT ROWID;

-- Codes that let agents enrol.
CREATE TABLE join_code (
    code_sha256      BLOB    NOT NULL PRIMARY KEY,
    site             TEXT    NOT NULL REFERENCES site (id),
    uses_left        INTEGER NOT NULL,
    expires_at       INTEGER NOT NULL,
    made_by          TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

-- Commands sent to an agent; n only grows, per agent.
CREATE TABLE command (
    id               TEXT    NOT NULL PRIMARY KEY,
    agent            INTEGER NOT NULL REFERENCES agent (no),
    n                INTEGER NOT NULL,
    type             TEXT    NOT NULL,
    args             BLOB    NOT NULL,
    made_at          INTEGER NOT NULL,
    not_after        INTEGER NOT NULL,
    made_by          TEXT    NOT NULL,
    state            TEXT    NOT NULL,
    result           BLOB,
    UNIQUE (agent, n)
) STRICT, WITHOUT ROWID;

-- Requests for raw detail, answered when the site is next in contact.
CREATE TABLE ticket (
    id               TEXT    NOT NULL PRIMARY KEY,
    agent            INTEGER NOT NULL REFERENCES agent (no),
    command          TEXT    REFERENCES command (id),
    question         TEXT    NOT NULL,
    from_ms          INTEGER NOT NULL,
    to_ms            INTEGER NOT NULL,
    state            TEXT    NOT NULL,
    quoted_bytes     INTEGER,
    asked_by         TEXT    NOT NULL,
    asked_at         INTEGER NOT NULL,
    answered_at      INTEGER
) STRICT, WITHOUT ROWID;
