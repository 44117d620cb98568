-- Since when each site is in its state, so that a restart of the hub does not begin it anew.
CREATE TABLE site_state (
    site             TEXT    NOT NULL PRIMARY KEY,
    state            TEXT    NOT NULL, -- the state's word
    since            INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
