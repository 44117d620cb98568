-- Copies of what was recorded before something crashed, so that it outlives the raw detail. Bounded in number and bytes; in no
-- account, since the records themselves are.
CREATE TABLE blackbox (
    id    INTEGER PRIMARY KEY, -- rises with age
    key   TEXT    NOT NULL UNIQUE,
    about TEXT    NOT NULL, -- written and read by skerry.agent.blackbox
    body  BLOB    NOT NULL, -- empty until the copy is made
    crc   INTEGER NOT NULL
);
