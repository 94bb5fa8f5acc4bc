using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Yilai.Hosting;

/// <summary>What somebody who watches the console should know while parts are got ready, start, end and start again.</summary>
internal static partial class Announcements
{
    /// <summary>Says a line about a part, on the console and in the part's own log.</summary>
    public static void Announce(this IServiceProvider services, IResource part, string line)
    {
        Console.WriteLine($"{part.Name}: {line}");
        Note(services.GetRequiredService<ResourceLoggerService>().GetLogger(part), line);
    }

    /// <summary>Does something each time before a part starts, such as installing it. If what it needs cannot be had, the application says so and ends.</summary>
    public static IResourceBuilder<T> WithPreparation<T>(this IResourceBuilder<T> part, Func<T, Action<string>, CancellationToken, Task> prepare)
        where T : IResource => part.OnBeforeResourceStarted(async (resource, started, cancellationToken) =>
    {
        try
        {
            await prepare(resource, line => started.Services.Announce(resource, line), cancellationToken);
        }
        catch (MissingPartException missing)
        {
            Console.Error.WriteLine($"{resource.Name}: {missing.Message}");
            Environment.ExitCode = 1;
            started.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
            throw;
        }
    });

    [LoggerMessage(LogLevel.Information, "{Line}")]
    private static partial void Note(ILogger logger, string line);
}
