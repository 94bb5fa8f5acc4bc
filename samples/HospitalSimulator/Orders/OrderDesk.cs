using Yilai.HospitalSdk.Messages;
using Yilai.HospitalSimulator.Hospitals;
using Yilai.HospitalSimulator.Schedules;

namespace Yilai.HospitalSimulator.Orders;

/// <summary>What a hospital says to the platform's calls: an answer, or the code of its refusal.</summary>
internal sealed class OrderDesk(HospitalDirectory hospitals, ExtraSchedules extra, OrderBook book, TimeProvider time)
{
    private static readonly TimeSpan MinutesEach = TimeSpan.FromMinutes(6);

    public (OrderAnswer? Answer, string? Refusal) Submit(string hospitalCode, OrderSubmission submission)
    {
        if (book.Find(hospitalCode, submission.OrderId) is { } known)
        {
            return known.Status == HospitalOrderStatus.Cancelled ? (null, OrderRefusalCodes.OrderCancelled) : (Answer(known), null);
        }

        if (FindSchedule(hospitalCode, submission.ScheduleId) is not { } schedule || schedule.Date < ChinaDay.Today(time))
        {
            return (null, OrderRefusalCodes.ScheduleUnknown);
        }

        if (schedule.Status != ScheduleStatus.Open)
        {
            return (null, OrderRefusalCodes.ScheduleClosed);
        }

        return book.Book(hospitalCode, submission, schedule) is { } order
            ? (Answer(order), null)
            : (null, OrderRefusalCodes.NoNumbers);
    }

    public (OrderAnswer? Answer, string? Refusal) Find(string hospitalCode, string orderId) =>
        book.Find(hospitalCode, orderId) is { } order ? (Answer(order), null) : (null, OrderRefusalCodes.OrderUnknown);

    public (OrderAnswer? Answer, string? Refusal) Pay(string hospitalCode, string orderId) =>
        book.Change(hospitalCode, orderId, HospitalOrderStatus.Paid) switch
        {
            null => (null, OrderRefusalCodes.OrderUnknown),
            { Status: HospitalOrderStatus.Cancelled } => (null, OrderRefusalCodes.OrderCancelled),
            var order => (Answer(order), null),
        };

    public (OrderAnswer? Answer, string? Refusal) Cancel(string hospitalCode, string orderId) =>
        book.Change(hospitalCode, orderId, HospitalOrderStatus.Cancelled) is { } order
            ? (Answer(order), null)
            : (null, OrderRefusalCodes.OrderUnknown);

    private Schedule? FindSchedule(string hospitalCode, string id) =>
        extra.Find(hospitalCode, id) ?? SchedulePlan.Find(hospitals.Find(hospitalCode)!, id);

    private OrderAnswer Answer(BookedOrder order)
    {
        var (code, submission) = (order.HospitalCode, order.Submission);
        var available = (FindSchedule(code, submission.ScheduleId)?.Available ?? 0) - book.CountTaken(code, submission.ScheduleId);
        return new(
            submission.OrderId,
            order.HospitalRecordId,
            order.Number,
            FetchTime(submission, order.Number),
            "门诊楼一层挂号取号处",
            Math.Max(0, available),
            order.Status);
    }

    // Everyone comes shortly before their turn, not all of them at eight.
    private static string FetchTime(OrderSubmission submission, int number)
    {
        var opens = submission.Period == Period.Morning ? new TimeOnly(8, 0) : new TimeOnly(13, 30);
        return $"{submission.Date:yyyy-MM-dd} {opens.Add(MinutesEach * Math.Min(number, 30)):HH:mm} 前";
    }
}
