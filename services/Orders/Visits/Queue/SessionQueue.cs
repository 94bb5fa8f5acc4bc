using Dapper;
using Npgsql;
using Yilai.Orders.Lifecycle;

namespace Yilai.Orders.Visits.Queue;

/// <summary>
/// The queue of a doctor's session in the table, moved in the caller's transaction, which has locked the order; the
/// session's schedule is locked here. By number, but whoever comes after a higher number was called (过号) queues behind all
/// who came in time.
/// </summary>
internal static class SessionQueue
{
    private const string Lock =
        "select 1 from schedule where hospital_code = @HospitalCode and schedule_id = @ScheduleId for no key update;";

    private const string Session = "hospital_code = @HospitalCode and schedule_id = @ScheduleId";

    public static Task JoinAsync(NpgsqlConnection connection, OrderRow order, DateTimeOffset at, DateTimeOffset now, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(new CommandDefinition(
            $"""
            {Lock}
            insert into visit (order_id, hospital_code, schedule_id, number, state, checked_in_at, late_at)
            values (@Id, @HospitalCode, @ScheduleId, @Number, 'waiting', @at,
                case when exists (select from visit where {Session} and number > @Number and state <> 'waiting')
                    then @now else '-infinity'::timestamptz end)
            """,
            new { order.Id, order.HospitalCode, order.ScheduleId, order.Number, at, now },
            cancellationToken: cancellationToken));

    /// <summary>The hospital calls this one; whom the platform only supposed to be next waits on.</summary>
    public static Task CallAsync(NpgsqlConnection connection, OrderRow order, DateTimeOffset at, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(new CommandDefinition(
            $"""
            {Lock}
            update visit set state = 'waiting', called_at = null
            where {Session} and state = 'called' and not called_by_hospital and order_id <> @Id;
            update visit set state = 'called', called_at = coalesce(called_at, @at), called_by_hospital = true
            where order_id = @Id and state <> 'done'
            """,
            new { order.Id, order.HospitalCode, order.ScheduleId, at },
            cancellationToken: cancellationToken));

    /// <summary>
    /// Takes the order out of the queue. When it was with the doctor, or had been called, and nobody else has, it is the next
    /// one's turn. Of that nothing goes to the next one's timeline: the hospital has not said it.
    /// </summary>
    public static Task LeaveAsync(NpgsqlConnection connection, OrderRow order, DateTimeOffset at, bool wasWithTheDoctor, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(new CommandDefinition(
            $"""
            {Lock}
            with turn as (
                select @wasWithTheDoctor or exists (select from visit where order_id = @Id and state = 'called') as is_over
            )
            update visit v set state = 'called', called_at = @at
            from turn
            where turn.is_over
                and v.order_id = (
                    select order_id from visit where {Session} and state = 'waiting' and order_id <> @Id order by late_at, number limit 1)
                and not exists (select from visit where {Session} and state = 'called' and order_id <> @Id);
            update visit set state = 'done', done_at = @at where order_id = @Id and state <> 'done'
            """,
            new { order.Id, order.HospitalCode, order.ScheduleId, at, wasWithTheDoctor },
            cancellationToken: cancellationToken));
}
