using Dapr.Workflow;
using Yilai.Contracts;
using Yilai.ServiceDefaults;
using Yilai.ServiceDefaults.Invocation;
using Yilai.Workflows.Booking;
using Yilai.Workflows.Closing;
using Yilai.Workflows.Refund;
using Yilai.Workflows.Suspension;

namespace Yilai.Workflows;

/// <summary>
/// The sagas that cross services, each in a folder of its own. The app keeps nothing but their histories, in Dapr's state
/// store: what is true of an order is for orders to say, and every activity may happen again.
/// </summary>
internal static class WorkflowsApp
{
    // A hospital is given five seconds to answer and five more to be asked what became of it.
    private static readonly TimeSpan HospitalPatience = TimeSpan.FromSeconds(20);

    // Closing a trade asks the payment provider three questions at most.
    private static readonly TimeSpan ProviderPatience = TimeSpan.FromSeconds(40);

    /// <summary>Builds the app; tests bring their own clock and neighbours by <paramref name="configure"/>.</summary>
    public static async Task<WebApplication> CreateAsync(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(args);
        await builder.AddServiceDefaultsAsync(AppIds.Workflows);
        builder.Services
            .AddServiceClient(AppIds.Ingest, HospitalPatience)
            .AddServiceClient(AppIds.Orders, ProviderPatience)
            .AddSingleton<Sagas>()
            // Finds the workflows and activities of this program by itself.
            .AddDaprWorkflow(_ => { });
        configure?.Invoke(builder);
        var app = builder.Build();
        app.UseServiceDefaults();
        app.MapBookingEvents();
        app.MapClosingEvents();
        app.MapRefundEvents();
        app.MapSuspensionEvents();
        return app;
    }
}
