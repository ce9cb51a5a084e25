-- Events about items and businesses, whose ids are stored in events.order_id: it no longer refers to orders only.
alter table events drop constraint events_order_id_fkey;
