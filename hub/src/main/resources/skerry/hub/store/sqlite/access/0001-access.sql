CREATE TABLE app_user (
  name          TEXT    NOT NULL PRIMARY KEY,
  role          TEXT    NOT NULL,
  password_hash TEXT    NOT NULL
) WITHOUT ROWID;

CREATE TABLE app_session (
  id_hash    TEXT    NOT NULL PRIMARY KEY,
  user_name  TEXT    NOT NULL,
  created_at INTEGER NOT NULL,
  seen_at    INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE api_token (
  id           TEXT    NOT NULL PRIMARY KEY,
  name         TEXT    NOT NULL,
  role         TEXT    NOT NULL,
  hash         TEXT    NOT NULL UNIQUE,
  created_at   INTEGER NOT NULL,
  expires_at   INTEGER NOT NULL,
  last_used_at INTEGER NOT NULL
) WITHOUT ROWID;

-- Only ever added to.
CREATE TABLE audit_entry (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  at      INTEGER NOT NULL,
  actor   TEXT    NOT NULL,
  action  TEXT    NOT NULL,
  target  TEXT    NOT NULL,
  result  TEXT    NOT NULL,
  source  TEXT    NOT NULL
);
CREATE TRIGGER audit_entry_stays BEFORE DELETE ON audit_entry
BEGIN
  SELECT RAISE(ABORT, 'the audit trail is only ever added to');
END;
CREATE TRIGGER audit_entry_is_final BEFORE UPDATE ON audit_entry
BEGIN
  SELECT RAISE(ABORT, 'the audit trail is only ever added to');
END;
