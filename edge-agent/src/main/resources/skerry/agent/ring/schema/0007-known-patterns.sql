-- With how many different values patterns were seen, and how many lines a minute are usual for them: until it was seen often
-- enough a pattern's text does not leave, and that is not counted anew after a restart. Bounded in number; only what changed
-- is written.
CREATE TABLE known_pattern (
    id          INTEGER PRIMARY KEY,
    pattern     INTEGER NOT NULL UNIQUE,
    values_low  INTEGER NOT NULL, -- one bit for each value that was told from others, 64 here
    values_high INTEGER NOT NULL, -- and 64 here: no value can be found by them
    lines       INTEGER NOT NULL, -- of a pattern without values
    minutes     INTEGER NOT NULL, -- since its first line
    last_minute INTEGER NOT NULL, -- to which the rest is true, in minutes that the agent counts
    mean        INTEGER NOT NULL, -- lines in a thousand minutes
    deviation   INTEGER NOT NULL, -- from that, likewise
    peak        INTEGER NOT NULL, -- the most lines of a minute, faded, in thousandths
    crc         INTEGER NOT NULL
);
