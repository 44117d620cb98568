-- What people asked agents to do, and what came of it.
DROP TABLE command;

CREATE TABLE command (
    id               BLOB    NOT NULL PRIMARY KEY,
    agent            INTEGER NOT NULL REFERENCES agent (no),
    type             INTEGER NOT NULL,
    ordered_by       TEXT    NOT NULL,
    ordered_at       INTEGER NOT NULL,
    ends_at          INTEGER NOT NULL, -- not sent any more from then on
    number           INTEGER NOT NULL, -- of its last sending; rises over all commands of an agent; 0 before
    sent_at          INTEGER NOT NULL, -- its last sending; 0 before
    cancelled        INTEGER NOT NULL,
    outcome          INTEGER,          -- null while there is no whole answer
    sentence         TEXT    NOT NULL,
    name             TEXT    NOT NULL  -- of the answer's file; empty if there is none
) STRICT, WITHOUT ROWID;

CREATE INDEX command_by_agent ON command (agent, ordered_at);

-- The batches of stream r that bring an answer.
CREATE TABLE answer_part (
    command          BLOB    NOT NULL REFERENCES command (id) ON DELETE CASCADE,
    part             INTEGER NOT NULL,
    parts            INTEGER NOT NULL,
    epoch            INTEGER NOT NULL,
    seq              INTEGER NOT NULL,
    PRIMARY KEY (command, part)
) STRICT, WITHOUT ROWID;
