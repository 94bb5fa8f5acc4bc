using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Yilai.Orders.Inventory;
using Yilai.Orders.Reading;
using Yilai.ServiceDefaults.Errors;
using Yilai.ServiceDefaults.Security;

namespace Yilai.Orders.Booking;

/// <summary>Takes a number of a schedule for one of the caller's patients.</summary>
internal static class PlaceOrder
{
    /// <summary>What is booked for whom.</summary>
    /// <param name="ScheduleId">The schedule's public id.</param>
    /// <param name="PatientId">One of the caller's patients.</param>
    public sealed record PlaceOrderRequest(string? ScheduleId, string? PatientId);

    public static async Task<Results<Created<OrderView>, ProblemHttpResult>> HandleAsync(
        PlaceOrderRequest request,
        [FromHeader(Name = "Idempotency-Key")] string? idempotencyKey,
        CurrentUser user,
        Booker booker,
        CancellationToken cancellationToken)
    {
        if (!IdempotencyKey.IsWellFormed(idempotencyKey))
        {
            return BookingProblems.KeyMalformed();
        }

        var errors = new FieldErrors()
            .Require(!string.IsNullOrWhiteSpace(request.ScheduleId), "scheduleId", "请选择排班。")
            .Require(!string.IsNullOrWhiteSpace(request.PatientId), "patientId", "请选择就诊人。");
        if (errors.Any)
        {
            return errors.ToProblem();
        }

        if (!ScheduleKey.TryParse(request.ScheduleId, out var schedule))
        {
            return BookingProblems.ScheduleNotFound();
        }

        if (!Guid.TryParse(request.PatientId, out var patient))
        {
            return BookingProblems.PatientNotFound();
        }

        var outcome = await booker.BookAsync(new BookingRequest(user.Id, schedule, patient, idempotencyKey), cancellationToken);
        return outcome.Order is { } order
            ? TypedResults.Created($"/api/orders/{order.Id}", OrderView.Of(order))
            : outcome.Problem!;
    }
}
