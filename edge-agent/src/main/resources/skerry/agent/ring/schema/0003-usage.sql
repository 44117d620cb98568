-- What was sent over the link and stored in the ring, by the day of the agent's own time: see skerry.agent.budget.
CREATE TABLE usage (
    id     INTEGER PRIMARY KEY, -- 32 times the days since 1970-01-01, plus the kind
    amount INTEGER NOT NULL,    -- bytes, or milliseconds of running
    crc    INTEGER NOT NULL
);

-- One row: where the agent's own time stood when it was last written down.
CREATE TABLE own_time (
    id     INTEGER PRIMARY KEY CHECK (id = 1),
    boot   INTEGER NOT NULL, -- half of the kernel's boot id
    mono   INTEGER NOT NULL, -- ms of CLOCK_MONOTONIC of that boot
    millis INTEGER NOT NULL, -- own time at that moment, UTC epoch ms
    told   INTEGER NOT NULL, -- 0 by this node's clock, 1 by the hub's of an earlier boot, 2 by the hub's of that boot
    crc    INTEGER NOT NULL
);
