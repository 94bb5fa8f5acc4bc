using Yilai.HospitalSdk.Signatures;

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

    /// <summary>What the sagas and the reconciliation ask for.</summary>
    public static void MapHospitalCalls(this IEndpointRouteBuilder app)
    {
        app.MapGet("/internal/orders/{id:guid}/hospital-order", AskOrder.HandleAsync).ExcludeFromDescription();
        app.MapPost("/internal/orders/{id:guid}/submission", SubmitOrder.HandleAsync).ExcludeFromDescription();
        app.MapPut("/internal/orders/{id:guid}/payment", PayOrder.HandleAsync).ExcludeFromDescription();
        app.MapPut("/internal/orders/{id:guid}/cancellation", CancelOrder.HandleAsync).ExcludeFromDescription();
    }
}
