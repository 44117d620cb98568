-- The ring of a node. Every table has an integer primary key, so that what is readable of a damaged file can be taken
-- row by row, and every row a CRC-32C over its columns, because SQLite does not notice a flipped bit inside a value.

-- One row: how far the summary has come, what it holds in memory alone, and what was last heard of the hub.
CREATE TABLE state (
    id             INTEGER PRIMARY KEY CHECK (id = 1),
    starts         INTEGER NOT NULL, -- epochs given so far
    window_upto    INTEGER NOT NULL, -- blocks of samples and lines up to this id are covered by batches
    events_upto    INTEGER NOT NULL, -- the same for blocks of events
    open_samples   INTEGER NOT NULL, -- records of the open window whose raw blocks are gone already
    open_lines     INTEGER NOT NULL,
    open_events    INTEGER NOT NULL,
    window_day     INTEGER NOT NULL, -- UTC day that the open window is booked on, -1 if it is empty
    events_day     INTEGER NOT NULL,
    hub_boot       INTEGER NOT NULL,
    hub_lsn        INTEGER NOT NULL,
    gap_revision   INTEGER NOT NULL, -- rises with every change of the gap table
    crc            INTEGER NOT NULL
);

-- The kernel's boot ids that monotonic times refer to.
CREATE TABLE boot (
    id      INTEGER PRIMARY KEY,
    boot_id BLOB    NOT NULL UNIQUE,
    crc     INTEGER NOT NULL
);

-- Series and log sources by number.
CREATE TABLE subject (
    id     INTEGER PRIMARY KEY,
    kind   INTEGER NOT NULL, -- 0 gauge, 1 counter, 2 log source
    name   TEXT    NOT NULL,
    labels BLOB    NOT NULL, -- names and values by turns, each with its length in front
    hash   INTEGER NOT NULL,
    seen   INTEGER NOT NULL, -- a block near the last one that names it
    crc    INTEGER NOT NULL
);
CREATE INDEX subject_by_hash ON subject (hash);

-- Where reading of a log source goes on; stored together with the lines before it.
CREATE TABLE checkpoint (
    id     INTEGER PRIMARY KEY,
    source TEXT    NOT NULL UNIQUE,
    state  TEXT    NOT NULL,
    crc    INTEGER NOT NULL
);

-- Raw detail: what is in each block. The oldest has the lowest id.
CREATE TABLE block (
    id          INTEGER PRIMARY KEY,
    class       INTEGER NOT NULL, -- 1 samples, 2 lines, 3 events
    part_from   INTEGER NOT NULL, -- it replaces the blocks of its class from this id on; 0 for none
    boot        INTEGER NOT NULL,
    mono_first  INTEGER NOT NULL, -- ms of CLOCK_MONOTONIC when it was collected
    mono_last   INTEGER NOT NULL,
    wall_first  INTEGER NOT NULL, -- UTC epoch ms of its records, lowest and highest
    wall_last   INTEGER NOT NULL,
    clock       INTEGER NOT NULL, -- clock quality of the protocol, 0 to 4
    clock_error INTEGER NOT NULL, -- ms, -1 if unknown
    samples     INTEGER NOT NULL, -- of series that the send profile selects
    site_only   INTEGER NOT NULL, -- samples of all other series
    lines       INTEGER NOT NULL,
    events      INTEGER NOT NULL,
    raw_bytes   INTEGER NOT NULL,
    body_bytes  INTEGER NOT NULL,
    pinned      INTEGER NOT NULL, -- pins that hold it
    sealing     INTEGER NOT NULL, -- key that the body is encrypted with; 0 for none
    crc         INTEGER NOT NULL
);
CREATE TABLE block_body (
    id   INTEGER PRIMARY KEY, -- of the block
    body BLOB    NOT NULL,
    crc  INTEGER NOT NULL
);

-- Spans that eviction spares as long as it can: for tickets, and around incidents.
CREATE TABLE pin (
    id         INTEGER PRIMARY KEY,
    reason     TEXT    NOT NULL,
    block_from INTEGER NOT NULL,
    block_to   INTEGER NOT NULL,
    made       INTEGER NOT NULL, -- UTC epoch ms
    crc        INTEGER NOT NULL
);

