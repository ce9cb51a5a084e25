-- Completed orders that are not handed over, whatever their age. Boards list them.
create index orders_ready_of_business on orders (business_id, id) where status = 'completed' and handed_over_at is null;
create index orders_ready on orders (id) where status = 'completed' and handed_over_at is null;
