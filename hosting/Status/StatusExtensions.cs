using Yilai.Hosting.Data;

namespace Yilai.Hosting.Status;

/// <summary>The table on the console.</summary>
public static class StatusExtensions
{
    /// <summary>Prints addresses and states once everything is up, or cannot come up.</summary>
    public static IDistributedApplicationBuilder AddStatusTable(this IDistributedApplicationBuilder builder, DataFolder data, string dashboard)
    {
        ArgumentNullException.ThrowIfNull(data);
        var started = TimeProvider.System.GetTimestamp();
        builder.Services.AddFirst<StatusTableService>(new StatusTableSettings(data.Path, dashboard, started, Console.Out));
        return builder;
    }
}
