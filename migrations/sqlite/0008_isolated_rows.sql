-- Rows that processing skips because they cannot be decoded or saved, for administrators. A row is deleted from this table when it is
-- repaired. Derived data: the table can be emptied at any time.
create table isolated_rows (
    table_name text not null,
    row_id     blob not null,
    reason     text not null,
    error      text not null,
    found_at   integer not null,  -- by the database's clock
    seen_at    integer not null,  -- the last report, by the database's clock
    primary key (table_name, row_id)
);
