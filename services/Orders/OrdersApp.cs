using Yilai.Contracts;
using Yilai.Orders.Booking;
using Yilai.Orders.Cancellation;
using Yilai.Orders.Expiry;
using Yilai.Orders.HospitalAnswers;
using Yilai.Orders.Inventory;
using Yilai.Orders.Payments;
using Yilai.Orders.Reading;
using Yilai.Orders.Reconciliation;
using Yilai.Orders.Rescheduling;
using Yilai.Orders.Rules;
using Yilai.Orders.Suspension;
using Yilai.Orders.Tasks;
using Yilai.Orders.Visits;
using Yilai.Orders.Waitlist;
using Yilai.ServiceDefaults;
using Yilai.ServiceDefaults.Invocation;
using Yilai.ServiceDefaults.Postgres;
using Yilai.ServiceDefaults.Secrets;

namespace Yilai.Orders;

/// <summary>Number inventory (号源) and orders.</summary>
internal static class OrdersApp
{
    /// <summary>Builds the service; tests bring their own clock and neighbours by <paramref name="configure"/>.</summary>
    public static async Task<WebApplication> CreateAsync(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(args);
        await builder.AddServiceDefaultsAsync(
            AppIds.Orders,
            SecretNames.Postgres, SecretNames.OperatorKey,
            SecretNames.AlipayGateway, SecretNames.AlipayAppId, SecretNames.AlipayPrivateKey, SecretNames.AlipayPublicKey);
        builder.AddPostgres("orders");
        builder.Services.AddBooking().AddPayments().AddExpiry().AddWaitlist().AddVisits().AddReconciliation().AddTasks();
        builder.Services.AddActors(options =>
        {
            options.HttpEndpoint = builder.Configuration.GetSidecarHttpAddress();
            options.DaprApiToken = builder.Configuration.GetSidecarToken() ?? "";
        });
        configure?.Invoke(builder);
        var app = builder.Build();
        app.UseServiceDefaults();
        app.MapRules();
        app.MapInventory();
        app.MapBooking();
        app.MapReading();
        app.MapCancellation();
        app.MapHospitalAnswers();
        app.MapPayments();
        app.MapSuspension();
        app.MapRescheduling();
        app.MapExpiry();
        app.MapVisits();
        app.MapWaitlist();
        app.MapReconciliation();
        app.MapTasks();
        app.MapActorsHandlers();
        return app;
    }
}
