using Yilai.Orders.Payments.Alipay;
using Yilai.Orders.Payments.Refunds;
using Yilai.ServiceDefaults.Security;

namespace Yilai.Orders.Payments;

internal static class PaymentEndpoints
{
    /// <summary>Where the provider posts what happened to a trade.</summary>
    public const string NotificationPath = "/api/payments/alipay/notifications";

    public static IServiceCollection AddPayments(this IServiceCollection services)
    {
        services.AddOptions<PaymentOptions>().BindConfiguration(PaymentOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        return services
            .AddSingleton<AlipayAccount>()
            .AddSingleton<AlipayGateway>()
            .AddSingleton<SettlePayment>()
            .AddSingleton<CloseTrade>()
            .AddSingleton<RunRefund>();
    }

    public static void MapPayments(this IEndpointRouteBuilder app)
    {
        var own = app.MapGroup("/api/orders/{id}").WithTags("Payments").RequireUser().ProducesProblem(StatusCodes.Status404NotFound);
        own.MapPost("/payments", StartPayment.HandleAsync).WithName("startPayment")
            .WithSummary("Opens the payment of an unpaid order and gives the provider's page.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status409Conflict);
        own.MapPost("/payments/refresh", RefreshPayment.HandleAsync).WithName("refreshPayment")
            .WithSummary("Asks the provider whether the order is paid, when its notification has not come yet.")
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        own.MapGet("/bill", GetBill.HandleAsync).WithName("getBill")
            .WithSummary("The e-bill of an order that was paid.")
            .ProducesProblem(StatusCodes.Status409Conflict);
        app.MapPost(NotificationPath, TakeNotification.HandleAsync).ExcludeFromDescription();
        app.MapPost("/internal/orders/{id:guid}/trade-closing", CloseTrade.HandleAsync).ExcludeFromDescription();
        app.MapPost("/internal/refunds/{id:guid}/runs", RunRefund.HandleAsync).ExcludeFromDescription();
    }
}
