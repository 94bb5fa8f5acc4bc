using Dapper;
using Npgsql;

namespace Yilai.Orders.Booking;

/// <summary>
/// How orders come by their numbers, in their own transaction: a schedule's row is locked from then on, and the numbers are
/// nobody else's. One for each of the schedules, which may be the same ones; null when there is none to be had.
/// </summary>
internal delegate Task<IReadOnlyList<int?>> TakeNumbers(
    NpgsqlConnection connection, IReadOnlyList<BookableSchedule> schedules, CancellationToken cancellationToken);

/// <summary>Numbers that anybody can have.</summary>
internal static class BookableNumbers
{
    /// <summary>Schedules are locked in the order of their keys, as everywhere.</summary>
    private const string Sql =
        """
        with taken as materialized (
            select position, take_number(hospital_code, schedule_id) as number
            from (
                select * from unnest(@hospitals, @ids) with ordinality as u (hospital_code, schedule_id, position)
                order by hospital_code, schedule_id, position
            ) as in_order
        )
        select number from taken order by position
        """;

    public static async Task<IReadOnlyList<int?>> TakeAsync(
        NpgsqlConnection connection, IReadOnlyList<BookableSchedule> schedules, CancellationToken cancellationToken) =>
        (await connection.QueryAsync<int?>(new CommandDefinition(
            Sql,
            new { hospitals = schedules.Select(s => s.HospitalCode).ToArray(), ids = schedules.Select(s => s.ScheduleId).ToArray() },
            cancellationToken: cancellationToken))).AsList();
}
