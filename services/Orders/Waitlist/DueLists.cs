using Dapper;
using Npgsql;
using Yilai.Orders.Inventory;

namespace Yilai.Orders.Waitlist;

/// <summary>
/// The lists on which something is due: free numbers that somebody waits for, offers whose time is over, schedules that were
/// stopped, suspended or removed. That their closing time has come is not looked at.
/// </summary>
internal static class DueLists
{
    private const string Sql =
        """
        select hospital_code, schedule_id as id from schedule where waiting > 0 and (remaining > 0 or status <> 'open')
        union
        select hospital_code, schedule_id from waitlist_entry e
        where status = 'offered' and (
            offer_expires_at <= @now
            or not exists (
                select from schedule s
                where s.hospital_code = e.hospital_code and s.schedule_id = e.schedule_id and s.status = 'open'))
        """;

    public static Task<IReadOnlyList<ScheduleKey>> AllAsync(NpgsqlConnection connection, DateTimeOffset now, CancellationToken cancellationToken) =>
        QueryAsync(connection, Sql, new { now }, cancellationToken);

    /// <summary>Those of some schedules of a hospital.</summary>
    public static Task<IReadOnlyList<ScheduleKey>> AmongAsync(
        NpgsqlConnection connection, string hospitalCode, IReadOnlyCollection<string> ids, DateTimeOffset now, CancellationToken cancellationToken) =>
        QueryAsync(
            connection,
            $"select * from ({Sql}) due where hospital_code = @hospitalCode and id = any(@ids)",
            new { hospitalCode, ids = ids.ToArray(), now },
            cancellationToken);

    private static async Task<IReadOnlyList<ScheduleKey>> QueryAsync(
        NpgsqlConnection connection, string sql, object values, CancellationToken cancellationToken) =>
        (await connection.QueryAsync<ScheduleKey>(new CommandDefinition(sql, values, cancellationToken: cancellationToken))).AsList();
}
