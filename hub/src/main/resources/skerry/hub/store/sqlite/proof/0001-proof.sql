-- Headers and signatures of batches whose payload now lives in segments, or whose day was deleted: every stored number
-- can be traced to what its agent signed. One row per agent, epoch and stream of a day, in order of sequence numbers.
CREATE TABLE proof (
    agent            INTEGER NOT NULL,
    epoch            INTEGER NOT NULL,
    stream           INTEGER NOT NULL,
    first_seq        INTEGER NOT NULL,
    last_seq         INTEGER NOT NULL,
    day              INTEGER NOT NULL, -- of arrival
    headers          BLOB    NOT NULL, -- compressed: per batch its sequence number, the header's length, header, signature
    PRIMARY KEY (agent, epoch, stream, first_seq, day)
) STRICT, WITHOUT ROWID;
