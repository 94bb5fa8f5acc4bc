using Yilai.Contracts.Events;
using Yilai.HospitalSdk.Signatures;
using Yilai.ServiceDefaults.Events;

namespace Yilai.Ingest.Orders;

/// <summary>The platform's calls to hospitals.</summary>
internal static class OrderExtensions
{
    /// <summary>A hospital that takes longer counts as one of which the outcome is unknown.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static IServiceCollection AddHospitalApi(this IServiceCollection services)
    {
        services.AddHttpClient(HospitalApi.ClientName, http => http.Timeout = Patience)
            .AddHttpMessageHandler(s => new SigningHandler(
                request => request.Options.TryGetValue(HospitalApi.KeyOption, out var key) ? key : throw new InvalidOperationException("A call without a key."),
                s.GetRequiredService<TimeProvider>()))
            // A signature is for one path, so redirects are not followed.
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        return services.AddSingleton<HospitalApi>();
    }

    public static void MapOrderEvents(this IEndpointRouteBuilder app)
    {
        app.MapTopic<OrderPlaced>(SubmitOrder.HandleAsync);
        app.MapTopic<OrderClosed>(CancelOrder.HandleAsync);
    }
}
