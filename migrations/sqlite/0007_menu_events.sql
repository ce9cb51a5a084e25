-- Events about items and businesses, whose ids are stored in events.order_id: it no longer refers to orders only.
-- SQLite cannot drop a constraint of a table, so the table is rebuilt.
create table events_new (
    position    integer primary key autoincrement,  -- the place in the log; cursors are made of it
    id          blob not null unique,
    order_id    blob not null,  -- the subject: an order, an item or a business
    version     integer not null,
    kind        text not null,
    business_id blob not null,
    customer_id blob,
    actor_id    blob,
    occurred_at integer not null,
    traceparent text,
    payload     text not null,  -- the event's JSON, written once and sent on as it is
    unique (order_id, version)
);
insert into events_new
     select position, id, order_id, version, kind, business_id, customer_id, actor_id, occurred_at, traceparent, payload
       from events order by position;
-- Positions are never reused, even those of events that were deleted.
delete from sqlite_sequence where name = 'events_new';
insert into sqlite_sequence (name, seq) select 'events_new', seq from sqlite_sequence where name = 'events';
drop table events;
alter table events_new rename to events;
create index events_of_business on events (business_id, position);
create index events_of_customer on events (customer_id, position);
