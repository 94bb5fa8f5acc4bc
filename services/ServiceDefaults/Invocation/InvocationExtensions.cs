using Dapr.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Yilai.ServiceDefaults.Invocation;

/// <summary>Registers clients for other services.</summary>
public static class InvocationExtensions
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    /// <summary>Adds a <see cref="ServiceClient"/> for <paramref name="appId"/>, injected with <c>[FromKeyedServices(appId)]</c>.</summary>
    public static IServiceCollection AddServiceClient(this IServiceCollection services, string appId) =>
        services.AddKeyedSingleton(appId, (s, _) =>
        {
            var configuration = s.GetRequiredService<IConfiguration>();
            var http = DaprClient.CreateInvokeHttpClient(appId, configuration.GetSidecarHttpAddress(), configuration.GetSidecarToken());
            http.Timeout = Timeout;
            return new ServiceClient(http);
        });
}
