using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Yilai.Hosting;

/// <summary>Services of the AppHost itself.</summary>
internal static class HostedServices
{
    /// <summary>Adds one that starts before all others: Aspire's own only returns from its start when every part has started.</summary>
    public static void AddFirst<T>(this IServiceCollection services, params object[] parameters) where T : IHostedService =>
        services.Insert(0, ServiceDescriptor.Singleton<IHostedService>(provider => ActivatorUtilities.CreateInstance<T>(provider, parameters)));
}
