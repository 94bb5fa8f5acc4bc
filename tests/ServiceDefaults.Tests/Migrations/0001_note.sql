create table note (
    position bigint generated always as identity primary key,
    event_id uuid not null,
    text text not null,
    trace_id text
);
