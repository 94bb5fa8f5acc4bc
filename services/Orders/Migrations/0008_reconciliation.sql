-- 对账. What the platform, the payment provider and the hospitals say of the same thing, where they do not agree. There are
-- few of them, and they are kept: they are what operators show when somebody asks what became of a payment.
create table difference (
    id uuid primary key,
    order_id uuid not null references order_info on delete cascade,
    kind text not null check (kind in (
        'payment-missed', 'payment-unfounded', 'payment-amount',
        'refund-missing', 'refund-stuck', 'refund-amount', 'refund-unknown',
        'hospital-unanswered', 'hospital-unknown', 'hospital-cancelled', 'hospital-unpaid', 'hospital-paid', 'hospital-number', 'hospital-holds',
        'order-underpaid', 'order-overpaid', 'order-kept-money', 'order-refund-missing')),
    -- What it is about, by the number that the other side knows it by: a payment's, a refund's, or the order's.
    reference text not null,
    -- What either side says, in its own word.
    ours text not null,
    theirs text not null,
    our_amount numeric(10, 2),
    their_amount numeric(10, 2),
    state text not null check (state in ('open', 'repaired', 'settled')),
    found_at timestamptz not null,
    -- When it was last there.
    seen_at timestamptz not null,
    -- Why it could not be repaired the last time.
    trouble text,
    -- How it went: by which repair, or because it had gone by itself.
    repair text,
    repaired_at timestamptz,
    -- By whose word it was settled, and what was said to it.
    settled_by text,
    settled_at timestamptz,
    note text,
    check ((state = 'repaired') = (repaired_at is not null) and (repaired_at is null) = (repair is null)),
    check ((state = 'settled') = (settled_at is not null) and (settled_at is null) = (note is null) and (settled_at is null) = (settled_by is null))
);
-- Found again, it is the same one.
create unique index difference_open_once on difference (kind, reference) where state = 'open';
create index difference_by_order on difference (order_id);
create index difference_by_time on difference (found_at desc, id desc);

-- Orders that are to be compared and have not been yet: a run puts in what is due and takes out what it has compared. What
-- it could not, because the other side was silent, stays for the next.
create table comparison_due (
    order_id uuid primary key references order_info on delete cascade,
    since timestamptz not null
);

-- Since when changes of orders have not been put in there, and when a run last came to its end.
create table comparison_mark (
    only_one boolean primary key default true check (only_one),
    changes_from timestamptz not null,
    ended_at timestamptz
);

-- What has changed of late: times rise with the rows, so that this costs next to nothing.
create index order_event_by_time on order_event using brin (at);
