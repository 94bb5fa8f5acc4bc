-- What the platform has agreed with a hospital; what the hospital says of itself is a document.
create table hospital_set (
    hospital_code text primary key check (hospital_code ~ '^[A-Za-z0-9_-]{1,32}$'),
    hospital_name text not null,
    api_url text not null,
    contacts_name text,
    contacts_phone bytea,                 -- encrypted
    status smallint not null default 1 check (status in (0, 1)),  -- 1 open, 0 locked
    create_time timestamptz not null default now(),
    update_time timestamptz not null default now()
);

-- The keys that sign calls both ways. Several may be in force while a hospital changes over; the newest signs the platform's calls.
create table hospital_key (
    key_id text primary key,
    hospital_code text not null references hospital_set,
    sign_key bytea not null,              -- encrypted
    create_time timestamptz not null default now(),
    retired_time timestamptz
);
create index hospital_key_in_force on hospital_key (hospital_code, create_time desc) where retired_time is null;
