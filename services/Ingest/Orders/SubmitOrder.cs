using Microsoft.AspNetCore.Http.HttpResults;
using Yilai.Contracts;
using Yilai.HospitalSdk.Messages;
using Yilai.ServiceDefaults.Invocation;

namespace Yilai.Ingest.Orders;

/// <summary>
/// Internal: submits an order to its hospital and tells orders the hospital's word. All of it may happen again: the hospital
/// knows an order by its id. What fails is thrown, and the booking's saga asks again.
/// </summary>
internal static partial class SubmitOrder
{
    private const string Ended = "ended";
    private const string Pending = "pending";

    /// <summary>Where the order stands with its hospital.</summary>
    /// <param name="Status"><c>confirmed</c> or <c>refused</c>, the hospital's word; <c>ended</c> when the order no longer needs one.</param>
    public sealed record Submission(string Status);

    public static async Task<Ok<Submission>> HandleAsync(
        Guid id,
        [FromKeyedServices(AppIds.Orders)] ServiceClient orders,
        [FromKeyedServices(AppIds.Identity)] ServiceClient identity,
        HospitalApi hospitals,
        TimeProvider clock,
        ILogger<Submission> logger,
        CancellationToken cancellationToken)
    {
        var path = $"internal/orders/{id}";
        if (await orders.FindAsync<PlacedOrder>(path, cancellationToken) is not { } order)
        {
            return TypedResults.Ok(new Submission(Ended));
        }

        if (!order.IsAwaitingHospital)
        {
            return TypedResults.Ok(new Submission(order.HospitalStatus == Pending ? Ended : order.HospitalStatus));
        }

        var patient = await identity.FindAsync<OrderPatient>(
            $"internal/users/{order.UserId}/patients/{order.PatientId}?includeRemoved=true", cancellationToken);
        var hospital = await hospitals.FindAsync(order.HospitalCode, cancellationToken);
        var answer = patient is null
            ? HospitalAnswer.Refused("patient-not-found")
            : await SubmitAsync(hospitals, hospital, order.ToSubmission(patient), logger, cancellationToken);
        var told = await orders.SendAsync<AnswerTaken>(HttpMethod.Put, $"{path}/hospital-answer", answer, cancellationToken);
        if (told.Problem is { } problem)
        {
            AnswerNotTaken(logger, id, problem.Code);
        }

        if (told.Value is { Applied: true })
        {
            return TypedResults.Ok(new Submission(answer.Status));
        }

        // The order may have ended while the hospital was asked, and the hospital been told so before it knew the order.
        if (answer.IsConfirmed)
        {
            await CancelOrder.TellAsync(hospitals, hospital, id, clock.GetUtcNow(), reason: null, cancellationToken);
        }

        return TypedResults.Ok(new Submission(Ended));
    }

    private static async Task<HospitalAnswer> SubmitAsync(
        HospitalApi hospitals, HospitalAddress hospital, OrderSubmission submission, ILogger logger, CancellationToken cancellationToken)
    {
        HospitalWord word;
        try
        {
            word = await hospitals.SendAsync(hospital, HttpMethod.Post, "orders", submission, cancellationToken);
            if (word.IsRefusal)
            {
                return HospitalAnswer.Refused(word.RefusalCode());
            }
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && e is HttpRequestException or OperationCanceledException)
        {
            // Whether the hospital took it is not guessed but asked.
            OutcomeUnknown(logger, submission.OrderId, e.Message);
            word = await AskAsync(hospitals, hospital, submission.OrderId, cancellationToken);
        }

        if (!word.IsSuccess)
        {
            word = await AskAsync(hospitals, hospital, submission.OrderId, cancellationToken);
        }

        return word.IsSuccess
            ? HospitalAnswer.Of(AnswerTo(submission.OrderId, word))
            : throw new HttpRequestException($"The hospital answered {(int)word.Status}; the order is submitted again.", inner: null, word.Status);
    }

    /// <summary>A signature says who answers, not that it is an answer to this question.</summary>
    private static OrderAnswer AnswerTo(string orderId, HospitalWord word) =>
        word.Read<OrderAnswer>() is var answer && answer.OrderId == orderId
            ? answer
            : throw new HttpRequestException("The hospital answered about another order; the order is submitted again.");

    private static Task<HospitalWord> AskAsync(HospitalApi hospitals, HospitalAddress hospital, string orderId, CancellationToken cancellationToken) =>
        hospitals.SendAsync<object>(hospital, HttpMethod.Get, $"orders/{orderId}", null, cancellationToken);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The outcome of submitting order {OrderId} is unknown: {Reason}")]
    private static partial void OutcomeUnknown(ILogger logger, string orderId, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Orders did not take the hospital's answer to order {OrderId}: {Code}")]
    private static partial void AnswerNotTaken(ILogger logger, Guid orderId, string? code);

    private sealed record AnswerTaken(bool Applied);
}
