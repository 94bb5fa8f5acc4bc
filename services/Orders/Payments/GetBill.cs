using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using Yilai.Orders.Inventory;
using Yilai.Orders.Lifecycle;
using Yilai.Orders.Payments.Refunds;
using Yilai.Orders.Reading;
using Yilai.ServiceDefaults.Security;

namespace Yilai.Orders.Payments;

/// <summary>The e-bill (电子票据) of one of the caller's orders that was paid.</summary>
internal static class GetBill
{
    public static async Task<Results<Ok<Bill>, ProblemHttpResult>> HandleAsync(
        string id, CurrentUser user, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(id, out var orderId))
        {
            return OrderProblems.NotFound();
        }

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        if (await FindOrder.OfUserAsync(connection, orderId, user.Id, cancellationToken) is not { } order)
        {
            return OrderProblems.NotFound();
        }

        var payments = (await PaymentRow.OfOrderAsync(connection, orderId, cancellationToken)).Where(p => p.Status == PaymentRow.Paid).ToArray();
        if (order.PaidAt is not { } paidAt)
        {
            return PaymentProblems.NotPaid();
        }

        var refunded = (await RefundRow.OfOrderAsync(connection, orderId, cancellationToken)).Where(r => r.Status == RefundRow.Done).Sum(r => r.Amount);
        return TypedResults.Ok(new Bill(
            order.OutTradeNo,
            order.HospitalName,
            order.DepartmentName,
            new OrderDoctor(order.DoctorName, order.Title),
            order.ReserveDate,
            Words.Parse<Period>(order.ReserveTime),
            order.Number,
            new OrderPatient(order.PatientId.ToString(), order.PatientName),
            [new BillItem("医事服务费", order.Amount)],
            payments.Sum(p => p.Amount),
            refunded,
            paidAt,
            [.. payments.Select(p => new BillPayment(p.Channel, p.OutTradeNo, p.TradeNo, p.Amount, p.PaidAt!.Value))]));
    }

    /// <summary>The e-bill of a paid order.</summary>
    /// <param name="BillNo">Its number, which is the order's.</param>
    /// <param name="HospitalName">Who charged.</param>
    /// <param name="DepartmentName">The department.</param>
    /// <param name="Doctor">The doctor.</param>
    /// <param name="Date">The visit's day in Asia/Shanghai.</param>
    /// <param name="Period">Morning or afternoon.</param>
    /// <param name="Number">The sequence number.</param>
    /// <param name="Patient">For whom, name masked.</param>
    /// <param name="Items">What was charged.</param>
    /// <param name="Paid">What was paid in all, in CNY.</param>
    /// <param name="Refunded">What has gone back, in CNY.</param>
    /// <param name="PaidAt">When it was paid.</param>
    /// <param name="Payments">Each payment.</param>
    public sealed record Bill(
        string BillNo,
        string HospitalName,
        string DepartmentName,
        OrderDoctor Doctor,
        DateOnly Date,
        Period Period,
        int Number,
        OrderPatient Patient,
        IReadOnlyList<BillItem> Items,
        decimal Paid,
        decimal Refunded,
        DateTimeOffset PaidAt,
        IReadOnlyList<BillPayment> Payments);

    /// <summary>One thing that was charged.</summary>
    /// <param name="Name">What it is.</param>
    /// <param name="Amount">In CNY.</param>
    public sealed record BillItem(string Name, decimal Amount);

    /// <summary>One payment.</summary>
    /// <param name="Channel">Through whom.</param>
    /// <param name="OutTradeNo">The platform's number of it.</param>
    /// <param name="TradeNo">The provider's number of it.</param>
    /// <param name="Amount">In CNY.</param>
    /// <param name="PaidAt">When.</param>
    public sealed record BillPayment(string Channel, string OutTradeNo, string? TradeNo, decimal Amount, DateTimeOffset PaidAt);
}
