using Dapr;
using Yilai.Contracts;
using Yilai.Orders.Payments;
using Yilai.Orders.Payments.Alipay;
using Yilai.Orders.Payments.Refunds;
using Yilai.Orders.Visits;
using Yilai.ServiceDefaults.Invocation;

namespace Yilai.Orders.Reconciliation;

/// <summary>Carries repairs out. Whether they helped is not believed but compared again.</summary>
internal sealed partial class Repairs(
    SettlePayment settle,
    AlipayGateway alipay,
    RunRefund refunds,
    TakeOrderEvent hospitalEvents,
    [FromKeyedServices(AppIds.Ingest)] ServiceClient ingest,
    ILogger<Repairs> logger)
{
    private const string NotTaken = "not-taken";

    /// <returns>Why it came to nothing, in a word; null when it was done.</returns>
    public async Task<string?> TryAsync(Difference difference, Repair repair, CancellationToken cancellationToken)
    {
        try
        {
            var trouble = await RunAsync(repair, cancellationToken);
            Tried(logger, difference.Kind, difference.Reference, repair.Word, trouble ?? "done");
            return trouble;
        }
        catch (Exception e) when (e is AlipayException or HttpRequestException or DaprException
            || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            Tried(logger, difference.Kind, difference.Reference, repair.Word, e.Message);
            return e is AlipayException ? e.Message : "no-answer";
        }
    }

    private async Task<string?> RunAsync(Repair repair, CancellationToken cancellationToken)
    {
        switch (repair)
        {
            case Repair.TakeIn r:
                return await settle.RunAsync(r.Facts, cancellationToken) == Settlement.Done ? null : NotTaken;
            case Repair.GiveAgain r:
                await alipay.RefundAsync(r.Payment, r.Refund.Id, r.Refund.Amount, r.Refund.Reason, cancellationToken);
                return null;
            case Repair.RunAgain r:
                return await refunds.RunAsync(r.Refund.Id, cancellationToken) == true ? null : "provider-refused";
            case Repair.TakeBack r:
                return await hospitalEvents.TakeBackAsync(r.Order.Id, "order-cancelled", cancellationToken) ? null : NotTaken;
            case Repair.Submit r:
                return await TellAsync(HttpMethod.Post, $"internal/orders/{r.Order.Id}/submission", null, cancellationToken);
            case Repair.TellPaid r:
                return await TellAsync(HttpMethod.Put, $"internal/orders/{r.Order.Id}/payment", null, cancellationToken);
            case Repair.TellEnded { Order: var order }:
                var end = new { order.HospitalCode, CancelledAt = order.ClosedAt, Reason = order.Outcome };
                return await TellAsync(HttpMethod.Put, $"internal/orders/{order.Id}/cancellation", end, cancellationToken);
            default:
                throw new InvalidOperationException($"Nobody knows how to do {repair.Word}.");
        }
    }

    private async Task<string?> TellAsync(HttpMethod method, string path, object? body, CancellationToken cancellationToken) =>
        (await ingest.SendAsync<object>(method, path, body, cancellationToken)).Problem is { } problem
            ? problem.Code ?? NotTaken
            : null;

    [LoggerMessage(Level = LogLevel.Warning, Message = "Reconciliation: {Kind} of {Reference}, {Repair}: {Outcome}")]
    private static partial void Tried(ILogger logger, DifferenceKind kind, string reference, string repair, string outcome);
}
