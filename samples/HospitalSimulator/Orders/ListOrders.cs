using Yilai.HospitalSdk.Messages;

namespace Yilai.HospitalSimulator.Orders;

/// <summary><c>GET /simulator/orders</c>: what the hospitals believe.</summary>
internal static class ListOrders
{
    public static void MapListOrders(this IEndpointRouteBuilder app) => app.MapGet("/simulator/orders", Handle);

    // All of them unless a page is asked for: who asks wants to compare them with the platform's.
    private static OrderPage Handle(OrderBook book, string? hospital, int? page, int? size)
    {
        var all = book.List().Where(order => hospital is null || order.HospitalCode == hospital).Select(ListedOrder.Of).ToArray();
        var length = Math.Max(1, size ?? all.Length);
        var number = Math.Max(1, page ?? 1);
        return new([.. all.Skip((number - 1) * length).Take(length)], number, length, all.Length);
    }

    private sealed record OrderPage(IReadOnlyList<ListedOrder> Items, int Page, int Size, int Total);

    private sealed record ListedOrder(
        string HospitalCode,
        string OrderId,
        string HospitalRecordId,
        string ScheduleId,
        string DepartmentCode,
        DateOnly Date,
        Period Period,
        int Number,
        decimal Fee,
        string PatientName,
        HospitalOrderStatus Status,
        DateTimeOffset BookedAt)
    {
        public static ListedOrder Of(BookedOrder order) => new(
            order.HospitalCode,
            order.Submission.OrderId,
            order.HospitalRecordId,
            order.Submission.ScheduleId,
            order.Submission.DepartmentCode,
            order.Submission.Date,
            order.Submission.Period,
            order.Number,
            order.Submission.Fee,
            order.Submission.Patient.Name,
            order.Status,
            order.BookedAt);
    }
}
