-- Paid orders by their day: those to remind of, and those whose day is over.
create index order_by_day on order_info (reserve_date) where order_status = 1;

-- Who has come to a session, and where they stand in its queue. "called" is who is with the doctor or asked to go in.
create table visit (
    order_id uuid primary key references order_info on delete cascade,
    hospital_code text not null,
    schedule_id text not null,
    number integer not null,
    state text not null check (state in ('waiting', 'called', 'done')),
    -- Who comes before their number has been passed queues by number. Who comes later (过号) queues behind all of those,
    -- by the time of arrival.
    late_at timestamptz not null default '-infinity',
    checked_in_at timestamptz not null,
    called_at timestamptz,
    -- The hospital called by name; else it was the next one's turn, which the hospital may still see otherwise.
    called_by_hospital boolean not null default false,
    done_at timestamptz,
    check ((state = 'done') = (done_at is not null)),
    check (state <> 'called' or called_at is not null)
);
create index visit_by_session on visit (hospital_code, schedule_id, state, late_at, number);

-- 爽约, and the ban that each has led to: none counts twice.
create table no_show (
    order_id uuid primary key references order_info on delete cascade,
    user_id uuid not null,
    patient_id uuid not null,
    hospital_code text not null,
    day date not null,
    ban_id uuid references booking_ban on delete set null
);
create index no_show_to_count on no_show (user_id, patient_id, hospital_code, day) where ban_id is null;

-- Who has been reminded of what: once per order and occasion.
create table visit_reminder (
    order_id uuid not null references order_info on delete cascade,
    occasion text not null check (occasion in ('evening-before', 'day-of')),
    at timestamptz not null,
    primary key (order_id, occasion)
);

-- What scheduled tasks did of late.
create table task_run (
    id bigint generated always as identity primary key,
    task text not null,
    started_by text not null check (started_by in ('hand', 'clock')),
    started_at timestamptz not null,
    ended_at timestamptz,
    result jsonb,
    error text
);
create index task_run_by_task on task_run (task, id desc);
