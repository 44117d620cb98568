-- Releases that agents may be taken to, rollouts of them, and what agents say of their upgrades.
ALTER TABLE command ADD COLUMN args BLOB NOT NULL DEFAULT x'';

CREATE TABLE release_key (
    one              INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    text             TEXT    NOT NULL  -- as machines pin it
) STRICT;

CREATE TABLE release (
    version          TEXT    NOT NULL PRIMARY KEY,
    key              TEXT    NOT NULL, -- fingerprint of the release key
    added_at         INTEGER NOT NULL,
    added_by         TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE release_file (
    version          TEXT    NOT NULL REFERENCES release (version) ON DELETE CASCADE,
    place            INTEGER NOT NULL, -- 0 is the manifest, 1 its signatures
    path             TEXT    NOT NULL,
    sha256           BLOB    NOT NULL,
    bytes            INTEGER NOT NULL,
    PRIMARY KEY (version, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE rollout (
    no               INTEGER PRIMARY KEY AUTOINCREMENT,
    version          TEXT    NOT NULL,
    manifest         BLOB    NOT NULL, -- SHA-256
    percents         TEXT    NOT NULL, -- of the waves after the canary's, with blanks between
    healthy_ms       INTEGER NOT NULL,
    fail_percent     INTEGER NOT NULL,
    reach_ms         INTEGER NOT NULL,
    started_by       TEXT    NOT NULL,
    started_at       INTEGER NOT NULL,
    state            TEXT    NOT NULL,
    reason           TEXT    NOT NULL,
    since            INTEGER NOT NULL,
    wave             INTEGER NOT NULL,
    wave_since       INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX rollout_open ON rollout ((1)) WHERE state IN ('running', 'paused', 'halted');

CREATE TABLE rollout_member (
    rollout          INTEGER NOT NULL REFERENCES rollout (no) ON DELETE CASCADE,
    agent            INTEGER NOT NULL REFERENCES agent (no),
    wave             INTEGER NOT NULL,
    state            TEXT    NOT NULL,
    since            INTEGER NOT NULL,
    sentence         TEXT    NOT NULL,
    command          BLOB,             -- by which it was asked last
    asked_at         INTEGER NOT NULL,
    tries            INTEGER NOT NULL,
    from_version     TEXT    NOT NULL,
    was_well         INTEGER NOT NULL,
    accepted         INTEGER NOT NULL,
    PRIMARY KEY (rollout, agent)
) STRICT, WITHOUT ROWID;

-- The last that each agent said of an upgrade; "place" orders what it says, however that arrives.
CREATE TABLE upgrade_word (
    agent            INTEGER NOT NULL PRIMARY KEY REFERENCES agent (no),
    start_no         INTEGER NOT NULL,
    epoch            INTEGER NOT NULL,
    seq              INTEGER NOT NULL,
    place            INTEGER NOT NULL, -- of the event in its batch
    state            TEXT    NOT NULL,
    version          TEXT    NOT NULL,
    from_version     TEXT    NOT NULL,
    reason           TEXT    NOT NULL,
    at_ms            INTEGER NOT NULL,
    heard_at         INTEGER NOT NULL
) STRICT;
