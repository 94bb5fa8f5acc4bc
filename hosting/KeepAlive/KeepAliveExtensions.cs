using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Yilai.Hosting.KeepAlive;

/// <summary>Aspire starts parts and watches them, but leaves one that died dead.</summary>
public static class KeepAliveExtensions
{
    /// <summary>Starts parts that die again, on the same ports; ends the application when what runs them has died.</summary>
    public static IDistributedApplicationBuilder AddKeepAlive(this IDistributedApplicationBuilder builder)
    {
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddFirst<KeepAliveService>();
        builder.Services.AddFirst<OrchestratorWatch>();
        return builder;
    }
}
