-- Money of an order: what it is still to be paid by, or was. out_trade_no is what the provider knows it by.
create table payment (
    id uuid primary key,
    order_id uuid not null references order_info,
    channel text not null check (channel in ('alipay')),
    out_trade_no text not null unique,
    amount numeric(10, 2) not null check (amount > 0),
    status text not null check (status in ('waiting', 'paid', 'closed')),
    trade_no text,
    created_at timestamptz not null,
    paid_at timestamptz,
    check ((status = 'paid') = (paid_at is not null))
);
create index payment_by_order on payment (order_id);
-- One page at a time asks for an order's money.
create unique index payment_waiting_once on payment (order_id) where status = 'waiting';

-- Money on its way back. The id is the provider's out_request_no: the same again gives nothing more.
create table refund (
    id uuid primary key,
    payment_id uuid not null references payment,
    order_id uuid not null references order_info,
    amount numeric(10, 2) not null check (amount > 0),
    reason text not null check (reason in ('cancelled', 'refused', 'suspended', 'rescheduled', 'late-payment')),
    status text not null check (status in ('waiting', 'done')),
    -- What the provider last said against it.
    trouble text,
    created_at timestamptz not null,
    done_at timestamptz,
    check ((status = 'done') = (done_at is not null))
);
create index refund_by_payment on refund (payment_id);
create index refund_by_order on refund (order_id);
create index refund_waiting on refund (created_at) where status = 'waiting';

-- Never more back than came in, whoever writes.
create function refund_within_payment() returns trigger
language plpgsql as $$
declare
    paid numeric;
begin
    select amount into paid from payment where id = new.payment_id and status = 'paid' for no key update;
    if not found or paid < (select sum(amount) from refund where payment_id = new.payment_id) then
        raise exception 'refunds of payment % would be more than was paid', new.payment_id
            using errcode = 'check_violation', constraint = 'refund_within_payment';
    end if;
    return new;
end
$$;
create trigger refund_is_within_payment after insert on refund
    for each row execute function refund_within_payment();

-- How an order ended, in one word; the state alone does not tell why money goes back.
alter table order_info add column outcome text
    check (outcome in ('cancelled', 'expired', 'refused', 'suspended', 'rescheduled'));
alter table order_info add column paid_at timestamptz;
update order_info set outcome = case
    when hospital_status = 'refused' then 'refused'
    when order_status = -2 then 'expired'
    when order_status = -5 then 'suspended'
    else 'cancelled' end
where order_status < 0;
