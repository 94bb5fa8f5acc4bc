using System.Globalization;
using Yilai.Alipay;
using Yilai.PaymentSimulator.Gateway;
using Yilai.PaymentSimulator.Trades;

namespace Yilai.PaymentSimulator.Pages;

/// <summary>An order as the person who is to pay it sees it.</summary>
internal sealed class OrderCard(Words words, PageOrder order, Trade? trade, PageState state, string merchant, DateTimeOffset now)
{
    /// <param name="address">The page's own address: where its buttons send the choice.</param>
    /// <param name="message">What came of the last choice.</param>
    /// <param name="back">Where the merchant's page is.</param>
    public Html Render(string address, string? message, string? back) => Html.Of($"""
        <article class="card {state.ToString().ToLowerInvariant()}">
        <div class="sum">
        <h1>{order.Subject}</h1>
        <p class="amount"><span class="label">{words.Amount}</span><span class="figure"><small>¥</small>{AlipayFormats.Amount(order.Amount)}</span></p>
        <p class="state">{words.States[state].Title}</p>
        </div>
        <dl>
        <div><dt>{words.Merchant}</dt><dd>{merchant}</dd></div>
        <div><dt>{words.OrderNumber}</dt><dd class="number">{order.OutTradeNo}</dd></div>
        {TradeNumber()}
        {Deadline()}
        </dl>
        {(message is null ? Html.None : Html.Of($"""<p class="message" role="status">{message}</p>"""))}
        {(state == PageState.Payable ? Choices(address) : Outcome(back))}
        </article>
        """);

    public static Html OfRefusal(Words words, Refusal refusal) => Html.Of($"""
        <article class="card refused">
        <div class="sum"><h1>{words.Refused}</h1><p class="why" role="alert">{refusal.Message}</p></div>
        <dl><div><dt>{words.ErrorCode}</dt><dd class="number">{refusal.Code} {refusal.SubCode}</dd></div></dl>
        </article>
        """);

    private Html TradeNumber() => trade is null || state == PageState.OtherAmount
        ? Html.None
        : Html.Of($"""<div><dt>{words.TradeNumber}</dt><dd class="number">{trade.TradeNo}</dd></div>""");

    private Html Deadline()
    {
        if (state is not (PageState.Payable or PageState.Expired))
        {
            return Html.None;
        }

        var until = trade?.ExpiresAt is { } expiry && expiry < order.ExpiresAt ? expiry : order.ExpiresAt;
        var deadline = Html.Of($"""<div><dt>{words.PayBefore}</dt><dd>{AlipayFormats.Time(until)}</dd></div>""");
        return state == PageState.Expired
            ? deadline
            : Html.Of($"""
                {deadline}
                <div><dt>{words.Remaining}</dt><dd class="remaining" data-seconds="{Math.Ceiling((until - now).TotalSeconds)}" data-format="{words.RemainingFormat}">{Remaining(until - now)}</dd></div>
                """);
    }

    // As the script writes it: units that are nothing are left out at the front.
    private string Remaining(TimeSpan left)
    {
        var whole = TimeSpan.FromSeconds(Math.Ceiling(left.TotalSeconds));
        var parts = words.RemainingFormat
            .Replace("{d}", whole.Days.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{h}", whole.Hours.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{m}", whole.Minutes.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{s}", whole.Seconds.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        var unitWords = words.RemainingFormat.Split(' ').Length / 4;
        var skipped = whole.Days > 0 ? 0 : whole.Hours > 0 ? 1 : whole.Minutes > 0 ? 2 : 3;
        return string.Join(' ', parts.Split(' ').Skip(skipped * unitWords));
    }

    private Html Choices(string address) => Html.Of($"""
        <form method="post" action="{address}" class="choices" aria-labelledby="choose">
        <p id="choose">{words.Choose}</p>
        <button class="pay" name="action" value="pay"><span>{words.Pay}</span><small>{words.PayHint}</small></button>
        <div class="others">
        <button name="action" value="fail">{words.Fail}</button>
        <button name="action" value="abandon">{words.Abandon}</button>
        </div>
        </form>
        """);

    private Html Outcome(string? back) => Html.Of($"""
        <p class="why" role="status">{words.States[state].Text}</p>
        {(back is null ? Html.None : Html.Of($"""<p class="choices"><a class="back" href="{back}">{words.Back}</a></p>"""))}
        """);
}
