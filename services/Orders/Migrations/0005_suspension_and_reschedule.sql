-- A session may be called off when patients have fetched their numbers already.
insert into order_transition (from_status, to_status) values (2, -3), (2, -5);

-- 改签: the order that is to take another's place. While both live, the patient holds two numbers of what may be one
-- department and day; the old one does not count then.
alter table order_info add column reschedules uuid references order_info;
-- Set before the other order is there.
alter table order_info add column replaced_by uuid references order_info deferrable initially deferred;
drop index order_patient_once;
create unique index order_patient_once on order_info (patient_id, hospital_code, department_code, reserve_date)
    where order_status >= 0 and replaced_by is null;
