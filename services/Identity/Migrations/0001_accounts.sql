-- Accounts. A phone number is stored encrypted; phone_index finds it.
create table user_info (
    id uuid primary key,
    phone text not null,
    phone_index text not null unique,
    nick_name text not null,
    status smallint not null default 1 check (status in (0, 1)), -- 0 locked, 1 normal
    create_time timestamptz not null,
    update_time timestamptz not null
);

-- One login on one device. Its refresh tokens follow one another; revoking it ends them all.
create table login_session (
    id uuid primary key,
    user_id uuid not null references user_info (id),
    created_at timestamptz not null,
    revoked_at timestamptz
);
create index login_session_user on login_session (user_id);

create table refresh_token (
    token_hash bytea primary key,
    session_id uuid not null references login_session (id) on delete cascade,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    replaced_at timestamptz
);
create index refresh_token_session on refresh_token (session_id);
create index refresh_token_expiry on refresh_token (expires_at);

-- Keys that sign access tokens. The private part is encrypted; a key is published before it signs and until the last
-- token it signed has expired.
create table signing_key (
    kid text primary key,
    private_key text not null,
    created_at timestamptz not null,
    signs_from timestamptz not null,
    published_until timestamptz
);
