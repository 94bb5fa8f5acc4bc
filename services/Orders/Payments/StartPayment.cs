using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using Yilai.Orders.Lifecycle;
using Yilai.Orders.Payments.Alipay;
using Yilai.Orders.Reading;
using Yilai.ServiceDefaults.Errors;
using Yilai.ServiceDefaults.Security;

namespace Yilai.Orders.Payments;

/// <summary>Opens the payment of one of the caller's orders: the provider's page is where it is made. Asked again, it is the same payment.</summary>
internal static class StartPayment
{
    private const string Alipay = "alipay";

    /// <summary>Through whom to pay.</summary>
    /// <param name="Channel"><c>alipay</c>.</param>
    public sealed record StartPaymentRequest(string? Channel);

    /// <summary>A payment that can be made.</summary>
    /// <param name="PaymentId">The payment's id.</param>
    /// <param name="PayUrl">The provider's page, to open in the browser.</param>
    public sealed record StartedPayment(Guid PaymentId, Uri PayUrl);

    public static async Task<Results<Ok<StartedPayment>, ProblemHttpResult>> HandleAsync(
        string id,
        StartPaymentRequest request,
        CurrentUser user,
        NpgsqlDataSource database,
        AlipayGateway alipay,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var errors = new FieldErrors().Require(request.Channel == Alipay, "channel", "支付方式须为 alipay。");
        if (errors.Any)
        {
            return errors.ToProblem();
        }

        if (!Guid.TryParse(id, out var orderId))
        {
            return OrderProblems.NotFound();
        }

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (await FindOrder.LockOfUserAsync(connection, orderId, user.Id, cancellationToken) is not { } order)
        {
            return OrderProblems.NotFound();
        }

        var now = clock.GetUtcNow();
        if (order.OrderStatus != OrderStatus.Unpaid)
        {
            return PaymentProblems.NotPayable(order.OrderStatus);
        }

        if (now >= order.ExpiresAt)
        {
            return PaymentProblems.Expired();
        }

        if (await AmountDue.OfAsync(connection, order, cancellationToken) is not (> 0 and var due))
        {
            return PaymentProblems.NothingDue();
        }

        var payment = await OpenAsync(connection, order, due, now, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        var subject = $"{order.HospitalName} {order.DepartmentName} {order.DoctorName} {order.ReserveDate:yyyy-MM-dd}";
        return TypedResults.Ok(new StartedPayment(payment.Id, alipay.PageOf(payment, subject, order.ExpiresAt)));
    }

    private static async Task<PaymentRow> OpenAsync(NpgsqlConnection connection, OrderRow order, decimal due, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var open = (await PaymentRow.OfOrderAsync(connection, order.Id, cancellationToken)).FirstOrDefault(p => p.Status == PaymentRow.Waiting);
        if (open?.Amount == due)
        {
            return open;
        }

        // What is due has changed with the order whose place this one was to take; money for the old page goes back by itself.
        await connection.ExecuteAsync(new CommandDefinition(
            "update payment set status = 'closed' where order_id = @Id and status = 'waiting'", new { order.Id }, cancellationToken: cancellationToken));

        var id = Guid.CreateVersion7(now);
        return await connection.QuerySingleAsync<PaymentRow>(new CommandDefinition(
            """
            insert into payment (id, order_id, channel, out_trade_no, amount, status, created_at)
            values (@id, @OrderId, @Alipay, @outTradeNo, @due, 'waiting', @now)
            returning *
            """,
            new { id, OrderId = order.Id, Alipay, outTradeNo = $"{order.OutTradeNo}_{id.ToString("N")[^8..]}", due, now },
            cancellationToken: cancellationToken));
    }
}
