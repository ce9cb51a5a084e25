-- Rows that processing skips because they cannot be decoded or saved, for administrators. A row is deleted from this table when it is
-- repaired. Derived data: the table can be emptied at any time.
create table isolated_rows (
    table_name varchar(50) not null,
    row_id     binary(16) not null,
    reason     varchar(50) not null,
    error      text not null,
    found_at   datetime(6) not null,  -- by the database's clock
    seen_at    datetime(6) not null,  -- the last report, by the database's clock
    primary key (table_name, row_id)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;
