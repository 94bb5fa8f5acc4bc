namespace Yilai.Hosting.Logs;

/// <summary>A log file for each part.</summary>
public static class LogFilesExtensions
{
    /// <summary>Writes what each part says to <c>part.log</c> in this folder.</summary>
    public static IDistributedApplicationBuilder AddLogFiles(this IDistributedApplicationBuilder builder, string folder)
    {
        builder.Services.AddFirst<LogFilesService>(folder);
        return builder;
    }
}
