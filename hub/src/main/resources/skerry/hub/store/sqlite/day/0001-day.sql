-- What arrived on one UTC day, and the read models over it. Agents are the numbers of control.db.
-- "base" says which clock the times of a row are on: 0 for UTC epoch milliseconds, else the number of a boot in
-- control.db, and then they are milliseconds of that boot's monotonic clock.

CREATE TABLE batch (
    lsn              INTEGER PRIMARY KEY, -- commit number, over all day files
    agent            INTEGER NOT NULL,
    epoch            INTEGER NOT NULL,
    start_no         INTEGER NOT NULL,
    stream           INTEGER NOT NULL,
    seq              INTEGER NOT NULL,
    kind             INTEGER NOT NULL,
    road             INTEGER NOT NULL, -- 0 MQTT, 1 USB
    arrived_at       INTEGER NOT NULL,
    until_ms         INTEGER NOT NULL, -- the moment up to which it tells, corrected as well as was known on arrival
    samples          INTEGER NOT NULL,
    lines            INTEGER NOT NULL,
    events           INTEGER NOT NULL,
    state            INTEGER NOT NULL, -- 0 stored, 1 decoded, 2 waiting for a dictionary chunk, 3 refused
    reason           TEXT,
    base             INTEGER NOT NULL DEFAULT 0, -- of the next two, once decoded
    first_ms         INTEGER NOT NULL DEFAULT 0, -- start of its window
    last_ms          INTEGER NOT NULL DEFAULT 0, -- end of its window
    segment          INTEGER,          -- the segment that has its content too
    bytes            BLOB    NOT NULL  -- as it came
) STRICT;

CREATE UNIQUE INDEX batch_key ON batch (agent, epoch, stream, seq);
CREATE INDEX batch_to_decode ON batch (lsn) WHERE state = 0;
CREATE INDEX batch_unsegmented ON batch (agent, kind, first_ms) WHERE state = 1 AND segment IS NULL;

-- Batches that are being decoded now, in how many runs of the hub that was begun, and in which one last.
CREATE TABLE decoding (
    lsn              INTEGER PRIMARY KEY,
    runs             INTEGER NOT NULL,
    run              INTEGER NOT NULL
) STRICT;

-- Lines per pattern and severity, an hour of data time in one value.
CREATE TABLE pattern_hour (
    hour             INTEGER NOT NULL, -- hours since 1970
    agent            INTEGER NOT NULL,
    counts           BLOB    NOT NULL,
    PRIMARY KEY (hour, agent)
) STRICT, WITHOUT ROWID;

-- The last redacted example of each hour.
CREATE TABLE example (
    pattern          INTEGER NOT NULL,
    hour             INTEGER NOT NULL,
    agent            INTEGER NOT NULL,
    at_ms            INTEGER NOT NULL,
    text             TEXT    NOT NULL,
    PRIMARY KEY (pattern, hour, agent)
) STRICT, WITHOUT ROWID;

CREATE TABLE event (
    no               INTEGER PRIMARY KEY,
    agent            INTEGER NOT NULL,
    base             INTEGER NOT NULL,
    at_ms            INTEGER NOT NULL,
    type             TEXT    NOT NULL,
    severity         INTEGER NOT NULL,
    text             TEXT    NOT NULL,
    attributes       TEXT    NOT NULL, -- name and value by turns, one per line, escaped
    arrived_at       INTEGER NOT NULL
) STRICT;

CREATE INDEX event_by_agent ON event (agent, at_ms);

-- What arrived, per ten minutes.
CREATE TABLE arrival (
    bucket           INTEGER NOT NULL, -- ten minutes since 1970
    agent            INTEGER NOT NULL,
    road             INTEGER NOT NULL,
    late             INTEGER NOT NULL,
    batches          INTEGER NOT NULL,
    bytes            INTEGER NOT NULL,
    PRIMARY KEY (bucket, agent, road, late)
) STRICT, WITHOUT ROWID;

-- Windows of one agent, joined. Their series lie in chunks, one per group of metrics, each compressed alone.
CREATE TABLE segment (
    no               INTEGER PRIMARY KEY,
    agent            INTEGER NOT NULL,
    kind             INTEGER NOT NULL, -- of the batches: minute, hour or day
    base             INTEGER NOT NULL,
    first_ms         INTEGER NOT NULL,
    last_ms          INTEGER NOT NULL,
    windows          BLOB    NOT NULL  -- start, length, arrival and road of each
) STRICT;

CREATE INDEX segment_by_agent ON segment (agent, kind, first_ms);

CREATE TABLE chunk (
    segment          INTEGER NOT NULL REFERENCES segment (no),
    metrics          TEXT    NOT NULL, -- name of the group
    data             BLOB    NOT NULL,
    PRIMARY KEY (segment, metrics)
) STRICT, WITHOUT ROWID;
