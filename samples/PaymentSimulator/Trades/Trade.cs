using Yilai.Alipay;

namespace Yilai.PaymentSimulator.Trades;

/// <summary>A trade as the books have it.</summary>
internal sealed record Trade(
    long Id,
    string OutTradeNo,
    string TradeNo,
    string Subject,
    decimal Amount,
    decimal Refunded,
    string Status,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt,
    DateTimeOffset? PaidAt,
    DateTimeOffset? ClosedAt,
    string? NotifyUrl,
    string? PassbackParams)
{
    /// <summary>Whether money has come in, given back since or not.</summary>
    public bool IsPaid => PaidAt is not null;

    /// <summary>The trade at this moment: one that nobody paid in time is closed, without anybody having to write that down.</summary>
    public Trade AsOf(DateTimeOffset now) =>
        Status == TradeStatus.WaitBuyerPay && ExpiresAt <= now ? this with { Status = TradeStatus.Closed, ClosedAt = ExpiresAt } : this;
}

/// <summary>Money that was given back.</summary>
internal sealed record Refund(string OutRequestNo, decimal Amount, string? Reason, DateTimeOffset At);

/// <summary>The one person who pays here.</summary>
internal static class Buyer
{
    public const string Id = "2088722000000016";
    public const string LogonId = "mon***@example.com";
}
