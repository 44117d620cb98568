-- What is held of each epoch and stream. The day files are the truth; these rows are brought up to meta.synced_lsn, and
-- what came later is read back from the day files at start.
CREATE TABLE holding (
    agent            INTEGER NOT NULL REFERENCES agent (no),
    epoch            INTEGER NOT NULL,
    stream           INTEGER NOT NULL, -- the letter's code
    start_no         INTEGER NOT NULL,
    head             INTEGER NOT NULL, -- highest sequence number announced or received
    complete         INTEGER NOT NULL, -- 1 if nothing up to head is missing
    applied          BLOB    NOT NULL, -- ranges with the data time of each range's end
    lost             BLOB    NOT NULL,
    quarantined      BLOB    NOT NULL,
    batches          INTEGER NOT NULL, -- delivered, with what they cover
    samples          INTEGER NOT NULL,
    lines            INTEGER NOT NULL,
    events           INTEGER NOT NULL,
    PRIMARY KEY (agent, epoch, stream)
) STRICT, WITHOUT ROWID;

CREATE INDEX holding_by_start ON holding (agent, complete, start_no);

-- How to turn the monotonic clock of a boot into time: wall = mono + offset.
CREATE TABLE boot (
    no               INTEGER PRIMARY KEY,
    agent            INTEGER NOT NULL REFERENCES agent (no),
    boot_id          BLOB    NOT NULL,
    offset_ms        INTEGER NOT NULL,
    quality          INTEGER NOT NULL, -- 0 while estimated from arrivals
    error_ms         INTEGER NOT NULL, -- -1 if unknown
    UNIQUE (agent, boot_id)
) STRICT;

-- Dictionary chunks by the hash of their bytes.
CREATE TABLE dictionary (
    hash             BLOB    NOT NULL PRIMARY KEY,
    chunk            BLOB    NOT NULL,
    agent            INTEGER NOT NULL, -- who sent it first
    stored_at        INTEGER NOT NULL
) STRICT;

-- Stored batches that wait for a dictionary chunk.
CREATE TABLE waiting (
    hash             BLOB    NOT NULL,
    day              INTEGER NOT NULL,
    lsn              INTEGER NOT NULL,
    PRIMARY KEY (hash, day, lsn)
) STRICT, WITHOUT ROWID;

-- Gap tables as last announced, and what the hub found missing by itself.
CREATE TABLE gap (
    agent            INTEGER NOT NULL REFERENCES agent (no),
    epoch            INTEGER NOT NULL, -- 0 where records were lost before they were in a batch
    stream           INTEGER NOT NULL,
    from_seq         INTEGER NOT NULL,
    to_seq           INTEGER NOT NULL,
    cause            INTEGER NOT NULL, -- LossCause; 0 where only the hub knows of it
    batches          INTEGER NOT NULL,
    samples          INTEGER NOT NULL,
    lines            INTEGER NOT NULL,
    events           INTEGER NOT NULL,
    from_ms          INTEGER NOT NULL, -- as the node saw it
    to_ms            INTEGER NOT NULL,
    announced_at     INTEGER NOT NULL
) STRICT;

CREATE INDEX gap_by_agent ON gap (agent, to_ms);

-- Newcomers under a key that is taken, and batches that cannot be decoded. Kept, within a bound per agent.
CREATE TABLE quarantine (
    no               INTEGER PRIMARY KEY,
    agent            INTEGER NOT NULL REFERENCES agent (no),
    epoch            INTEGER NOT NULL,
    stream           INTEGER NOT NULL,
    seq              INTEGER NOT NULL,
    reason           TEXT    NOT NULL,
    sha256           BLOB    NOT NULL,
    held_sha256      BLOB,             -- of the bytes already held under the key
    bytes            BLOB,             -- null once the agent's share of space is used up
    arrived_at       INTEGER NOT NULL,
    UNIQUE (agent, epoch, stream, seq, sha256)
) STRICT;

CREATE TABLE pattern (
    id               INTEGER PRIMARY KEY,
    template         TEXT    NOT NULL, -- empty while its text may not leave a site
    alias_of         INTEGER NOT NULL, -- 0 if none
    severity         INTEGER NOT NULL, -- gravest seen
    first_ms         INTEGER NOT NULL, -- data time
    last_ms          INTEGER NOT NULL
) STRICT;

-- The present state of each agent, as of a commit; later batches are applied to it at start.
CREATE TABLE present (
    agent            INTEGER PRIMARY KEY REFERENCES agent (no),
    state            BLOB    NOT NULL
) STRICT;

-- When an agent was in contact, joined where no silence lay between.
CREATE TABLE contact (
    agent            INTEGER NOT NULL REFERENCES agent (no),
    from_ms          INTEGER NOT NULL,
    to_ms            INTEGER NOT NULL,
    PRIMARY KEY (agent, from_ms)
) STRICT, WITHOUT ROWID;

-- Runs of the hub; between one's last sign of life and the next one's start it was down.
CREATE TABLE hub_run (
    boot             INTEGER PRIMARY KEY,
    started_at       INTEGER NOT NULL,
    alive_at         INTEGER NOT NULL
) STRICT;

CREATE INDEX hub_run_by_time ON hub_run (alive_at);

-- Day files that are closed: compacted, and with the span of data of each agent.
CREATE TABLE closed_day (
    day              INTEGER PRIMARY KEY, -- UTC day of arrival, days since 1970
    closed_at        INTEGER NOT NULL
) STRICT;

CREATE TABLE agent_day (
    agent            INTEGER NOT NULL REFERENCES agent (no),
    day              INTEGER NOT NULL,
    first_ms         INTEGER NOT NULL,
    last_ms          INTEGER NOT NULL,
    PRIMARY KEY (agent, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE meta (
    name             TEXT    NOT NULL PRIMARY KEY,
    value            INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
