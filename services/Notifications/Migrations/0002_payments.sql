insert into template (code, title, text, is_secret) values
    ('order-paid', '支付成功',
     '您在{hospital}{department}的预约（{date}{period}，{doctor}，第 {number} 号）已支付 {fee} 元。', false),
    ('order-refunded', '退款已到账',
     '您在{hospital}{department}的预约（{date}{period}，{doctor}，第 {number} 号）的 {amount} 元已原路退回{why}。', false);
