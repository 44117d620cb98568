-- Which minute batches the summary of an hour was made of, and what of them a full ring lost before the hub had it. A row
-- is a run of such batches that are booked on one day; most hours are one row.
CREATE TABLE outline (
    id        INTEGER PRIMARY KEY,
    start     INTEGER NOT NULL, -- minute batches of this start, the first and the last
    from_seq  INTEGER NOT NULL,
    to_seq    INTEGER NOT NULL,
    day       INTEGER NOT NULL, -- UTC day that their records are booked on
    own_start INTEGER NOT NULL, -- batches of stream s that are the hour, the first and the last
    own_from  INTEGER NOT NULL,
    own_to    INTEGER NOT NULL,
    waiting   INTEGER NOT NULL, -- how many of those the hub has not confirmed
    samples   INTEGER NOT NULL, -- in minute batches that gave way unconfirmed
    lines     INTEGER NOT NULL,
    crc       INTEGER NOT NULL
);
CREATE INDEX outline_by_minute ON outline (start, from_seq);
CREATE INDEX outline_by_hour ON outline (own_start, own_from);
