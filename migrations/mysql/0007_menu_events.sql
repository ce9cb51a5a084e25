-- Events about items and businesses, whose ids are stored in events.order_id: it no longer refers to orders only.
-- The server has named the foreign key: events_ibfk_1 on MySQL and on MariaDB before 12.1, `1` on later versions.
set @key_name = (select constraint_name from information_schema.key_column_usage
                  where table_schema = database() and table_name = 'events' and column_name = 'order_id'
                    and referenced_table_name = 'orders');
set @statement = concat('alter table events drop foreign key `', @key_name, '`');
prepare drop_key from @statement;
execute drop_key;
deallocate prepare drop_key;
