using Dapr.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Yilai.ServiceDefaults.Invocation;

/// <summary>Registers clients for other services.</summary>
public static class InvocationExtensions
{
    private static readonly TimeSpan DefaultPatience = TimeSpan.FromSeconds(10);

    /// <summary>Adds a <see cref="ServiceClient"/> for <paramref name="appId"/>, injected with <c>[FromKeyedServices(appId)]</c>.</summary>
    /// <param name="services">The services.</param>
    /// <param name="appId">Whom to call.</param>
    /// <param name="patience">How long an answer is waited for; ten seconds if nothing else is said.</param>
    public static IServiceCollection AddServiceClient(this IServiceCollection services, string appId, TimeSpan? patience = null) =>
        services.AddKeyedSingleton(appId, (s, _) =>
        {
            var configuration = s.GetRequiredService<IConfiguration>();
            var http = DaprClient.CreateInvokeHttpClient(appId, configuration.GetSidecarHttpAddress(), configuration.GetSidecarToken());
            http.Timeout = patience ?? DefaultPatience;
            return new ServiceClient(http);
        });
}
