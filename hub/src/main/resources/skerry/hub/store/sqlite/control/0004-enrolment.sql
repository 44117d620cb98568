-- Codes that let agents join: what both sides authenticate with, not the secret that a person copies.
DROP TABLE join_code;

CREATE TABLE join_code (
    id               BLOB    NOT NULL PRIMARY KEY,
    mac_key          BLOB    NOT NULL,
    site             TEXT    NOT NULL REFERENCES site (id),
    replaces         TEXT    NOT NULL, -- uid of the agent whose node a new machine continues; empty for a new node
    simulated        INTEGER NOT NULL,
    uses             INTEGER NOT NULL,
    used             INTEGER NOT NULL,
    made_at          INTEGER NOT NULL,
    ends_at          INTEGER NOT NULL,
    made_by          TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

-- The uid of the agent whose node this one continues; empty if it began the node.
ALTER TABLE agent ADD COLUMN replaces TEXT NOT NULL DEFAULT '';

CREATE INDEX certificate_by_agent ON certificate (agent, not_after);
