using Dapr.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Yilai.ServiceDefaults.Invocation;

/// <summary>Registers clients for other services.</summary>
public static class InvocationExtensions
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    /// <summary>Adds a <see cref="ServiceClient"/> for <paramref name="appId"/>, injected with <c>[FromKeyedServices(appId)]</c>.</summary>
    public static IServiceCollection AddServiceClient(this IServiceCollection services, string appId) =>
        services.AddKeyedSingleton(appId, (_, _) =>
        {
            var http = DaprClient.CreateInvokeHttpClient(appId);
            http.Timeout = Timeout;
            return new ServiceClient(http);
        });
}
