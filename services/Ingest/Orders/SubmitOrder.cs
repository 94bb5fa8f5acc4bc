using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Yilai.Contracts;
using Yilai.Contracts.Events;
using Yilai.HospitalSdk.Messages;
using Yilai.ServiceDefaults.Invocation;

namespace Yilai.Ingest.Orders;

/// <summary>
/// A placed order is submitted to its hospital, and the hospital's word is told to orders. All of it may happen again:
/// the hospital knows an order by its id. What fails is thrown, and the event comes again.
/// </summary>
internal static partial class SubmitOrder
{
    public static async Task<Ok> HandleAsync(
        [FromBody] OrderPlaced placed,
        [FromKeyedServices(AppIds.Orders)] ServiceClient orders,
        [FromKeyedServices(AppIds.Identity)] ServiceClient identity,
        HospitalApi hospitals,
        ILogger<OrderPlaced> logger,
        CancellationToken cancellationToken)
    {
        var path = $"internal/orders/{placed.OrderId}";
        if (await orders.FindAsync<PlacedOrder>(path, cancellationToken) is not { IsAwaitingHospital: true } order)
        {
            return TypedResults.Ok();
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
            AnswerNotTaken(logger, placed.OrderId, problem.Code);
        }

        // The order may have ended while the hospital was asked, and the hospital been told so before it knew the order.
        if (answer.IsConfirmed && told.Value is not { Applied: true })
        {
            await CancelOrder.TellAsync(hospitals, hospital, placed.OrderId, placed.OccurredAt, reason: null, cancellationToken);
        }

        return TypedResults.Ok();
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
            ? HospitalAnswer.Of(word.Read<OrderAnswer>())
            : throw new HttpRequestException($"The hospital answered {(int)word.Status}; the order is submitted again.", inner: null, word.Status);
    }

    private static Task<HospitalWord> AskAsync(HospitalApi hospitals, HospitalAddress hospital, string orderId, CancellationToken cancellationToken) =>
        hospitals.SendAsync<object>(hospital, HttpMethod.Get, $"orders/{orderId}", null, cancellationToken);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The outcome of submitting order {OrderId} is unknown: {Reason}")]
    private static partial void OutcomeUnknown(ILogger logger, string orderId, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Orders did not take the hospital's answer to order {OrderId}: {Code}")]
    private static partial void AnswerNotTaken(ILogger logger, Guid orderId, string? code);

    private sealed record AnswerTaken(bool Applied);
}
