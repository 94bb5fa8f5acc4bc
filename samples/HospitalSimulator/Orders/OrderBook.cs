using System.Globalization;
using Yilai.HospitalSdk.Messages;

namespace Yilai.HospitalSimulator.Orders;

/// <summary>All orders of all hospitals, in memory and in the journal.</summary>
internal sealed class OrderBook
{
    private readonly TimeProvider time;
    private readonly Journal journal;
    private readonly Lock gate = new();
    private readonly Dictionary<(string HospitalCode, string OrderId), BookedOrder> orders = [];
    private readonly Dictionary<(string HospitalCode, string ScheduleId), SortedSet<int>> taken = [];
    private int records;

    public OrderBook(TimeProvider time, Journal journal)
    {
        (this.time, this.journal) = (time, journal);
        foreach (var order in journal.Lines.Select(line => line.Order).OfType<BookedOrder>())
        {
            orders[(order.HospitalCode, order.Submission.OrderId)] = order;
        }

        foreach (var order in orders.Values.Where(order => order.Status != HospitalOrderStatus.Cancelled))
        {
            NumbersOf(order.HospitalCode, order.Submission.ScheduleId).Add(order.Number);
        }

        records = orders.Count;
    }

    /// <summary>Gives the order a number; the same order gets the same one again. Null when nothing is left.</summary>
    public BookedOrder? Book(string hospitalCode, OrderSubmission submission, Schedule schedule)
    {
        lock (gate)
        {
            if (orders.TryGetValue((hospitalCode, submission.OrderId), out var known))
            {
                return known;
            }

            var numbers = NumbersOf(hospitalCode, schedule.Id);
            if (numbers.Count >= schedule.Available)
            {
                return null;
            }

            // The number that the platform gave, unless the hospital has it given away already.
            var number = submission.Number > 0 && !numbers.Contains(submission.Number)
                ? submission.Number
                : Enumerable.Range(1, int.MaxValue).First(candidate => !numbers.Contains(candidate));
            numbers.Add(number);
            var record = (++records).ToString("D8", CultureInfo.InvariantCulture);
            return Keep(new(hospitalCode, record, submission, number, HospitalOrderStatus.Booked, time.GetUtcNow()));
        }
    }

    /// <summary>Changes the state of an order, as often as asked; what was cancelled stays so. Null when there is no such order.</summary>
    public BookedOrder? Change(string hospitalCode, string orderId, HospitalOrderStatus status)
    {
        lock (gate)
        {
            if (!orders.TryGetValue((hospitalCode, orderId), out var order) || order.Status == HospitalOrderStatus.Cancelled)
            {
                return order;
            }

            if (status == HospitalOrderStatus.Cancelled)
            {
                NumbersOf(hospitalCode, order.Submission.ScheduleId).Remove(order.Number);
            }

            return order.Status == status ? order : Keep(order with { Status = status });
        }
    }

    /// <summary>The order, or null.</summary>
    public BookedOrder? Find(string hospitalCode, string orderId)
    {
        lock (gate)
        {
            return orders.GetValueOrDefault((hospitalCode, orderId));
        }
    }

    /// <summary>How many numbers of a schedule are given away.</summary>
    public int CountTaken(string hospitalCode, string scheduleId)
    {
        lock (gate)
        {
            return taken.TryGetValue((hospitalCode, scheduleId), out var numbers) ? numbers.Count : 0;
        }
    }

    /// <summary>All orders, the oldest first.</summary>
    public IReadOnlyList<BookedOrder> List()
    {
        lock (gate)
        {
            return [.. orders.Values.OrderBy(order => order.HospitalRecordId, StringComparer.Ordinal)];
        }
    }

    private BookedOrder Keep(BookedOrder order)
    {
        journal.Write(new JournalLine(order));
        return orders[(order.HospitalCode, order.Submission.OrderId)] = order;
    }

    private SortedSet<int> NumbersOf(string hospitalCode, string scheduleId)
    {
        if (!taken.TryGetValue((hospitalCode, scheduleId), out var numbers))
        {
            taken[(hospitalCode, scheduleId)] = numbers = [];
        }

        return numbers;
    }
}
