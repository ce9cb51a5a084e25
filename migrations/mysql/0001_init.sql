-- Expediter's tables. The same in the three dialects: change one, change all, and let the store's suite compare.

create table installation (
    id          binary(16) primary key,  -- names this database in cursors: a restored or emptied one is another
    created_at  datetime(6) not null
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

create table counters (  -- the numbers that people call out
    name        varchar(200) primary key,
    value       bigint not null
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;
insert into counters (name, value) values ('item', 100), ('order', 1000);

create table businesses (
    id            binary(16) primary key,
    name          varchar(200) not null,
    name_key      varchar(400) not null,  -- the name in lower case, for search
    currency      varchar(3) not null,
    timezone      varchar(64) not null,
    open          boolean not null,
    acceptance    varchar(20) not null,
    grace_seconds bigint not null,
    kitchen       varchar(20) not null,
    created_at    datetime(6) not null
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

create table users (
    id            binary(16) primary key,
    username      varchar(200) not null unique,
    email         varchar(254) unique,
    name          varchar(200) not null,
    role          varchar(20) not null,
    business_id   binary(16),
    password_hash varchar(255) not null,
    created_at    datetime(6) not null,
    archived_at   datetime(6),  -- no longer works here; history keeps the name
    foreign key (business_id) references businesses (id)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;
create index users_of_business on users (business_id, id);
create index users_archived on users (archived_at);

create table refresh_tokens (
    token_hash  binary(32) primary key,  -- SHA-256; the token itself is never stored
    family      binary(16) not null,  -- one login; a token used twice ends them all
    user_id     binary(16) not null,
    expires_at  datetime(6) not null,
    used_at     datetime(6),
    foreign key (user_id) references users (id)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;
create index refresh_tokens_of_family on refresh_tokens (family);
create index refresh_tokens_of_user on refresh_tokens (user_id);
create index refresh_tokens_expired on refresh_tokens (expires_at);

create table items (
    id             binary(16) primary key,
    number         bigint not null unique,
    business_id    binary(16) not null,
    name           varchar(200) not null,
    description    text not null,
    category       varchar(200) not null,
    image_url      text,
    price_cents    bigint not null check (price_cents >= 0),
    currency       varchar(3) not null,
    stock_quantity bigint not null check (stock_quantity >= 0),
    available      boolean not null,
    version        bigint not null,
    archived_at    datetime(6),
    foreign key (business_id) references businesses (id)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;
create index items_of_business on items (business_id, number);

create table stock_adjustments (  -- the books: stock = adjustments - lines of orders that stand
    id          binary(16) primary key,
    item_id     binary(16) not null,
    delta       bigint not null,
    actor_id    binary(16),
    adjusted_at datetime(6) not null,
    foreign key (item_id) references items (id)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;
create index stock_adjustments_of_item on stock_adjustments (item_id);

create table orders (
    id             binary(16) primary key,
    number         bigint not null unique,
    status         varchar(20) not null,
    version        bigint not null,
    business_id    binary(16) not null,
    business_name  varchar(200) not null,
    customer_id    binary(16),
    placed_by      binary(16) not null,
    order_type     varchar(20) not null,
    guest_name     varchar(200),
    guest_phone    varchar(200),
    guest_table    varchar(200),
    guest_key      varchar(400),  -- the guest's name in lower case (which can be longer), for search by its beginning
    note           text,
    lines_json     longtext not null,  -- the lines as read; order_lines are the books
    total_cents    bigint not null,
    currency       varchar(3) not null,
    reason         text,
    placed_at      datetime(6) not null,
    accepted_at    datetime(6),
    processing_at  datetime(6),
    completed_at   datetime(6),
    cancelled_at   datetime(6),
    handed_over_at datetime(6),
    due_at         datetime(6),  -- while pending: when something happens by itself
    due_action     varchar(20),
    worker_id      binary(16),  -- while processing: the kitchen worker that cooks it
    announced_at   datetime(6),  -- while accepted or processing: when the kitchen was last told
    foreign key (business_id) references businesses (id),
    foreign key (customer_id) references users (id),
    foreign key (placed_by) references users (id)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;
create index orders_of_business on orders (business_id, id);
create index orders_of_business_by_status on orders (business_id, status, id);
create index orders_of_customer on orders (customer_id, id);
create index orders_of_customer_by_status on orders (customer_id, status, id);
create index orders_by_status on orders (status, id);
create index orders_by_guest on orders (business_id, guest_key);
create index orders_by_guest_anywhere on orders (guest_key);
create index orders_due on orders (due_at);
create index orders_announced on orders (announced_at);

create table order_lines (
    order_id         binary(16) not null,
    line             bigint not null,
    item_id          binary(16) not null,
    quantity         bigint not null check (quantity > 0),
    unit_price_cents bigint not null,
    primary key (order_id, line),
    foreign key (order_id) references orders (id),
    foreign key (item_id) references items (id)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;
create index order_lines_of_item on order_lines (item_id);

create table events (
    position    bigint auto_increment primary key,  -- the place in the log; cursors are made of it
    id          binary(16) not null unique,
    order_id    binary(16) not null,
    version     bigint not null,
    kind        varchar(30) not null,
    business_id binary(16) not null,
    customer_id binary(16),
    actor_id    binary(16),
    occurred_at datetime(6) not null,
    traceparent varchar(255),
    payload     longtext not null,  -- the event's JSON, written once and sent on as it is
    unique (order_id, version),
    foreign key (order_id) references orders (id)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;
create index events_of_business on events (business_id, position);
create index events_of_customer on events (customer_id, position);

create table outbox (
    id           bigint auto_increment primary key,
    event_id     binary(16) not null,
    order_id     binary(16) not null,
    leased_until datetime(6),
    lease        binary(16)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;
create index outbox_of_order on outbox (order_id, id);
create index outbox_of_lease on outbox (lease);

create table idempotency_keys (
    user_id         binary(16) not null,
    idempotency_key varchar(255) not null,
    fingerprint     varchar(64) not null,  -- SHA-256 of the request's body, in hex
    order_id        binary(16) not null,
    created_at      datetime(6) not null,
    primary key (user_id, idempotency_key)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;
create index idempotency_keys_by_age on idempotency_keys (created_at);

create table kitchen_workers (
    id      binary(16) primary key,
    name    varchar(200) not null,
    slots   bigint not null,
    busy    bigint not null,
    prep_ms bigint not null,  -- how long an order takes it, as measured lately
    beat_at datetime(6) not null  -- by the database's clock
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;
