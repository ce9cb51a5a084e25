-- Orders without search terms. A migration of its own, so that the change of the table in 0004 does not block reads meanwhile.
create index orders_unindexed on orders (search_indexed, id);
