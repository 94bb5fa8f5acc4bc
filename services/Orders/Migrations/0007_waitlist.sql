-- Who waits for a number of a sold-out schedule (候补), with the facts they joined under. What is "expired" got no number in
-- time, whatever the reason; who has "left" did so of their own will. The row of the schedule is the lock of its list: whoever
-- changes an entry has locked the schedule first.
create table waitlist_entry (
    id uuid primary key,
    -- First in, first out.
    sequence bigint generated always as identity,
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
    amount numeric(10, 2) not null check (amount >= 0),
    status text not null default 'waiting' check (status in ('waiting', 'offered', 'booked', 'expired', 'left')),
    -- The number that an offer holds, and that its order has.
    number integer check (number > 0),
    created_at timestamptz not null,
    offered_at timestamptz,
    offer_expires_at timestamptz,
    order_id uuid unique references order_info,
    ended_at timestamptz,
    end_reason text check (end_reason in ('offer-expired', 'closed', 'stopped', 'suspended', 'removed')),
    check ((status in ('offered', 'booked')) <= (number is not null)),
    check ((number is null) = (offered_at is null) and (number is null) = (offer_expires_at is null)),
    check ((status = 'booked') = (order_id is not null)),
    check ((status in ('waiting', 'offered')) = (ended_at is null)),
    check ((status = 'expired') <= (end_reason is not null))
);
create unique index waitlist_patient_once on waitlist_entry (patient_id, hospital_code, schedule_id) where status in ('waiting', 'offered');
create unique index waitlist_number_once on waitlist_entry (hospital_code, schedule_id, number) where status = 'offered';
create index waitlist_line on waitlist_entry (hospital_code, schedule_id, sequence) where status = 'waiting';
create index waitlist_offers on waitlist_entry (offer_expires_at) where status = 'offered';
create index waitlist_by_user on waitlist_entry (user_id, sequence desc);

-- A number that comes back while people wait belongs to the first of them. "taken" counts the numbers of live orders and those
-- that offers hold; "remaining" are free; "bookable" is what of these is left for everybody when all who wait are served.
alter table schedule add column waiting integer not null default 0 check (waiting >= 0);
alter table schedule add column bookable integer not null
    generated always as (greatest(0, released - withheld - taken - waiting)) stored;
create index schedule_with_waiting on schedule (hospital_code, schedule_id) where waiting > 0;

-- As before, but everybody gets what is bookable only; an offer to the first in line takes what is owed to it.
drop function take_number(text, text);
create function take_number(in_hospital text, in_schedule text, in_owed boolean default false) returns integer
language plpgsql as $$
declare
    upper_bound integer;
    result integer;
begin
    select s.released into upper_bound from schedule s
    where s.hospital_code = in_hospital and s.schedule_id = in_schedule and s.status = 'open'
        and case when in_owed then s.remaining else s.bookable end > 0
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

-- The schedule's books follow the entries, whoever writes: how many wait, and that the number of an offer which came to
-- nothing is back. What was offered has been taken by take_number, and stays taken when it is booked.
create function waitlist_joined() returns trigger
language plpgsql as $$
begin
    update schedule s set waiting = s.waiting + j.people
    from (select hospital_code, schedule_id, count(*)::integer as people from joined where status = 'waiting' group by 1, 2) j
    where s.hospital_code = j.hospital_code and s.schedule_id = j.schedule_id;
    return null;
end
$$;
create trigger waitlist_is_joined after insert on waitlist_entry
    referencing new table as joined for each statement execute function waitlist_joined();

create function waitlist_moved() returns trigger
language plpgsql as $$
begin
    if exists (
        select from was join became using (id)
        where was.status <> became.status and (was.status, became.status) not in (
            ('waiting', 'offered'), ('waiting', 'expired'), ('waiting', 'left'),
            ('offered', 'booked'), ('offered', 'expired'), ('offered', 'left'),
            ('expired', 'left'))) then
        raise exception 'an entry of the waitlist cannot go that way'
            using errcode = 'check_violation', constraint = 'waitlist_transition';
    end if;

    update schedule s set waiting = s.waiting - m.served, taken = s.taken - m.given_back
    from (
        select w.hospital_code, w.schedule_id,
            count(*) filter (where w.status = 'waiting' and b.status <> 'waiting')::integer as served,
            count(*) filter (where w.status = 'offered' and b.status in ('expired', 'left'))::integer as given_back
        from was w join became b using (id) group by 1, 2) m
    where s.hospital_code = m.hospital_code and s.schedule_id = m.schedule_id;

    insert into freed_number (hospital_code, schedule_id, number)
    select w.hospital_code, w.schedule_id, w.number
    from was w join became b using (id) join schedule s on s.hospital_code = w.hospital_code and s.schedule_id = w.schedule_id
    where w.status = 'offered' and b.status in ('expired', 'left');
    return null;
end
$$;
create trigger waitlist_is_moved after update on waitlist_entry
    referencing old table as was new table as became for each statement execute function waitlist_moved();
