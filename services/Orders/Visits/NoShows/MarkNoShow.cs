using Dapper;
using Npgsql;
using Yilai.Contracts.Events;
using Yilai.Orders.Lifecycle;
using Yilai.Orders.Rules;
using Yilai.ServiceDefaults.Events;
using Yilai.ServiceDefaults.Time;

namespace Yilai.Orders.Visits.NoShows;

/// <summary>
/// An order whose patient did not come (爽约), in the caller's transaction, which has locked the account and the order. Enough
/// of them within the days of the hospital's rule close booking to the patient there for a while, and count no more then.
/// Orders that ended before the visit, by whomsoever, are none.
/// </summary>
internal static class MarkNoShow
{
    public const string BanReason = "no-show";

    /// <returns>Whether it led to a ban.</returns>
    public static async Task<bool> RunAsync(NpgsqlConnection connection, OrderRow order, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync(new CommandDefinition(
            """
            update order_info set order_status = 4 where id = @Id;
            insert into no_show (order_id, user_id, patient_id, hospital_code, day)
            values (@Id, @UserId, @PatientId, @HospitalCode, @ReserveDate)
            """,
            order,
            cancellationToken: cancellationToken));
        await Timeline.AddAsync(connection, order.Id, now, Timeline.NoShow, null, cancellationToken);
        var rules = await GetRules.FindAsync(connection, order.HospitalCode, cancellationToken) ?? HospitalRules.Defaults(order.HospitalCode);
        return rules.NoShow is { Times: > 0, BanDays: > 0 } rule && await BanAsync(connection, order, rule, now, cancellationToken);
    }

    private static async Task<bool> BanAsync(
        NpgsqlConnection connection, OrderRow order, NoShowRule rule, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (ban, until) = (Guid.CreateVersion7(now), now.AddDays(rule.BanDays));
        var counted = await connection.ExecuteAsync(new CommandDefinition(
            """
            with counted as (
                select order_id from no_show
                where user_id = @UserId and patient_id = @PatientId and hospital_code = @HospitalCode and ban_id is null and day > @since
            ), banned as (
                insert into booking_ban (id, user_id, patient_id, hospital_code, reason, created_at, until)
                select @ban, @UserId, @PatientId, @HospitalCode, @BanReason, @now, @until
                where (select count(*) from counted) >= @Times
                returning id
            )
            update no_show n set ban_id = b.id from banned b where n.order_id in (select order_id from counted)
            """,
            new
            {
                order.UserId,
                order.PatientId,
                order.HospitalCode,
                BanReason,
                rule.Times,
                since = ChinaTime.DayOf(now).AddDays(-rule.WithinDays),
                ban,
                now,
                until,
            },
            cancellationToken: cancellationToken));
        if (counted == 0)
        {
            return false;
        }

        await Outbox.AddAsync(
            connection,
            new BookingBanned(order.Id, order.UserId, order.ToVisit(), rule.Times, rule.WithinDays, until) { EventId = Guid.CreateVersion7(now), OccurredAt = now },
            cancellationToken);
        return true;
    }
}
