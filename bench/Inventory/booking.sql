-- One booking as services/Orders/Booking makes it (a group of one), for pgbench: the same statements in the same transaction.
\set s random(1, :schedules)
select gen_random_uuid() as person, gen_random_uuid() as id, gen_random_uuid() as event \gset
begin;
select pg_advisory_xact_lock(hashtextextended(name, 0)) from unnest(array['booking of ' || :person::text]) as name;
select user_id, key, request_hash, order_id from idempotency
where (user_id, key) in (select * from unnest(array[:person::uuid], array[:event::text]));
select s.*, r.hospital_name, r.booking_rule, r.platform_rule
from schedule s join hospital_rule r using (hospital_code)
where (s.hospital_code, s.schedule_id) in (select * from unnest(array['H'], array['S' || :s::text]));
select
    (select max(b.until) from booking_ban b
     where b.user_id = w.user_id and b.until > now()
        and (b.patient_id is null or b.patient_id = w.patient_id)
        and (b.hospital_code is null or b.hospital_code = w.hospital_code)) as banned_until,
    (select o.id from order_info o
     where o.patient_id = w.patient_id and o.user_id = w.user_id and o.hospital_code = w.hospital_code
        and o.department_code = w.department_code and o.reserve_date = w.date and o.order_status >= 0
        and o.id is distinct from w.instead limit 1) as duplicate,
    (select count(*) from order_info o
     where o.patient_id = w.patient_id and o.user_id = w.user_id and o.hospital_code = w.hospital_code
        and o.reserve_date = w.date and o.order_status >= 0 and o.id is distinct from w.instead)::integer as that_day
from unnest(array[:person::uuid], array[:person::uuid], array['H'], array['D'], array[current_date + 1], array[null::uuid])
    with ordinality as w (user_id, patient_id, hospital_code, department_code, date, instead, position)
order by w.position;
with taken as materialized (
    select position, take_number(hospital_code, schedule_id) as number
    from (
        select * from unnest(array['H'], array['S' || :s::text]) with ordinality as u (hospital_code, schedule_id, position)
        order by hospital_code, schedule_id, position
    ) as in_order
)
select number from taken order by position \gset
with wanted as (
    select * from json_populate_recordset(null::order_info, json_build_array(json_build_object(
        'id', :id::text, 'user_id', :person::text, 'patient_id', :person::text, 'patient_name', '张*', 'hospital_code', 'H', 'hospital_name', '医院',
        'department_code', 'D', 'department_name', '内科', 'schedule_id', 'S' || :s::text, 'doctor_name', '测试医师', 'title', '主任医师',
        'reserve_date', current_date + 1, 'reserve_time', 'morning', 'number', :number::int, 'amount', 50.00, 'order_status', 0,
        'quit_time', now() + interval '1 day', 'expires_at', now() + interval '1 day', 'created_at', now())))
), placed as (
    insert into order_info (
        id, out_trade_no, user_id, patient_id, patient_name, hospital_code, hospital_name, department_code,
        department_name, schedule_id, doctor_name, title, reserve_date, reserve_time, number, amount,
        order_status, quit_time, expires_at, created_at, reschedules)
    select
        id, '20260101' || lpad(nextval('order_number')::text, 10, '0'), user_id, patient_id, patient_name, hospital_code, hospital_name, department_code,
        department_name, schedule_id, doctor_name, title, reserve_date, reserve_time, number, amount,
        order_status, quit_time, expires_at, created_at, reschedules
    from wanted
    returning id, out_trade_no
), noted as (
    insert into order_event (order_id, at, what) select id, created_at, 'placed' from wanted
), remembered as (
    insert into idempotency (user_id, key, request_hash, order_id, created_at)
    select user_id, key, hash, id, created_at
    from wanted join unnest(array[:id::uuid], array[:event::text], array[sha256(:id::text::bytea)]) as k (id, key, hash) using (id)
    where key is not null
)
select id, out_trade_no from placed;
insert into outbox (event_id, topic, payload, trace_parent, trace_state)
select id, 'order-placed', payload, trace_parent, trace_state
from unnest(array[:event::uuid], array[repeat('x', 500)], array[null::text], array[null::text]) as m (id, payload, trace_parent, trace_state);
commit;
