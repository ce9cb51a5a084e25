create table notifiers (  -- by their heartbeats
    id      binary(16) primary key,
    name    varchar(200) not null,
    sockets bigint not null,  -- how many clients listen to it
    beat_at datetime(6) not null  -- by the database's clock
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;