-- One row per agent start that made a batch; the id is the start number.
CREATE TABLE epoch (
    id    INTEGER PRIMARY KEY,
    epoch INTEGER NOT NULL,
    boot  INTEGER NOT NULL,
    made  INTEGER NOT NULL, -- UTC epoch ms
    crc   INTEGER NOT NULL
);

-- Highest sequence number given per start and stream.
CREATE TABLE head (
    id     INTEGER PRIMARY KEY,
    start  INTEGER NOT NULL,
    stream INTEGER NOT NULL, -- the letter's code
    seq    INTEGER NOT NULL,
    crc    INTEGER NOT NULL,
    UNIQUE (start, stream)
);

-- The outbox. Confirmed batches stay until their space is needed.
CREATE TABLE batch (
    id         INTEGER PRIMARY KEY, -- rises with age over epochs and streams
    start      INTEGER NOT NULL,
    stream     INTEGER NOT NULL,
    seq        INTEGER NOT NULL,
    state      INTEGER NOT NULL, -- 0 waits for its receipt, 1 confirmed, 2 refused; not in the crc
    reason     INTEGER NOT NULL, -- why it was refused; not in the crc
    road       INTEGER NOT NULL, -- 1 sent over a road without receipts; not in the crc
    day        INTEGER NOT NULL, -- UTC day that its records are booked on
    samples    INTEGER NOT NULL,
    lines      INTEGER NOT NULL,
    events     INTEGER NOT NULL,
    wall_first INTEGER NOT NULL,
    wall_last  INTEGER NOT NULL,
    bytes      INTEGER NOT NULL,
    refs       INTEGER NOT NULL, -- the dictionary_set it needs; 0 for none
    crc        INTEGER NOT NULL,
    UNIQUE (start, stream, seq)
);
CREATE INDEX batch_waiting ON batch (stream, id, bytes) WHERE state = 0;
CREATE INDEX batch_done ON batch (id) WHERE state <> 0;
CREATE TABLE batch_body (
    id   INTEGER PRIMARY KEY,
    body BLOB    NOT NULL,
    crc  INTEGER NOT NULL
);

-- Dictionary chunks by the hash of their bytes, and the lists of chunks that batches name.
CREATE TABLE dictionary (
    id   INTEGER PRIMARY KEY,
    hash BLOB    NOT NULL UNIQUE,
    body BLOB    NOT NULL,
    crc  INTEGER NOT NULL
);
CREATE TABLE dictionary_set (
    id     INTEGER PRIMARY KEY,
    hashes BLOB    NOT NULL UNIQUE, -- 16 bytes each, in order
    crc    INTEGER NOT NULL
);

-- Counted losses that the hub is told of.
CREATE TABLE gap (
    id         INTEGER PRIMARY KEY,
    epoch      INTEGER NOT NULL, -- 0 if the records were in no batch, or batches of several epochs were joined
    stream     INTEGER NOT NULL,
    from_seq   INTEGER NOT NULL,
    to_seq     INTEGER NOT NULL,
    batches    INTEGER NOT NULL,
    samples    INTEGER NOT NULL,
    lines      INTEGER NOT NULL,
    events     INTEGER NOT NULL,
    wall_first INTEGER NOT NULL,
    wall_last  INTEGER NOT NULL,
    cause      INTEGER NOT NULL,
    crc        INTEGER NOT NULL
);

-- The account, by the UTC day that records are booked on.
CREATE TABLE ledger (
    id      INTEGER PRIMARY KEY,
    day     INTEGER NOT NULL, -- days since 1970-01-01; -1 for all days that are no longer told apart
    stream  INTEGER NOT NULL,
    line    INTEGER NOT NULL, -- 1 collected, 2 delivered, 3 refused, 4 site-only, 5 raw evicted, 6 coarse, 100 + cause
    samples INTEGER NOT NULL,
    lines   INTEGER NOT NULL,
    events  INTEGER NOT NULL,
    crc     INTEGER NOT NULL,
    UNIQUE (day, stream, line)
);
