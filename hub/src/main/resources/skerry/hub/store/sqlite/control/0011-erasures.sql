-- Patterns whose text or examples were erased: what comes of them later is left out.
CREATE TABLE erased_pattern (
    pattern          INTEGER PRIMARY KEY,
    examples_only    INTEGER NOT NULL, -- 1 if the text stays
    erased_at        INTEGER NOT NULL,
    erased_by        TEXT    NOT NULL,
    done             INTEGER NOT NULL  -- 0 while there may be text left in the files
) STRICT;

ALTER TABLE dictionary ADD COLUMN erased_at INTEGER; -- when text of it was erased last: it is not what was signed any more
