-- What reports read instead of the history: sums, added to by the transaction that ends an order.
-- Derived from the orders, and so without foreign keys: they can be counted again at any time.

create table order_totals (  -- every order that is over, by its business; its row is locked before those of the other three
    business_id    binary(16) primary key,
    completed      bigint not null,
    cancelled      bigint not null,
    rejected       bigint not null,
    preparation_ms bigint not null  -- of the completed, together
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;

create table order_hours (  -- completed orders
    business_id   binary(16) not null,
    currency      varchar(3) not null,
    day           bigint not null,  -- the date where the business was when the order was completed: 20261121
    hour          bigint not null,  -- the hour there, 0 to 23
    orders        bigint not null,
    revenue_cents bigint not null,
    primary key (business_id, currency, day, hour)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;
create index order_hours_of_all on order_hours (currency, day);

create table order_times (  -- how long completed orders took: a histogram for each day
    business_id binary(16) not null,
    currency    varchar(3) not null,
    day         bigint not null,
    span        varchar(20) not null,  -- 'waiting': placed to begun; 'preparation': begun to completed
    from_ms     bigint not null,  -- rounded down to five binary digits
    orders      bigint not null,
    total_ms    bigint not null,
    primary key (business_id, currency, day, span, from_ms)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;
create index order_times_of_all on order_times (currency, day);

create table sales_days (  -- what completed orders were made of
    business_id   binary(16) not null,
    currency      varchar(3) not null,
    day           bigint not null,
    item_id       binary(16) not null,
    quantity      bigint not null,
    revenue_cents bigint not null,
    primary key (business_id, currency, day, item_id)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;
create index sales_days_of_all on sales_days (currency, day);

alter table orders add column counted boolean;  -- true once it is in the sums above; null until then
create index orders_uncounted on orders (counted, id);
