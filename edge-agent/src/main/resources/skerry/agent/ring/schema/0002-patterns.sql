-- Log patterns that the agent has learned, so that the same lines have the same patterns after a restart. Only what
-- changed is written.
CREATE TABLE pattern (
    id       INTEGER PRIMARY KEY, -- rises in the order of learning
    pattern  INTEGER NOT NULL UNIQUE,
    grown    INTEGER NOT NULL, -- places that became variables, one bit each
    source   TEXT    NOT NULL, -- that showed it first
    template TEXT    NOT NULL,
    crc      INTEGER NOT NULL
);
