using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using Yilai.Orders.Inventory;
using Yilai.Orders.Lifecycle;

namespace Yilai.Orders.Reading;

/// <summary>Internal: what a submission to the hospital needs.</summary>
internal static class GetSubmission
{
    // The schedule by the hospital's own id: that is who reads it.
    public sealed record Answer(
        Guid Id,
        Guid UserId,
        Guid PatientId,
        string HospitalCode,
        string ScheduleId,
        string DepartmentCode,
        int Number,
        DateOnly Date,
        Period Period,
        decimal Fee,
        OrderStatus Status,
        HospitalStatus HospitalStatus,
        DateTimeOffset? PaidAt);

    public static async Task<Results<Ok<Answer>, ProblemHttpResult>> HandleAsync(
        string id, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(id, out var orderId))
        {
            return OrderProblems.NotFound();
        }

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await FindOrder.AnyAsync(connection, orderId, cancellationToken) is { } order
            ? TypedResults.Ok(new Answer(
                order.Id,
                order.UserId,
                order.PatientId,
                order.HospitalCode,
                order.ScheduleId,
                order.DepartmentCode,
                order.Number,
                order.ReserveDate,
                Words.Parse<Period>(order.ReserveTime),
                order.Amount,
                order.OrderStatus,
                Words.Parse<HospitalStatus>(order.HospitalStatus),
                order.PaidAt))
            : OrderProblems.NotFound();
    }
}
