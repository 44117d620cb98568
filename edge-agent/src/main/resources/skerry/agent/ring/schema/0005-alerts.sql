-- What is known of each alert, and of each rule that cannot be evaluated; stored together with the event that tells of it.
CREATE TABLE alert (
    id    INTEGER PRIMARY KEY,
    key   TEXT    NOT NULL UNIQUE,
    state TEXT    NOT NULL, -- written and read by skerry.agent.alert
    crc   INTEGER NOT NULL
);
