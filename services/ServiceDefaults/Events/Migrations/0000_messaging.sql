-- Events that a transaction caused, until the relay has published them.
create table outbox (
    position bigint generated always as identity primary key,
    event_id uuid not null unique,
    topic text not null,
    payload text not null,
    trace_parent text,
    trace_state text
);

-- Events that this service has handled: at-least-once delivery becomes once.
create table inbox (
    event_id uuid not null,
    consumer text not null,
    handled_at timestamptz not null default now(),
    primary key (event_id, consumer)
);
create index inbox_handled_at on inbox (handled_at);
