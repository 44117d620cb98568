-- Alerts of agents, a row per episode: from when a rule's expression became true until it was not. What its words told, put
-- together, is in "state"; the other columns are for finding it.
CREATE TABLE alert (
    no               INTEGER PRIMARY KEY,
    agent            INTEGER NOT NULL REFERENCES agent (no),
    key              INTEGER NOT NULL, -- names the alert within its agent
    since_ms         INTEGER NOT NULL, -- as the node saw it
    rule             TEXT    NOT NULL,
    severity         INTEGER NOT NULL, -- 0 info, 1 warning, 2 critical
    resolved         INTEGER NOT NULL, -- 1 if it is over
    began_ms         INTEGER NOT NULL, -- corrected as well as was known
    heard_at         INTEGER NOT NULL, -- when its newest word arrived
    state            BLOB    NOT NULL,
    UNIQUE (agent, key, since_ms)
) STRICT;

CREATE INDEX alert_by_cause ON alert (resolved, rule, severity, agent, began_ms);
CREATE INDEX alert_by_age ON alert (resolved, heard_at);
