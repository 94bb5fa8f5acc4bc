using System.Collections.Frozen;
using System.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Yilai.Sidecar.Apps;
using Yilai.Sidecar.Hosting;
using Yilai.Sidecar.Invocation;

namespace Yilai.Sidecar.Http;

/// <summary>
/// Finds who answers a request to an app's HTTP port. As with daprd, what is no route of the API (or has another verb)
/// is an invocation: the target is in the path or in the header dapr-app-id.
/// </summary>
internal sealed class ApiRouter(IEnumerable<IHttpApi> apis, HttpInvocation invocation, ApiToken token, ILogger<ApiRouter> log)
{
    private static readonly FrozenSet<string> Versions = FrozenSet.ToFrozenSet(["v1.0", "v1.0-alpha1", "v1.0-alpha2", "v1.0-beta1"]);

    private readonly FrozenDictionary<string, ApiRoute[]> byName = apis.SelectMany(a => a.Routes)
        .GroupBy(r => r.Name, StringComparer.Ordinal)
        .ToFrozenDictionary(g => g.Key, g => g.ToArray(), StringComparer.Ordinal);

    public async Task HandleAsync(HttpContext context, AppRuntime app)
    {
        var path = Path(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);
        var since = app.Metrics?.Now ?? 0;
        try
        {
            if (!token.Allows(context, path))
            {
                await ApiToken.RefuseAsync(context);
                return;
            }
            Trace(context, path);
            await (Find(context, app, path) ?? invocation.HandleAsync(context, app, path));
        }
        catch (ApiError error) when (!context.Response.HasStarted)
        {
            await ErrorResponse.WriteAsync(context, error);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller has gone; nobody is there to answer.
        }
        catch (BadHttpRequestException)
        {
            throw; // Kestrel answers these with their own status.
        }
        catch (Exception error) when (!context.Response.HasStarted)
        {
            log.Unexpected(error, context.Request.Method);
            await ErrorResponse.WriteAsync(context, new ApiError(StatusCodes.Status500InternalServerError, global::Grpc.Core.StatusCode.Internal, "ERROR", error.Message));
        }
        finally
        {
            app.Metrics?.Http.Served(context, path, since);
        }
    }

    private Task? Find(HttpContext context, AppRuntime app, string path)
    {
        if (HttpInvocation.IsInvokePath(path))
            return null; // The busiest road takes no detour.
        var segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return segments.Length >= 2 && Versions.Contains(segments[0]) && byName.TryGetValue(segments[1], out var routes)
            && Array.Find(routes, r => r.Fits(context.Request.Method, segments)) is { } route
            ? route.Handle(new ApiCall(context, app, segments[2..]))
            : null;
    }

    /// <summary>The path as it was sent. Proxies' form has an address before it; the asterisk of OPTIONS is no path.</summary>
    private static string Path(string rawTarget)
    {
        var target = rawTarget.AsSpan();
        if (!target.StartsWith("/"))
        {
            var scheme = target.IndexOf("://");
            var rest = scheme < 0 ? default : target[(scheme + 3)..];
            target = rest.IndexOf('/') is >= 0 and var slash ? rest[slash..] : "/";
        }
        var query = target.IndexOf('?');
        return (query < 0 ? target : target[..query]).ToString();
    }

    /// <summary>daprd tells the caller which trace its request belongs to.</summary>
    private static void Trace(HttpContext context, string path)
    {
        if (Activity.Current is { Id: { } id } && !path.Contains("/healthz", StringComparison.Ordinal))
            context.Response.Headers.TraceParent = id;
    }
}

internal static partial class HttpLog
{
    [LoggerMessage(Level = LogLevel.Error, Message = "A {Method} request failed unexpectedly")]
    public static partial void Unexpected(this ILogger log, Exception error, string method);
}
