insert into template (code, title, text, is_secret) values
    ('visit-due', '就诊提醒',
     '{when}就诊：{hospital}{department}，{date}{period}，{doctor}，第 {number} 号。{fetch}', false),
    ('booking-banned', '暂停预约通知',
     '您在{hospital}{department}的预约（{date}{period}，{doctor}，第 {number} 号）未就诊。{withinDays} 天内爽约满 {times} 次，该就诊人在本院的预约已暂停，{until}起恢复。', false);
