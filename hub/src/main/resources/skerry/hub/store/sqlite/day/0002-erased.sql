-- When text of a batch was erased last: header and signature are as they came, the payload is not what was signed any more.
ALTER TABLE batch ADD COLUMN erased_at INTEGER;
