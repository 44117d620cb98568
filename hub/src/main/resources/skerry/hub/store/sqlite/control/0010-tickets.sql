-- How far tickets have come, as agents say, and what the hub found when it compared answers with summaries.
ALTER TABLE command ADD COLUMN why INTEGER;      -- null for what is no ticket, or not heard of
ALTER TABLE command ADD COLUMN records INTEGER NOT NULL DEFAULT 0;
ALTER TABLE command ADD COLUMN bytes INTEGER NOT NULL DEFAULT 0;
ALTER TABLE command ADD COLUMN until_ms INTEGER NOT NULL DEFAULT 0; -- by when somebody at the site decides
ALTER TABLE command ADD COLUMN verdict TEXT NOT NULL DEFAULT '';    -- verified, differs, partial; empty before
