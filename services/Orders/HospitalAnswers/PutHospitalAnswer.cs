using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using Yilai.Contracts.Events;
using Yilai.Orders.Lifecycle;
using Yilai.Orders.Reading;
using Yilai.Orders.Rescheduling;
using Yilai.ServiceDefaults.Errors;
using Yilai.ServiceDefaults.Events;

namespace Yilai.Orders.HospitalAnswers;

/// <summary>
/// Internal: what the hospital said to an order's submission. Its first answer counts: the same again changes nothing,
/// another is refused, and one that comes after the order has ended is kept but not applied.
/// </summary>
internal static class PutHospitalAnswer
{
    private const int MaxText = 500;

    public sealed record Request(
        HospitalStatus? Status, string? HospitalRecordId, int? Number, string? FetchTime, string? FetchAddress, string? Reason);

    // Not applied: the order had ended before, and a hospital that confirmed it must be told of its end again.
    public sealed record Answer(bool Applied, OrderStatus Status, HospitalStatus HospitalStatus);

    public static async Task<Results<Ok<Answer>, ProblemHttpResult>> HandleAsync(
        string id, Request request, NpgsqlDataSource database, Outbox outbox, TimeProvider clock, CancellationToken cancellationToken)
    {
        string?[] texts = [request.HospitalRecordId, request.FetchTime, request.FetchAddress, request.Reason];
        var errors = new FieldErrors()
            .Require(request.Status is HospitalStatus.Confirmed or HospitalStatus.Refused, "status", "须为 confirmed 或 refused。")
            .Require(texts.All(t => t is null || (t.Length <= MaxText && !t.Contains('\0', StringComparison.Ordinal))), "reason", $"每项最多 {MaxText} 个字。");
        if (errors.Any)
        {
            return errors.ToProblem();
        }

        if (!Guid.TryParse(id, out var orderId))
        {
            return OrderProblems.NotFound();
        }

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (await FindOrder.LockAnyAsync(connection, orderId, cancellationToken) is not { } order)
        {
            return OrderProblems.NotFound();
        }

        var status = request.Status!.Value;
        if (await HospitalAnswer.FindAsync(connection, orderId, cancellationToken) is { } earlier)
        {
            return earlier.Status == status.Word()
                ? TypedResults.Ok(AnswerOf(order, earlier.Applied))
                : Problems.Conflict("answer-differs", "医院此前对此订单已有不同的答复。");
        }

        var answer = AnswerFrom(order, request, clock.GetUtcNow());
        await answer.KeepAsync(connection, cancellationToken);
        await ApplyAsync(connection, order, answer, status, cancellationToken);
        var result = (await FindOrder.AnyAsync(connection, orderId, cancellationToken))!;
        await transaction.CommitAsync(cancellationToken);
        outbox.Wake();
        return TypedResults.Ok(AnswerOf(result, answer.Applied));
    }

    private static async Task ApplyAsync(
        NpgsqlConnection connection, OrderRow order, HospitalAnswer answer, HospitalStatus status, CancellationToken cancellationToken)
    {
        var now = answer.ReceivedAt;
        if (!answer.Applied)
        {
            var what = status == HospitalStatus.Confirmed ? Timeline.ConfirmedLate : Timeline.RefusedLate;
            await Timeline.AddAsync(connection, order.Id, now, what, answer.Reason, cancellationToken);
            return;
        }

        if (status == HospitalStatus.Refused)
        {
            await CloseOrders.RunAsync(connection, [order.Id], Closing.Refused, answer.Reason, now, cancellationToken);
            return;
        }

        await answer.ConfirmAsync(connection, cancellationToken);
        await Timeline.AddAsync(connection, order.Id, now, Timeline.Confirmed, null, cancellationToken);
        if (order is { Reschedules: not null, OrderStatus: OrderStatus.Unpaid })
        {
            await FulfilOrder.RunAsync(connection, order, now, now, cancellationToken);
        }

        await Outbox.AddAsync(
            connection,
            new OrderConfirmed(order.Id, order.UserId, order.ToVisit(), answer.FetchTime, answer.FetchAddress) { EventId = Guid.CreateVersion7(now), OccurredAt = now },
            cancellationToken);
    }

    private static HospitalAnswer AnswerFrom(OrderRow order, Request request, DateTimeOffset now) => new()
    {
        OrderId = order.Id,
        Status = request.Status!.Value.Word(),
        HospitalRecordId = request.HospitalRecordId,
        Number = request.Number,
        FetchTime = request.FetchTime,
        FetchAddress = request.FetchAddress,
        Reason = request.Reason,
        Applied = !order.IsClosed,
        ReceivedAt = now,
    };

    private static Answer AnswerOf(OrderRow order, bool applied) =>
        new(applied, order.OrderStatus, Words.Parse<HospitalStatus>(order.HospitalStatus));
}
