using Yilai.Alipay;
using Yilai.PaymentSimulator.Books;
using Yilai.PaymentSimulator.Trades;

namespace Yilai.PaymentSimulator.Pages;

/// <summary><c>GET /</c>: the latest payments, for people.</summary>
internal static class LatestPayments
{
    private const int Count = 50;

    public static void MapLatestPayments(this IEndpointRouteBuilder app) => app.MapGet("/", Show);

    private static PageResult Show(HttpRequest request, BookFile books, TimeProvider time)
    {
        var words = Languages.Of(request);
        var now = time.GetUtcNow();
        var trades = books.Read(b => TradeRows.Latest(b, Count)).Select(trade => trade.AsOf(now)).ToList();
        return Layout.Page(words, words.Latest, "/", Html.Of($"""
            <section class="list">
            <h1>{words.Latest}</h1>
            <p class="hint">{words.LatestHint}</p>
            {(trades.Count == 0 ? Html.Of($"""<p class="empty">{words.NothingYet}</p>""") : Table(words, trades))}
            </section>
            """));
    }

    // The roles are said again because narrow screens lay the table out as cards, and then it is none any more.
    private static Html Table(Words words, List<Trade> trades) => Html.Of($"""
        <table role="table">
        <thead role="rowgroup"><tr role="row">
        <th scope="col" role="columnheader">{words.Order}</th><th scope="col" role="columnheader">{words.Amount}</th><th scope="col" role="columnheader">{words.Status}</th><th scope="col" role="columnheader">{words.Created}</th><th scope="col" role="columnheader">{words.PaidAt}</th>
        </tr></thead>
        <tbody role="rowgroup">
        {Html.Join(trades.Select(trade => Row(words, trade)))}
        </tbody>
        </table>
        """);

    private static Html Row(Words words, Trade trade) => Html.Of($"""
        <tr role="row">
        <th scope="row" role="rowheader">{trade.Subject}<small class="number">{trade.OutTradeNo}</small></th>
        <td role="cell" data-label="{words.Amount}" class="money">¥{AlipayFormats.Amount(trade.Amount)}{RefundOf(words, trade)}</td>
        <td role="cell" data-label="{words.Status}"><span class="badge {trade.Status.ToLowerInvariant()}">{words.TradeStates[trade.Status]}</span></td>
        <td role="cell" data-label="{words.Created}">{AlipayFormats.Time(trade.CreatedAt)}</td>
        <td role="cell" data-label="{words.PaidAt}">{(trade.PaidAt is { } paid ? AlipayFormats.Time(paid) : "–")}</td>
        </tr>
        """);

    private static Html RefundOf(Words words, Trade trade) =>
        trade.Refunded == 0 ? Html.None : Html.Of($"<small>{words.RefundedAmount} ¥{AlipayFormats.Amount(trade.Refunded)}</small>");
}
