-- What messages say. {name} stands for a value of the occasion. The values of a secret template are kept nowhere.
create table template (
    code text primary key,
    title text not null,
    text text not null,
    is_secret boolean not null default false
);

insert into template (code, title, text, is_secret) values
    ('login-code', '登录验证码', '验证码 {code}，{minutes} 分钟内有效，请勿告诉他人。', true),
    ('order-placed', '预约已提交',
     '您已预约{hospital}{department}，{date}{period}，{doctor}，第 {number} 号，医事服务费 {fee} 元。请在 {payBefore} 前支付，逾期号源将自动释放。', false),
    ('order-confirmed', '医院已确认预约',
     '{hospital}已确认您的预约：{department}，{date}{period}，{doctor}，第 {number} 号。{fetch}', false),
    ('order-closed', '预约已结束',
     '您在{hospital}{department}的预约（{date}{period}，{doctor}，第 {number} 号）{outcome}。', false);

-- Messages that people read on the site.
create table message (
    id uuid primary key,
    user_id uuid not null,
    event_id uuid not null,
    template text not null references template (code),
    order_id uuid,
    title text not null,
    text text not null,
    created_at timestamptz not null,
    read_at timestamptz,
    unique (event_id, template)
);
create index message_of_user on message (user_id, id desc);
create index message_unread on message (user_id) where read_at is null;

-- Text messages sent, or not. The phone number is masked; the text of a secret template is left out.
create table text_message (
    id uuid primary key,
    event_id uuid,
    user_id uuid,
    template text not null references template (code),
    phone text,
    text text,
    status text not null check (status in ('waiting', 'sending', 'sent', 'failed', 'unreachable')),
    attempts int not null default 0,
    error text,
    created_at timestamptz not null,
    claimed_at timestamptz,
    sent_at timestamptz,
    unique (event_id, template)
);
