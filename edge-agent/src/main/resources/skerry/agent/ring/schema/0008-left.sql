-- What left this site, by UTC day or month, road and kind: see skerry.agent.left.
CREATE TABLE left_site (
    id           INTEGER PRIMARY KEY, -- 512 times the days since 1970-01-01, plus 64 times the road, 32 for a month, the kind
    messages     INTEGER NOT NULL,
    bytes        INTEGER NOT NULL,
    items        INTEGER NOT NULL,
    repeats      INTEGER NOT NULL, -- batches that had left by this road before
    repeat_bytes INTEGER NOT NULL,
    example      TEXT    NOT NULL, -- as it left, redacted; the first of the day
    policy       TEXT    NOT NULL, -- id of the redaction rules in force
    crc          INTEGER NOT NULL
);

-- One row: bytes that may have left beyond what the rows say, if the agent ends without a word.
CREATE TABLE left_open (
    id    INTEGER PRIMARY KEY CHECK (id = 1),
    bytes INTEGER NOT NULL,
    crc   INTEGER NOT NULL
);
