using Yilai.Alipay;
using Yilai.Orders.Payments.Alipay;

namespace Yilai.Orders.Payments;

/// <summary>
/// Takes Alipay's notification of a trade. Only its signature says that it is Alipay's; what it says is in the books before
/// it is acknowledged, and what is not acknowledged comes again.
/// </summary>
internal static partial class TakeNotification
{
    private const string NotTaken = "failure";

    public static async Task<IResult> HandleAsync(
        HttpRequest request, AlipayAccount account, SettlePayment settle, TimeProvider clock, ILogger<AlipayAccount> logger, CancellationToken cancellationToken)
    {
        if (!request.HasFormContentType)
        {
            return TypedResults.Text(NotTaken, statusCode: StatusCodes.Status400BadRequest);
        }

        var form = (await request.ReadFormAsync(cancellationToken)).ToDictionary(p => p.Key, p => p.Value.ToString());
        if (!account.Verify(AlipaySignature.ContentOfNotification(form), form.GetValueOrDefault(AlipaySignature.Parameter))
            || form.GetValueOrDefault("app_id") != account.AppId)
        {
            Forged(logger);
            return TypedResults.Text(NotTaken, statusCode: StatusCodes.Status400BadRequest);
        }

        if (TradeFacts.Of(form.GetValueOrDefault, clock.GetUtcNow()) is { IsPaid: true } facts
            && await settle.RunAsync(facts, cancellationToken) != Settlement.Done)
        {
            // It may be right tomorrow, when somebody has looked at it; until then it comes again.
            return TypedResults.Text(NotTaken);
        }

        return TypedResults.Text(AlipayCodes.NotificationTaken);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A payment notification was not signed by the provider, or is for another app")]
    private static partial void Forged(ILogger logger);
}
