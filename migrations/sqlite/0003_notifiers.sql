create table notifiers (  -- by their heartbeats
    id      blob primary key,
    name    text not null,
    sockets integer not null,  -- how many clients listen to it
    beat_at integer not null  -- by the database's clock
);
