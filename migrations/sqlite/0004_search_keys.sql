-- Searches that ignore accents, case and composition. The keys and terms are computed by the programs: rows that have none yet are
-- found and completed in the background. name_key and guest_key remain for processes of older versions.

create table order_search_terms (  -- words of the guest's name and table, digits of the phone number; derived from the orders
    business_id blob not null,
    term        text not null,
    order_id    blob not null,
    primary key (business_id, term, order_id)
) without rowid;
create index order_search_terms_of_all on order_search_terms (term, order_id);

alter table orders add column search_indexed integer;  -- true if its search terms are stored; null if not

alter table businesses add column search_key text;
alter table businesses add column search_key_source text;  -- the name from which the key was computed
