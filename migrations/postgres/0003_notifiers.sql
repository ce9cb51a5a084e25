create table notifiers (  -- by their heartbeats
    id      uuid primary key,
    name    text not null,
    sockets bigint not null,  -- how many clients listen to it
    beat_at timestamptz not null  -- by the database's clock
);
