using Microsoft.AspNetCore.WebUtilities;
using Yilai.Alipay;
using Yilai.PaymentSimulator.Gateway;
using Yilai.PaymentSimulator.Trades;

namespace Yilai.PaymentSimulator.Pages;

/// <summary>The page of <c>alipay.trade.page.pay</c>, and what its buttons do.</summary>
internal sealed class PaymentPage(TradeDesk desk, PageReturn back, SimulatorSettings settings, TimeProvider time)
{
    /// <exception cref="RefusalException">The order is none.</exception>
    public async Task<IResult> HandleAsync(HttpContext context, GatewayParameters parameters)
    {
        var order = PageOrder.Read(parameters, time.GetUtcNow());
        return parameters.Action switch
        {
            null => Show(context, parameters, order, message: null),
            "pay" => await ActAsync(context, parameters, order, desk.PayAsync, words => null),
            "fail" => await ActAsync(context, parameters, order, desk.FailAsync, words => words.Failed),
            "abandon" => await ActAsync(context, parameters, order, _ => Task.FromResult<Trade?>(null)!, words => words.Abandoned),
            _ => throw new RefusalException(Refusals.InvalidParameter),
        };
    }

    /// <summary>The page that says why there is none.</summary>
    public static IResult Refused(HttpContext context, Refusal refusal)
    {
        var words = Languages.Of(context.Request);
        return Layout.Page(words, words.Refused, "/", OrderCard.OfRefusal(words, refusal));
    }

    private async Task<IResult> ActAsync(
        HttpContext context, GatewayParameters parameters, PageOrder order, Func<PageOrder, Task<Trade>> act, Func<Words, string?> message)
    {
        Trade? trade;
        try
        {
            trade = await act(order);
        }
        catch (RefusalException refused) when (refused.Refusal.Code == AlipayCodes.BusinessFailed)
        {
            // The page as it now is says why.
            return Show(context, parameters, order, message: null, StatusCodes.Status409Conflict);
        }

        if (back.Address(order, trade) is not { } address)
        {
            return Show(context, parameters, order, message(Languages.Of(context.Request)));
        }

        context.Response.Headers.Location = new Uri(address).AbsoluteUri; // in ASCII, whatever the merchant wrote
        return TypedResults.StatusCode(StatusCodes.Status303SeeOther);
    }

    private PageResult Show(HttpContext context, GatewayParameters parameters, PageOrder order, string? message, int status = StatusCodes.Status200OK)
    {
        var words = Languages.Of(context.Request);
        var now = time.GetUtcNow();
        var trade = desk.Find(new(order.OutTradeNo, null));
        var address = QueryHelpers.AddQueryString(GatewayEndpoint.Path, parameters.All.ToDictionary(p => p.Key, p => (string?)p.Value));
        var card = new OrderCard(words, order, trade, PageRules.StateOf(order, trade, now), settings.Merchant, now);
        return Layout.Page(words, words.Title, address, card.Render(address, message, back.Address(order, trade)), status);
    }
}
