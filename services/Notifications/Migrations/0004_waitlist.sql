-- A message may be about an entry of the waitlist (候补) that has not become an order.
alter table message add column waitlist_entry_id uuid;

insert into template (code, title, text, is_secret) values
    ('waitlist-offered', '候补有号了',
     '您候补的{hospital}{department}有号了：{date}{period}，{doctor}，第 {number} 号，医事服务费 {fee} 元，为您保留至 {until}。请及时确认预约，逾期将让给下一位。', false),
    ('waitlist-closed', '候补已结束',
     '您在{hospital}{department}的候补（{date}{period}，{doctor}）已结束：{why}。', false);
