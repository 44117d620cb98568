-- The windows of a contract that has such, as text; contract_kind is 'calendar' then.
ALTER TABLE site ADD COLUMN contract_calendar TEXT;
