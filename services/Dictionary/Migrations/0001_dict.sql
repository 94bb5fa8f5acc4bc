-- The data dictionary: one tree a list. A list's root has no value; its top items are the root's children.
create table dict (
    id uuid primary key,
    parent_id uuid references dict (id),
    name text not null,
    value text,
    dict_code text not null,
    sort integer not null,
    full_name text not null,
    level integer not null,
    unique nulls not distinct (dict_code, value),
    check ((value is null) = (parent_id is null))
);
create index dict_parent on dict (parent_id);

-- What was seeded, so that a start need not do it again.
create table seed (
    dict_code text primary key,
    hash text not null
);

-- Counts every change, so that instances that hold the dictionary in memory notice it.
create table revision (number bigint not null);
insert into revision values (0);

create function note_revision() returns trigger language plpgsql as $$
begin
    update revision set number = number + 1;
    return null;
end $$;

create trigger dict_changed after insert or update or delete on dict
    for each statement execute function note_revision();
