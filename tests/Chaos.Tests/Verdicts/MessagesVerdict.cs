using Dapper;
using Npgsql;

namespace Yilai.Chaos.Tests.Verdicts;

/// <summary>Everybody was told of everything that became of their order, and of nothing twice.</summary>
internal static class MessagesVerdict
{
    public static async Task<IEnumerable<string>> FindAsync(NpgsqlConnection database, string hospital) => await database.QueryAsync<string>(
        """
        select format('order %s in state %s (%s): %s was told %s times, not %s', o.id, o.order_status, o.outcome, e.template, t.times, e.times)
        from orders.order_info o
        cross join lateral (values
            ('order-placed', 1),
            ('order-paid', case when o.paid_at is not null then 1 else 0 end),
            ('order-closed', case when o.closed_at is not null then 1 else 0 end),
            ('order-confirmed', (select count(*) from orders.hospital_answer a where a.order_id = o.id and a.applied and a.status = 'confirmed')),
            ('order-refunded', (select count(*) from orders.refund r where r.order_id = o.id and r.status = 'done'))) e (template, times)
        cross join lateral (
            select count(*) as times from notifications.message m where m.order_id = o.id and m.template = e.template and m.user_id = o.user_id) t
        where o.hospital_code = @hospital and t.times <> e.times
        """,
        new { hospital });
}
