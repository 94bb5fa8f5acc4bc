using Yilai.Contracts;
using Yilai.Orders.Booking;
using Yilai.Orders.Cancellation;
using Yilai.Orders.Expiry;
using Yilai.Orders.HospitalAnswers;
using Yilai.Orders.Inventory;
using Yilai.Orders.Reading;
using Yilai.Orders.Rules;
using Yilai.Orders.Tasks;
using Yilai.ServiceDefaults;
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
        await builder.AddServiceDefaultsAsync(AppIds.Orders, SecretNames.Postgres, SecretNames.OperatorKey);
        builder.AddPostgres("orders");
        builder.Services.AddBooking().AddExpiry().AddSingleton<OperatorKey>();
        configure?.Invoke(builder);
        var app = builder.Build();
        app.UseServiceDefaults();
        app.MapRules();
        app.MapInventory();
        app.MapBooking();
        app.MapReading();
        app.MapCancellation();
        app.MapHospitalAnswers();
        app.MapExpiry();
        app.MapTasks();
        return app;
    }
}
