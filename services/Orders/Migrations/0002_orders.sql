-- Numbers of the states. Those from zero hold a number of the schedule; the negative ones have given it back.
create table order_status (
    number smallint primary key,
    name text not null unique
);
insert into order_status (number, name) values
    (0, 'unpaid'), (1, 'paid'), (2, 'checked-in'), (3, 'completed'), (4, 'no-show'),
    (-1, 'cancelled'), (-2, 'expired'), (-3, 'refunding'), (-4, 'refunded'), (-5, 'suspended');

create sequence order_number;

-- An order with the facts it was placed under: what hospitals change later must not rewrite it.
create table order_info (
    id uuid primary key,
    out_trade_no text not null unique,
    user_id uuid not null,
    patient_id uuid not null,
    patient_name text not null,
    hospital_code text not null,
    hospital_name text not null,
    department_code text not null,
    department_name text not null,
    schedule_id text not null,
    doctor_name text not null,
    title text not null,
    reserve_date date not null,
    reserve_time text not null check (reserve_time in ('morning', 'afternoon')),
    number integer not null check (number > 0),
    amount numeric(10, 2) not null check (amount >= 0),
    order_status smallint not null references order_status,
    hospital_status text not null default 'pending' check (hospital_status in ('pending', 'confirmed', 'refused')),
    hospital_record_id text,
    hospital_number integer,
    fetch_time text,
    fetch_address text,
    quit_time timestamptz not null,
    expires_at timestamptz not null,
    created_at timestamptz not null,
    closed_at timestamptz,
    close_reason text,
    check ((order_status < 0) = (closed_at is not null))
);
-- A number belongs to one living order, a patient sees one doctor of a department a day.
create unique index order_number_once on order_info (hospital_code, schedule_id, number) where order_status >= 0;
create unique index order_patient_once on order_info (patient_id, hospital_code, department_code, reserve_date) where order_status >= 0;
create index order_by_user on order_info (user_id, created_at desc, id desc);
create index order_by_department on order_info (hospital_code, department_code) where order_status in (0, 1, 2);
create index order_unpaid on order_info (expires_at) where order_status = 0;

-- What happened to an order, for its page.
create table order_event (
    position bigint generated always as identity primary key,
    order_id uuid not null references order_info on delete cascade,
    at timestamptz not null,
    what text not null,
    detail text
);
create index order_event_by_order on order_event (order_id, position);

-- The order that a user's Idempotency-Key led to.
create table idempotency (
    user_id uuid not null,
    key text not null,
    request_hash bytea not null,
    order_id uuid not null references order_info on delete cascade,
    created_at timestamptz not null,
    primary key (user_id, key)
);
create index idempotency_by_age on idempotency (created_at);
create index idempotency_by_order on idempotency (order_id);

-- Who may not book: an account, or one of its patients; everywhere, or at one hospital.
create table booking_ban (
    id uuid primary key,
    user_id uuid not null,
    patient_id uuid,
    hospital_code text,
    reason text not null,
    created_at timestamptz not null,
    until timestamptz not null
);
create index booking_ban_by_user on booking_ban (user_id, until);

-- What a hospital answered to an order's submission: the first answer counts, and one that came after the order had
-- ended is kept but not applied.
create table hospital_answer (
    order_id uuid primary key references order_info on delete cascade,
    status text not null check (status in ('confirmed', 'refused')),
    hospital_record_id text,
    number integer,
    fetch_time text,
    fetch_address text,
    reason text,
    applied boolean not null,
    received_at timestamptz not null
);
