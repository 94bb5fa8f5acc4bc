using Dapper;
using Npgsql;
using Yilai.Orders.Payments.Refunds;
using Yilai.ServiceDefaults.Events;

namespace Yilai.Orders.Lifecycle;

/// <summary>
/// Ends orders before the visit, which the caller has locked: their numbers go back, money that was paid is to go back, the
/// timeline and the outbox say so, all in the caller's transaction. Locks are taken in one order everywhere: user, orders,
/// then schedules by key, then payments.
/// </summary>
internal static class CloseOrders
{
    private const string Sql =
        """
        select 1 from schedule
        where (hospital_code, schedule_id) in (select hospital_code, schedule_id from order_info where id = any(@ids))
        order by hospital_code, schedule_id
        for no key update;

        with closed as (
            update order_info
            set order_status = case
                    when order_status > 0 and exists (select from payment p where p.order_id = order_info.id and p.status = 'paid') then -3
                    else @status end,
                hospital_status = coalesce(@hospitalStatus, hospital_status),
                closed_at = @now, close_reason = @reason, outcome = @outcome
            where id = any(@ids) and (order_status in (0, 1) or (order_status = 2 and @outcome = 'suspended'))
            returning *
        ), returned as (
            update schedule s set taken = s.taken - c.numbers
            from (select hospital_code, schedule_id, count(*)::integer as numbers from closed group by 1, 2) c
            where s.hospital_code = c.hospital_code and s.schedule_id = c.schedule_id
        ), freed as (
            insert into freed_number (hospital_code, schedule_id, number)
            select hospital_code, schedule_id, number from closed
        ), noted as (
            insert into order_event (order_id, at, what, detail) select id, @now, @what, @reason from closed
        )
        select * from closed;
        """;

    public static async Task<IReadOnlyList<OrderRow>> RunAsync(
        NpgsqlConnection connection, Guid[] ids, Closing closing, string? reason, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var results = await connection.QueryMultipleAsync(new CommandDefinition(
            Sql,
            new { ids, status = (short)closing.Status, hospitalStatus = closing.HospitalStatus?.Word(), closing.What, reason, now, outcome = closing.Outcome },
            cancellationToken: cancellationToken));
        await results.ReadAsync();
        var closed = (await results.ReadAsync<OrderRow>()).AsList();
        await Outbox.AddAllAsync(connection, closed.Select(o => closing.Event(o, now)), cancellationToken);

        if (closed.Select(o => o.Reschedules).OfType<Guid>().ToArray() is { Length: > 0 } kept)
        {
            // Whose place they were to take stays as it was; what has moved on already keeps its way to where it went.
            await connection.ExecuteAsync(new CommandDefinition(
                "update order_info set replaced_by = null where id = any(@kept) and replaced_by = any(@ids) and order_status >= 0",
                new { kept, ids },
                cancellationToken: cancellationToken));
        }

        await AddRefunds.OfOrdersAsync(connection, [.. closed.Select(o => o.Id)], closing.RefundReason, now, cancellationToken);
        return closed;
    }
}
