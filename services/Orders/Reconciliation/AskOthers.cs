using Yilai.Contracts;
using Yilai.Orders.Lifecycle;
using Yilai.Orders.Payments.Alipay;
using Yilai.ServiceDefaults.Invocation;

namespace Yilai.Orders.Reconciliation;

/// <summary>Asks the payment provider and the hospital for their books of an order. Who does not answer is not guessed at.</summary>
internal sealed partial class AskOthers(
    AlipayGateway alipay, [FromKeyedServices(AppIds.Ingest)] ServiceClient ingest, ILogger<AskOthers> logger)
{
    private const string Provider = "the payment provider";

    /// <summary>The provider's books; null when it did not answer.</summary>
    public Task<ProviderBooks?> ProviderAsync(OrderBooks ours, Silences silences, CancellationToken cancellationToken) =>
        AskAsync(Provider, ours.Order, silences, async () => await ProviderBooks.AskAsync(alipay, ours, cancellationToken), cancellationToken);

    /// <summary>The hospital's book; null when it did not answer.</summary>
    public Task<HospitalBook?> HospitalAsync(OrderRow order, Silences silences, CancellationToken cancellationToken) => AskAsync(
        order.HospitalCode,
        order,
        silences,
        () => ingest.FindAsync<HospitalBook>(
            $"internal/orders/{order.Id}/hospital-order?hospital={Uri.EscapeDataString(order.HospitalCode)}", cancellationToken),
        cancellationToken);

    private async Task<T?> AskAsync<T>(string whom, OrderRow order, Silences silences, Func<Task<T?>> ask, CancellationToken cancellationToken)
        where T : class
    {
        if (silences.IsGivenUp(whom))
        {
            return null;
        }

        try
        {
            var answer = await ask();
            silences.Heard(whom);
            return answer;
        }
        catch (Exception e) when (e is AlipayException or HttpRequestException
            || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            silences.Silent(whom);
            NotReached(logger, whom, order.Id, e.Message);
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Reconciliation: {Whom} did not say how order {Id} stands: {Reason}")]
    private static partial void NotReached(ILogger logger, string whom, Guid id, string reason);
}
