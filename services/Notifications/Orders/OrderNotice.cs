using System.Globalization;
using Yilai.Contracts.Events;
using Yilai.ServiceDefaults.Time;

namespace Yilai.Notifications.Orders;

/// <summary>What an event about an order has to say to the account, in a template's values.</summary>
internal sealed record OrderNotice(Guid EventId, Guid UserId, Guid? OrderId, string Template, IReadOnlyDictionary<string, string> Values)
{
    private const string Weekdays = "日一二三四五六";

    /// <summary>The entry of the waitlist that it is about, where there is no order yet.</summary>
    public Guid? WaitlistEntryId { get; init; }

    public static OrderNotice Of(OrderPlaced message)
    {
        var payBefore = message.ExpiresAt.ToOffset(ChinaTime.Offset).ToString("HH:mm", CultureInfo.InvariantCulture);
        return new(message.EventId, message.UserId, message.OrderId, "order-placed", Visit(message.Visit, ("payBefore", payBefore)));
    }

    public static OrderNotice Of(OrderConfirmed message)
    {
        var fetch = FetchWords(message.FetchTime, message.FetchAddress);
        return new(message.EventId, message.UserId, message.OrderId, "order-confirmed", Visit(message.Visit, ("fetch", fetch)));
    }

    public static OrderNotice Of(VisitDue message)
    {
        var when = message.Occasion == "day-of" ? "今天" : "明天";
        var fetch = FetchWords(message.FetchTime, message.FetchAddress);
        return new(message.EventId, message.UserId, message.OrderId, "visit-due", Visit(message.Visit, ("when", when), ("fetch", fetch)));
    }

    public static OrderNotice Of(BookingBanned message) => new(
        message.EventId,
        message.UserId,
        message.OrderId,
        "booking-banned",
        Visit(
            message.Visit,
            ("times", message.Times.ToString(CultureInfo.InvariantCulture)),
            ("withinDays", message.WithinDays.ToString(CultureInfo.InvariantCulture)),
            ("until", message.Until.ToOffset(ChinaTime.Offset).ToString("yyyy年M月d日 HH:mm", CultureInfo.InvariantCulture))));

    public static OrderNotice Of(OrderClosed message) =>
        new(message.EventId, message.UserId, message.OrderId, "order-closed", Visit(message.Visit, ("outcome", OutcomeWords(message.Outcome))));

    public static OrderNotice Of(OrderPaid message) =>
        new(message.EventId, message.UserId, message.OrderId, "order-paid", Visit(message.Visit));

    public static OrderNotice Of(OrderRefunded message) => new(
        message.EventId,
        message.UserId,
        message.OrderId,
        "order-refunded",
        Visit(message.Visit, ("amount", message.Amount.ToString("F2", CultureInfo.InvariantCulture)), ("why", RefundWords(message.Reason))));

    private static string FetchWords(string? time, string? address)
    {
        var place = string.Join("，", new[] { time, address }.Where(t => !string.IsNullOrWhiteSpace(t)));
        return place.Length > 0 ? $"取号：{place}。" : "请按医院指引取号就诊。";
    }

    public static OrderNotice Of(WaitlistOffered message)
    {
        var until = message.ExpiresAt.ToOffset(ChinaTime.Offset).ToString("M月d日 HH:mm", CultureInfo.InvariantCulture);
        return new(message.EventId, message.UserId, null, "waitlist-offered", Visit(message.Visit, ("until", until))) { WaitlistEntryId = message.EntryId };
    }

    public static OrderNotice Of(WaitlistClosed message) =>
        new(message.EventId, message.UserId, null, "waitlist-closed", Visit(message.Visit, ("why", WaitlistWords(message.Reason)))) { WaitlistEntryId = message.EntryId };

    private static string WaitlistWords(string reason) => reason switch
    {
        "offer-expired" => "未在保留时间内确认，号已让给下一位",
        "closed" => "候补已截止，未能等到号",
        "stopped" => "医院已停止预约",
        "suspended" => "医院停诊，给您带来不便，敬请谅解",
        _ => "医院已取消该排班",
    };

    private static string RefundWords(string reason) => reason switch
    {
        "late-payment" => "：支付到达时号源已释放",
        "suspended" => "（医院停诊）",
        "refused" => "（未被医院接受）",
        "rescheduled" => "（改签差额）",
        _ => "",
    };

    private static string OutcomeWords(string outcome) => outcome switch
    {
        "cancelled" => "已取消",
        "expired" => "因超时未支付已自动取消",
        "refused" => "未被医院接受，已取消",
        "suspended" => "因医院停诊已取消，给您带来不便，敬请谅解",
        "rescheduled" => "已改签",
        _ => "已结束",
    };

    private static Dictionary<string, string> Visit(VisitFacts visit, params (string Name, string Value)[] more)
    {
        var values = more.ToDictionary(v => v.Name, v => v.Value);
        values["hospital"] = visit.HospitalName;
        values["department"] = visit.DepartmentName;
        values["doctor"] = string.IsNullOrWhiteSpace(visit.DoctorTitle) ? visit.DoctorName : $"{visit.DoctorName}（{visit.DoctorTitle}）";
        values["date"] = string.Create(
            CultureInfo.InvariantCulture, $"{visit.Date.Year}年{visit.Date.Month}月{visit.Date.Day}日（周{Weekdays[(int)visit.Date.DayOfWeek]}）");
        values["period"] = visit.Period == "afternoon" ? "下午" : "上午";
        values["number"] = visit.Number.ToString(CultureInfo.InvariantCulture);
        values["fee"] = visit.Fee.ToString("F2", CultureInfo.InvariantCulture);
        return values;
    }
}
