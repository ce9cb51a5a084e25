-- Searches that ignore accents, case and composition. The keys and terms are computed by the programs: rows that have none yet are
-- found and completed in the background. name_key and guest_key remain for processes of older versions.

create table order_search_terms (  -- words of the guest's name and table, digits of the phone number; derived from the orders
    business_id binary(16) not null,
    term        varchar(100) not null,
    order_id    binary(16) not null,
    primary key (business_id, term, order_id)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_bin;
create index order_search_terms_of_all on order_search_terms (term, order_id);

alter table orders add column search_indexed boolean;  -- true if its search terms are stored; null if not

alter table businesses add column search_key text;  -- longer than the name: some letters are 18 letters in the key
alter table businesses add column search_key_source varchar(200);  -- the name from which the key was computed
