-- Expediter's tables. The same in the three dialects: change one, change all, and let the store's suite compare.

create table installation (
    id          uuid primary key,  -- names this database in cursors: a restored or emptied one is another
    created_at  timestamptz not null
);

create table counters (  -- the numbers that people call out
    name        text primary key,
    value       bigint not null
);
insert into counters (name, value) values ('item', 100);

create sequence order_numbers start 1001;  -- taken without a lock, so that several desks never wait for each other

create table businesses (
    id            uuid primary key,
    name          text not null,
    name_key      text not null,  -- the name in lower case, for search
    currency      text not null,
    timezone      text not null,
    open          boolean not null,
    acceptance    text not null,
    grace_seconds bigint not null,
    kitchen       text not null,
    created_at    timestamptz not null
);

create table users (
    id            uuid primary key,
    username      text not null unique,
    email         text unique,
    name          text not null,
    role          text not null,
    business_id   uuid references businesses (id),
    password_hash text not null,
    created_at    timestamptz not null,
    archived_at   timestamptz  -- no longer works here; history keeps the name
);
create index users_of_business on users (business_id, id);
create index users_archived on users (archived_at) where archived_at is not null;

create table refresh_tokens (
    token_hash  bytea primary key,  -- SHA-256; the token itself is never stored
    family      uuid not null,  -- one login; a token used twice ends them all
    user_id     uuid not null references users (id),
    expires_at  timestamptz not null,
    used_at     timestamptz
);
create index refresh_tokens_of_family on refresh_tokens (family);
create index refresh_tokens_of_user on refresh_tokens (user_id);
create index refresh_tokens_expired on refresh_tokens (expires_at);

create table items (
    id             uuid primary key,
    number         bigint not null unique,
    business_id    uuid not null references businesses (id),
    name           text not null,
    description    text not null,
    category       text not null,
    image_url      text,
    price_cents    bigint not null check (price_cents >= 0),
    currency       text not null,
    stock_quantity bigint not null check (stock_quantity >= 0),
    available      boolean not null,
    version        bigint not null,
    archived_at    timestamptz
);
create index items_of_business on items (business_id, number);

create table stock_adjustments (  -- the books: stock = adjustments - lines of orders that stand
    id          uuid primary key,
    item_id     uuid not null references items (id),
    delta       bigint not null,
    actor_id    uuid,
    adjusted_at timestamptz not null
);
create index stock_adjustments_of_item on stock_adjustments (item_id);

create table orders (
    id             uuid primary key,
    number         bigint not null unique,
    status         text not null,
    version        bigint not null,
    business_id    uuid not null references businesses (id),
    business_name  text not null,
    customer_id    uuid references users (id),
    placed_by      uuid not null references users (id),
    order_type     text not null,
    guest_name     text,
    guest_phone    text,
    guest_table    text,
    guest_key      text collate "C",  -- the guest's name in lower case, for search by its beginning
    note           text,
    lines_json     text not null,  -- the lines as read; order_lines are the books
    total_cents    bigint not null,
    currency       text not null,
    reason         text,
    placed_at      timestamptz not null,
    accepted_at    timestamptz,
    processing_at  timestamptz,
    completed_at   timestamptz,
    cancelled_at   timestamptz,
    handed_over_at timestamptz,
    due_at         timestamptz,  -- while pending: when something happens by itself
    due_action     text,
    worker_id      uuid,  -- while processing: the kitchen worker that cooks it
    announced_at   timestamptz  -- while accepted or processing: when the kitchen was last told
);
create index orders_of_business on orders (business_id, id);
create index orders_of_business_by_status on orders (business_id, status, id);
create index orders_of_customer on orders (customer_id, id);
create index orders_of_customer_by_status on orders (customer_id, status, id);
create index orders_by_status on orders (status, id);
create index orders_by_guest on orders (business_id, guest_key) where guest_key is not null;
create index orders_by_guest_anywhere on orders (guest_key) where guest_key is not null;
create index orders_due on orders (due_at) where due_at is not null;
create index orders_announced on orders (announced_at) where announced_at is not null;

create table order_lines (
    order_id         uuid not null references orders (id),
    line             bigint not null,
    item_id          uuid not null references items (id),
    quantity         bigint not null check (quantity > 0),
    unit_price_cents bigint not null,
    primary key (order_id, line)
);
create index order_lines_of_item on order_lines (item_id);

create table events (
    position    bigint generated always as identity primary key,  -- the place in the log; cursors are made of it
    id          uuid not null unique,
    order_id    uuid not null references orders (id),
    version     bigint not null,
    kind        text not null,
    business_id uuid not null,
    customer_id uuid,
    actor_id    uuid,
    occurred_at timestamptz not null,
    traceparent text,
    payload     text not null,  -- the event's JSON, written once and sent on as it is
    unique (order_id, version)
);
create index events_of_business on events (business_id, position);
create index events_of_customer on events (customer_id, position);

create table outbox (
    id           bigint generated always as identity primary key,
    event_id     uuid not null,
    order_id     uuid not null,
    leased_until timestamptz,
    lease        uuid
);
create index outbox_of_order on outbox (order_id, id);
create index outbox_of_lease on outbox (lease) where lease is not null;

create table idempotency_keys (
    user_id         uuid not null,
    idempotency_key text not null,
    fingerprint     text not null,  -- SHA-256 of the request's body, in hex
    order_id        uuid not null,
    created_at      timestamptz not null,
    primary key (user_id, idempotency_key)
);
create index idempotency_keys_by_age on idempotency_keys (created_at);

create table kitchen_workers (
    id      uuid primary key,
    name    text not null,
    slots   bigint not null,
    busy    bigint not null,
    prep_ms bigint not null,  -- how long an order takes it, as measured lately
    beat_at timestamptz not null  -- by the database's clock
);
