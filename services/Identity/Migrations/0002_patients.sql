-- People for whom an account books. Numbers are stored encrypted; certificates_no_index keeps one person single on an account.
create table patient (
    id uuid primary key,
    user_id uuid not null references user_info (id),
    name text not null,
    certificates_type text not null,
    certificates_no text not null,
    certificates_no_index text not null,
    gender text not null check (gender in ('male', 'female')),
    birthday date not null,
    phone text not null,
    is_marry boolean,
    is_insured boolean not null,
    card_no text,
    contacts_name text,
    contacts_phone text,
    create_time timestamptz not null,
    update_time timestamptz not null,
    is_deleted boolean not null default false
);
create unique index patient_once_per_user on patient (user_id, certificates_no_index) where not is_deleted;
