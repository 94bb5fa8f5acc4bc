using System.Globalization;
using System.Text.Json;
using Dapper;
using Npgsql;
using Yilai.Orders.Lifecycle;
using Yilai.ServiceDefaults.Time;

namespace Yilai.Orders.Booking;

/// <summary>Writes orders, the beginning of their timelines and what their requests are known by again.</summary>
internal static class InsertOrders
{
    private const string Sql =
        """
        with wanted as (
            select * from json_populate_recordset(null::order_info, @orders::json)
        ), placed as (
            insert into order_info (
                id, out_trade_no, user_id, patient_id, patient_name, hospital_code, hospital_name, department_code,
                department_name, schedule_id, doctor_name, title, reserve_date, reserve_time, number, amount,
                order_status, quit_time, expires_at, created_at, reschedules)
            select
                id, @day || lpad(nextval('order_number')::text, 10, '0'), user_id, patient_id, patient_name, hospital_code, hospital_name, department_code,
                department_name, schedule_id, doctor_name, title, reserve_date, reserve_time, number, amount,
                order_status, quit_time, expires_at, created_at, reschedules
            from wanted
            returning id, out_trade_no
        ), noted as (
            insert into order_event (order_id, at, what) select id, created_at, @Placed from wanted
        ), remembered as (
            insert into idempotency (user_id, key, request_hash, order_id, created_at)
            select user_id, key, hash, id, created_at from wanted join unnest(@ids, @keys, @hashes) as k (id, key, hash) using (id)
            where key is not null
        )
        select id, out_trade_no from placed
        """;

    /// <summary>Named as the columns are.</summary>
    private static readonly JsonSerializerOptions Columns = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <returns>The orders with their numbers at the payment provider.</returns>
    public static async Task<IReadOnlyList<OrderRow>> RunAsync(
        NpgsqlConnection connection, IReadOnlyList<(OrderRow Order, BookingRequest Request)> orders, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var placed = (await connection.QueryAsync<(Guid Id, string OutTradeNo)>(new CommandDefinition(
            Sql,
            new
            {
                orders = JsonSerializer.Serialize(orders.Select(o => o.Order), Columns),
                day = now.ToOffset(ChinaTime.Offset).ToString("yyyyMMdd", CultureInfo.InvariantCulture),
                Timeline.Placed,
                ids = orders.Select(o => o.Order.Id).ToArray(),
                keys = orders.Select(o => o.Request.IdempotencyKey).ToArray(),
                hashes = orders.Select(o => IdempotencyKey.HashOf(o.Request)).ToArray(),
            },
            cancellationToken: cancellationToken))).ToDictionary(p => p.Id, p => p.OutTradeNo);
        return [.. orders.Select(o => o.Order with { OutTradeNo = placed[o.Order.Id] })];
    }
}
