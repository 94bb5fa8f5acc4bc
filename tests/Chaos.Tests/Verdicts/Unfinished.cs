using Dapper;
using Npgsql;

namespace Yilai.Chaos.Tests.Verdicts;

/// <summary>What still has to happen.</summary>
internal static class Unfinished
{
    public static async Task<IEnumerable<string>> FindAsync(NpgsqlConnection database, string hospital, bool holdsExpire) => await database.QueryAsync<string>(
        """
        select 'order ' || id || ' is unpaid' from orders.order_info where hospital_code = @hospital and @holdsExpire and order_status = 0
        union all
        select 'order ' || id || ' is being refunded' from orders.order_info where hospital_code = @hospital and order_status = -3
        union all
        select 'order ' || id || ' has no word of its hospital' from orders.order_info
        where hospital_code = @hospital and order_status >= 0 and hospital_status = 'pending'
        union all
        select 'order ' || o.id || ' waits for one that has ended' from orders.order_info o join orders.order_info n on n.id = o.replaced_by
        where o.hospital_code = @hospital and o.order_status >= 0 and n.order_status < 0
        union all
        select 'refund ' || r.id || ' waits: ' || coalesce(r.trouble, 'no trouble') from orders.refund r where r.status = 'waiting'
        union all
        select 'payment ' || p.out_trade_no || ' of an order in state ' || o.order_status || ' is open' from orders.payment p join orders.order_info o on o.id = p.order_id
        where p.status = 'waiting' and o.order_status <> 0
        union all
        select 'event ' || topic || ' waits in the outbox' from orders.outbox
        union all
        select 'text message ' || t.template || ' is ' || t.status || coalesce(': ' || t.error, '') from notifications.text_message t where t.event_id is not null and t.status <> 'sent'
        """,
        new { hospital, holdsExpire });
}
