-- Completed orders that are not handed over, whatever their age. Boards list them.
create index orders_ready_of_business on orders (business_id, status, handed_over_at, id)
    where status = 'completed' and handed_over_at is null;
create index orders_ready on orders (status, handed_over_at, id) where status = 'completed' and handed_over_at is null;
