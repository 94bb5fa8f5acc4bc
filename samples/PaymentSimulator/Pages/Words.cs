using Yilai.Alipay;
using Yilai.PaymentSimulator.Trades;

namespace Yilai.PaymentSimulator.Pages;

/// <summary>What the pages say, in one language.</summary>
internal sealed record Words
{
    public required string Code { get; init; }
    public required string HtmlLanguage { get; init; }
    public required string Title { get; init; }
    public required string Simulated { get; init; }
    public required string NoRealMoney { get; init; }
    public required string Amount { get; init; }
    public required string Order { get; init; }
    public required string OrderNumber { get; init; }
    public required string TradeNumber { get; init; }
    public required string Merchant { get; init; }
    public required string PayBefore { get; init; }
    public required string Remaining { get; init; }
    public required string RemainingFormat { get; init; }
    public required string Choose { get; init; }
    public required string Pay { get; init; }
    public required string PayHint { get; init; }
    public required string Fail { get; init; }
    public required string Abandon { get; init; }
    public required string Failed { get; init; }
    public required string Abandoned { get; init; }
    public required string Back { get; init; }
    public required string Refused { get; init; }
    public required string ErrorCode { get; init; }
    public required string Latest { get; init; }
    public required string LatestHint { get; init; }
    public required string NothingYet { get; init; }
    public required string Status { get; init; }
    public required string Created { get; init; }
    public required string PaidAt { get; init; }
    public required string RefundedAmount { get; init; }
    public required IReadOnlyDictionary<PageState, (string Title, string Text)> States { get; init; }
    public required IReadOnlyDictionary<string, string> TradeStates { get; init; }

    public static Words Chinese { get; } = new()
    {
        Code = "zh",
        HtmlLanguage = "zh-CN",
        Title = "收银台",
        Simulated = "模拟支付",
        NoRealMoney = "不会产生真实扣款",
        Amount = "支付金额",
        Order = "商品",
        OrderNumber = "订单号",
        TradeNumber = "交易号",
        Merchant = "收款方",
        PayBefore = "支付截止",
        Remaining = "剩余时间",
        RemainingFormat = "{d}天 {h}小时 {m}分 {s}秒",
        Choose = "请选择这次支付的结果",
        Pay = "支付成功",
        PayHint = "模拟付款，并通知商户",
        Fail = "支付失败",
        Abandon = "放弃支付",
        Failed = "支付没有成功，没有扣款。可以再试一次。",
        Abandoned = "已放弃，订单还没有支付。",
        Back = "返回商户",
        Refused = "无法打开收银台",
        ErrorCode = "错误代码",
        Latest = "最近的支付",
        LatestHint = "最近 50 笔交易，最新的在前。时间为北京时间。",
        NothingYet = "还没有人付过款。",
        Status = "状态",
        Created = "创建时间",
        PaidAt = "支付时间",
        RefundedAmount = "已退款",
        States = new Dictionary<PageState, (string, string)>
        {
            [PageState.Payable] = ("等待支付", ""),
            [PageState.Paid] = ("已支付", "这笔订单已经支付成功，不需要再付。"),
            [PageState.Refunded] = ("已退款", "这笔订单已全额退款，交易已关闭。"),
            [PageState.Closed] = ("交易已关闭", "商户关闭了这笔交易，不能再支付。"),
            [PageState.Expired] = ("已超时", "超过了支付截止时间，这笔订单不能再支付。"),
            [PageState.OtherAmount] = ("订单信息不一致", "同一订单号已有另一金额的交易，不能支付。"),
        },
        TradeStates = new Dictionary<string, string>
        {
            [TradeStatus.WaitBuyerPay] = "等待支付",
            [TradeStatus.Success] = "支付成功",
            [TradeStatus.Closed] = "已关闭",
        },
    };

    public static Words English { get; } = new()
    {
        Code = "en",
        HtmlLanguage = "en",
        Title = "Checkout",
        Simulated = "Simulated payment",
        NoRealMoney = "no real money is charged",
        Amount = "Amount to pay",
        Order = "For",
        OrderNumber = "Order number",
        TradeNumber = "Trade number",
        Merchant = "Payee",
        PayBefore = "Pay before",
        Remaining = "Time left",
        RemainingFormat = "{d} d {h} h {m} min {s} s",
        Choose = "Choose how this payment ends",
        Pay = "Pay",
        PayHint = "Plays the payment and tells the merchant",
        Fail = "Let it fail",
        Abandon = "Give up",
        Failed = "The payment did not succeed and nothing was charged. You can try again.",
        Abandoned = "You gave up; the order is not paid.",
        Back = "Back to the merchant",
        Refused = "The checkout cannot be opened",
        ErrorCode = "Error code",
        Latest = "Latest payments",
        LatestHint = "The latest 50 trades, newest first. Times are Beijing time.",
        NothingYet = "Nobody has paid yet.",
        Status = "State",
        Created = "Created",
        PaidAt = "Paid",
        RefundedAmount = "Refunded",
        States = new Dictionary<PageState, (string, string)>
        {
            [PageState.Payable] = ("Waiting for payment", ""),
            [PageState.Paid] = ("Paid", "This order is paid; there is nothing left to pay."),
            [PageState.Refunded] = ("Refunded", "All of it was given back and the trade is closed."),
            [PageState.Closed] = ("Closed", "The merchant closed this trade; it cannot be paid any more."),
            [PageState.Expired] = ("Expired", "The time to pay is over; this order cannot be paid any more."),
            [PageState.OtherAmount] = ("Order does not match", "This order number stands for another amount; it cannot be paid."),
        },
        TradeStates = new Dictionary<string, string>
        {
            [TradeStatus.WaitBuyerPay] = "Waiting",
            [TradeStatus.Success] = "Paid",
            [TradeStatus.Closed] = "Closed",
        },
    };
}
