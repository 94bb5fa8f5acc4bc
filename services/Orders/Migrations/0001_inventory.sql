-- What a hospital agreed to, as it sent it, and what operators set for it (limits, no-shows, waitlist); members that
-- are left out take the platform's defaults.
create table hospital_rule (
    hospital_code text primary key,
    hospital_name text not null,
    booking_rule jsonb not null,
    platform_rule jsonb not null default '{}',
    updated_at timestamptz not null
);

-- A doctor's session with its numbers (号源). "remaining" is computed by the database from what it is made of, so it
-- can neither drift nor go below zero: numbers released, less those that the hospital keeps for its own counters, less
-- those that live orders hold. A hospital may release fewer numbers than are taken: then nothing remains until enough
-- orders have ended.
create table schedule (
    hospital_code text not null references hospital_rule,
    schedule_id text not null,
    department_code text not null,
    department_name text not null,
    doctor_name text not null,
    title text not null,
    date date not null,
    period text not null check (period in ('morning', 'afternoon')),
    fee numeric(10, 2) not null check (fee >= 0),
    status text not null check (status in ('open', 'stopped', 'suspended')),
    released integer not null check (released >= 0),
    withheld integer not null check (withheld >= 0),
    taken integer not null default 0 check (taken >= 0),
    remaining integer not null generated always as (greatest(0, released - withheld - taken)) stored,
    -- The highest sequence number ever handed out; lower ones are with an order or in freed_number.
    last_number integer not null default 0,
    updated_at timestamptz not null,
    primary key (hospital_code, schedule_id)
) with (fillfactor = 80);
create index schedule_by_department on schedule (hospital_code, department_code, date);

-- Sequence numbers that ended orders gave back; the lowest goes out first.
create table freed_number (
    hospital_code text not null,
    schedule_id text not null,
    number integer not null,
    primary key (hospital_code, schedule_id, number),
    foreign key (hospital_code, schedule_id) references schedule on delete cascade
);

-- Takes one sequence number, or gives null when the schedule is gone, not open or sold out. The row lock that it leaves
-- behind is the schedule's only lock; statements after it see what earlier holders committed, which a single statement
-- with sub-queries would not. There is always a number: with any remaining, either one at or below "released" was
-- freed, or fewer than "released" were ever handed out.
create function take_number(in_hospital text, in_schedule text) returns integer
language plpgsql as $$
declare
    upper_bound integer;
    result integer;
begin
    select s.released into upper_bound from schedule s
    where s.hospital_code = in_hospital and s.schedule_id = in_schedule and s.status = 'open' and s.remaining > 0
    for no key update;
    if not found then
        return null;
    end if;

    delete from freed_number f
    where f.hospital_code = in_hospital and f.schedule_id = in_schedule and f.number = (
        select min(n.number) from freed_number n
        where n.hospital_code = in_hospital and n.schedule_id = in_schedule and n.number <= upper_bound)
    returning f.number into result;

    update schedule s
    set taken = s.taken + 1, last_number = greatest(s.last_number, coalesce(result, s.last_number + 1))
    where s.hospital_code = in_hospital and s.schedule_id = in_schedule
    returning coalesce(result, s.last_number) into result;
    return result;
end
$$;
