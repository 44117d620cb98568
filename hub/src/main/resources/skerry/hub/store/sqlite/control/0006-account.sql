-- What each agent last said became of its records, by day and stream.
CREATE TABLE node_account (
    agent            INTEGER NOT NULL PRIMARY KEY REFERENCES agent (no),
    told_at          INTEGER NOT NULL, -- when it arrived, by the hub's clock
    days             BLOB    NOT NULL  -- rows as they are on the wire
) STRICT;
