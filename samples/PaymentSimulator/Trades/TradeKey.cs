using System.Text.Json.Nodes;
using Yilai.PaymentSimulator.Gateway;

namespace Yilai.PaymentSimulator.Trades;

/// <summary>Which trade is meant: the provider's number if there is one, else the merchant's.</summary>
internal sealed record TradeKey(string? OutTradeNo, string? TradeNo)
{
    /// <exception cref="RefusalException">Neither is there.</exception>
    public static TradeKey Read(BizContent content)
    {
        var key = new TradeKey(content.Text("out_trade_no", 64), content.Text("trade_no", 64));
        return key is { OutTradeNo: null, TradeNo: null } ? throw RefusalException.InvalidParameter("out_trade_no和trade_no不能同时为空") : key;
    }

    /// <summary>The same numbers in a refusal, as the real one repeats them.</summary>
    public JsonObject Echo()
    {
        var echo = new JsonObject();
        if (OutTradeNo is not null)
        {
            echo["out_trade_no"] = OutTradeNo;
        }

        if (TradeNo is not null)
        {
            echo["trade_no"] = TradeNo;
        }

        return echo;
    }
}
