-- The one table of what may become of an order. The trigger refuses everything else, whoever writes.
create table order_transition (
    from_status smallint not null references order_status,
    to_status smallint not null references order_status,
    primary key (from_status, to_status)
);
insert into order_transition (from_status, to_status)
select f.number, t.number
from (values
    ('unpaid', 'paid'),
    ('unpaid', 'cancelled'),
    ('unpaid', 'expired'),
    ('unpaid', 'suspended'),
    ('paid', 'checked-in'),
    ('paid', 'completed'),      -- a hospital that reports the visit only
    ('paid', 'no-show'),
    ('paid', 'refunding'),      -- cancelled, refused or suspended after payment: the number is back, the money on its way
    ('paid', 'cancelled'),      -- nothing to refund: a fee of zero
    ('paid', 'suspended'),
    ('checked-in', 'completed'),
    ('checked-in', 'no-show'),  -- fetched the number and left
    ('suspended', 'refunding'),
    ('refunding', 'refunded')
) as allowed (from_name, to_name)
join order_status f on f.name = allowed.from_name
join order_status t on t.name = allowed.to_name;

create function order_transition_check() returns trigger
language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        if new.order_status <> 0 then
            raise exception 'an order begins unpaid (0), not as %', new.order_status
                using errcode = 'check_violation', constraint = 'order_transition';
        end if;
    elsif not exists (
        select from order_transition where from_status = old.order_status and to_status = new.order_status) then
        raise exception 'an order cannot go from % to %', old.order_status, new.order_status
            using errcode = 'check_violation', constraint = 'order_transition';
    end if;
    return new;
end
$$;

create trigger order_begins before insert on order_info
    for each row execute function order_transition_check();
create trigger order_changes before update of order_status on order_info
    for each row when (old.order_status is distinct from new.order_status) execute function order_transition_check();
