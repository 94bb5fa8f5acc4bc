using Yilai.PaymentSimulator.Notifications;
using Yilai.PaymentSimulator.Trades;

namespace Yilai.PaymentSimulator.Books;

/// <summary>What the provider believes, for tests to compare with.</summary>
internal static class BookEndpoints
{
    public static void MapBooks(this IEndpointRouteBuilder app)
    {
        app.MapGet("/simulator/books", All);
        app.MapGet("/simulator/notifications", (BookFile books) => books.Read(NotificationRows.Count));
    }

    private static BookList All(BookFile books, TimeProvider time)
    {
        var now = time.GetUtcNow();
        return books.Read(b => new BookList(
            [.. TradeRows.All(b).Select(trade => trade.AsOf(now)).Select(trade => new BookedPayment(
                trade.OutTradeNo, trade.TradeNo, trade.Subject, trade.Amount, trade.Status, trade.Refunded, trade.CreatedAt, trade.PaidAt, trade.ClosedAt))],
            [.. RefundRows.All(b).Select(row => new BookedRefund(row.OutTradeNo, row.Refund.OutRequestNo, row.Refund.Amount, row.Refund.At, row.Refund.Reason))]));
    }

    private sealed record BookList(IReadOnlyList<BookedPayment> Payments, IReadOnlyList<BookedRefund> Refunds);

    private sealed record BookedPayment(
        string OutTradeNo, string TradeNo, string Subject, decimal Amount, string Status, decimal Refunded,
        DateTimeOffset CreatedAt, DateTimeOffset? PaidAt, DateTimeOffset? ClosedAt);

    private sealed record BookedRefund(string OutTradeNo, string OutRequestNo, decimal Amount, DateTimeOffset At, string? Reason);
}
