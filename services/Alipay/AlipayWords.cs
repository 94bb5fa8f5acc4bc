namespace Yilai.Alipay;

/// <summary>The methods that the platform calls at Alipay's gateway.</summary>
public static class AlipayMethods
{
    /// <summary>Opens a page on which a person pays: https://opendocs.alipay.com/open/59da99d0_alipay.trade.page.pay.</summary>
    public const string PagePay = "alipay.trade.page.pay";

    /// <summary>Asks how a trade stands.</summary>
    public const string Query = "alipay.trade.query";

    /// <summary>Ends a trade that is not paid, so that it cannot be paid any more.</summary>
    public const string Close = "alipay.trade.close";

    /// <summary>Gives money back; the same <c>out_request_no</c> again gives nothing more.</summary>
    public const string Refund = "alipay.trade.refund";

    /// <summary>Asks how a refund stands.</summary>
    public const string RefundQuery = "alipay.trade.fastpay.refund.query";

    /// <summary>The member of an answer that holds what is signed.</summary>
    public static string ResponseNode(string method)
    {
        ArgumentNullException.ThrowIfNull(method);
        return $"{method.Replace('.', '_')}_response";
    }
}

/// <summary>The states of a trade.</summary>
public static class TradeStatus
{
    /// <summary>Made, not paid.</summary>
    public const string WaitBuyerPay = "WAIT_BUYER_PAY";

    /// <summary>Not paid and closed, or all of it given back.</summary>
    public const string Closed = "TRADE_CLOSED";

    /// <summary>Paid; money can be given back.</summary>
    public const string Success = "TRADE_SUCCESS";

    /// <summary>Paid, and too old to give money back.</summary>
    public const string Finished = "TRADE_FINISHED";
}

/// <summary>Codes of answers that the platform acts upon.</summary>
public static class AlipayCodes
{
    /// <summary><c>code</c> of a call that did what it was asked.</summary>
    public const string Success = "10000";

    /// <summary><c>code</c> of a failure on Alipay's side: the outcome is unknown.</summary>
    public const string Unknown = "20000";

    /// <summary><c>code</c> of a call whose signature or parameters are not right.</summary>
    public const string InvalidParameter = "40002";

    /// <summary><c>code</c> of a refusal by the rules of the business; <c>sub_code</c> says which.</summary>
    public const string BusinessFailed = "40004";

    /// <summary><c>sub_code</c>: nobody has opened the page yet, or the number is unknown.</summary>
    public const string TradeNotExist = "ACQ.TRADE_NOT_EXIST";

    /// <summary><c>sub_code</c>: the trade's state does not allow it; one that is paid cannot be closed.</summary>
    public const string TradeStatusError = "ACQ.TRADE_STATUS_ERROR";

    /// <summary>The same, as closing says it.</summary>
    public const string TradeStatusInvalid = "ACQ.REASON_TRADE_STATUS_INVALID";

    /// <summary><c>sub_code</c>: a parameter of the business is missing or wrong.</summary>
    public const string InvalidBusinessParameter = "ACQ.INVALID_PARAMETER";

    /// <summary><c>sub_code</c>: the same number as before, but another amount.</summary>
    public const string ContextInconsistent = "ACQ.CONTEXT_INCONSISTENT";

    /// <summary><c>sub_code</c>: closed, so that it cannot be paid.</summary>
    public const string TradeHasClosed = "ACQ.TRADE_HAS_CLOSE";

    /// <summary><c>sub_code</c>: over, so that nothing can be given back.</summary>
    public const string TradeHasFinished = "ACQ.TRADE_HAS_FINISHED";

    /// <summary><c>sub_code</c>: an <c>out_request_no</c> that stands for a refund of another amount.</summary>
    public const string DiscordantRepeatRequest = "ACQ.DISCORDANT_REPEAT_REQUEST";

    /// <summary><c>sub_code</c>: more than was paid.</summary>
    public const string RefundAmountNotEqualTotal = "ACQ.REFUND_AMT_NOT_EQUAL_TOTAL";

    /// <summary><c>sub_code</c>: Alipay failed; try again.</summary>
    public const string SystemError = "ACQ.SYSTEM_ERROR";

    /// <summary>What a merchant answers to a notification it has taken; anything else, and it comes again.</summary>
    public const string NotificationTaken = "success";

    /// <summary><c>refund_status</c> of a refund that is done.</summary>
    public const string RefundSuccess = "REFUND_SUCCESS";
}
