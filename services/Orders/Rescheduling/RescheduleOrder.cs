using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using Yilai.Orders.Booking;
using Yilai.Orders.Inventory;
using Yilai.Orders.Lifecycle;
using Yilai.Orders.Reading;
using Yilai.ServiceDefaults.Errors;
using Yilai.ServiceDefaults.Events;
using Yilai.ServiceDefaults.Security;

namespace Yilai.Orders.Rescheduling;

/// <summary>
/// Moves one of the caller's orders to another session of its hospital (改签): the new number first, then the old one back.
/// An order that is not paid moves at once. For one that is, the new order waits until the hospital has confirmed it and a
/// difference is paid; until then the patient keeps the old one, and keeps it for good if the new one comes to nothing.
/// </summary>
internal static class RescheduleOrder
{
    /// <summary>Where to move.</summary>
    /// <param name="ScheduleId">The other schedule's public id.</param>
    public sealed record RescheduleRequest(string? ScheduleId);

    public static async Task<Results<Accepted<OrderView>, ProblemHttpResult>> HandleAsync(
        string id,
        RescheduleRequest request,
        CurrentUser user,
        NpgsqlDataSource database,
        Patients patients,
        Outbox outbox,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var errors = new FieldErrors().Require(!string.IsNullOrEmpty(request.ScheduleId), "scheduleId", "请选择新的排班。");
        if (errors.Any)
        {
            return errors.ToProblem();
        }

        if (!Guid.TryParse(id, out var orderId) || await FindOrder.OfUserAsync(database, orderId, user.Id, cancellationToken) is not { PatientId: var patientId })
        {
            return OrderProblems.NotFound();
        }

        if (!ScheduleKey.TryParse(request.ScheduleId, out var target))
        {
            return BookingProblems.ScheduleNotFound();
        }

        if (await patients.FindAsync(user.Id, patientId, cancellationToken) is not { } patient)
        {
            return BookingProblems.PatientNotFound();
        }

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await BookingTransaction.LockUserAsync(connection, user.Id, cancellationToken);
        var old = (await FindOrder.LockOfUserAsync(connection, orderId, user.Id, cancellationToken))!;
        var now = clock.GetUtcNow();
        if (old.ReplacedBy is { } pending
            && await FindOrder.OfUserAsync(connection, pending, user.Id, cancellationToken) is { } known
            && new ScheduleKey(known.HospitalCode, known.ScheduleId) == target)
        {
            return TypedResults.Accepted($"/api/orders/{pending}", await GetOrder.ViewAsync(connection, pending, user.Id, cancellationToken));
        }

        if (WhyNot(old, target, now) is { } refusal)
        {
            return refusal;
        }

        var newId = Guid.CreateVersion7(now);
        // Both schedules in the order of their keys, so that two who change places do not wait for each other.
        await connection.ExecuteAsync(new CommandDefinition(
            """
            update order_info set replaced_by = @newId where id = @Id;
            select 1 from schedule where hospital_code = @HospitalCode and schedule_id in (@ScheduleId, @target)
            order by schedule_id for no key update;
            """,
            new { newId, old.Id, old.HospitalCode, old.ScheduleId, target = target.Id },
            cancellationToken: cancellationToken));
        var booking = new BookingRequest(user.Id, target, old.PatientId, IdempotencyKey: null, new BookingInstead(old.Id, newId));
        var outcome = await BookingTransaction.RunAsync(connection, new Wish(booking, patient), now, cancellationToken);
        if (outcome.Order is not { } order)
        {
            return outcome.Problem!;
        }

        if (old.OrderStatus == OrderStatus.Unpaid)
        {
            await CloseOrders.RunAsync(connection, [old.Id], Closing.Rescheduled, reason: null, now, cancellationToken);
            await FulfilOrder.RunAsync(connection, order, now, now, cancellationToken);
        }

        var view = await GetOrder.ViewAsync(connection, order.Id, user.Id, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        outbox.Wake();
        return TypedResults.Accepted($"/api/orders/{order.Id}", view);
    }

    private static ProblemHttpResult? WhyNot(OrderRow old, ScheduleKey target, DateTimeOffset now) => old switch
    {
        { OrderStatus: not (OrderStatus.Unpaid or OrderStatus.Paid) } => RescheduleProblems.NotReschedulable(),
        { ReplacedBy: { } pending } => RescheduleProblems.Pending(pending),
        _ when now >= old.QuitTime => RescheduleProblems.TooLate(old.QuitTime),
        _ when target.HospitalCode != old.HospitalCode => RescheduleProblems.OtherHospital(),
        _ when target.Id == old.ScheduleId => RescheduleProblems.SameSchedule(),
        _ => null,
    };
}
