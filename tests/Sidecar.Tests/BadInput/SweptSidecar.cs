using System.Net;
using System.Text.RegularExpressions;
using Google.Protobuf.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Yilai.Sidecar.Http;
using Yilai.Sidecar.Rpc;
using Yilai.Sidecar.Tests.Support;
using Yilai.Sidecar.Tests.Workflows;
using Yilai.TestSupport;
using static Yilai.Sidecar.Tests.Support.ComponentYaml;

namespace Yilai.Sidecar.Tests.BadInput;

/// <summary>A sidecar with components of every kind and an app with actors. It says what its API consists of, and what went wrong in it.</summary>
internal sealed partial class SweptSidecar : IAsyncDisposable
{
    /// <summary>An actor type that the app hosts.</summary>
    public const string ActorType = "Clerk";

    private readonly LogCollector log = new();
    private readonly TestApp app;
    private readonly TestSidecar sidecar;

    private readonly Worker? worker;

    private SweptSidecar(TestApp app, TestSidecar sidecar, Worker? worker)
    {
        (this.app, this.sidecar, this.worker) = (app, sidecar, worker);
        sidecar.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);
        Http = sidecar.Http("app");
        Grpc = new HttpClient(new SocketsHttpHandler { EnableMultipleHttp2Connections = true })
        {
            BaseAddress = new Uri($"http://127.0.0.1:{sidecar.Ports("app").GrpcPort}"),
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
    }

    public HttpClient Http { get; }

    public HttpClient Grpc { get; }

    /// <summary>All routes of the HTTP API, save the one that would end the sweep.</summary>
    public IReadOnlyList<ApiRoute> Routes => [.. sidecar.Services.GetServices<IHttpApi>().SelectMany(a => a.Routes).Where(r => r.Name != "shutdown")];

    /// <summary>All methods of the gRPC API, those too that no building block has, save the one that would end the sweep.</summary>
    public IReadOnlyList<MethodDescriptor> Methods =>
        [.. sidecar.Services.GetServices<IGrpcApi>().Select(a => a.Service).Distinct().SelectMany(s => s.Methods).Where(m => m.Name != "Shutdown")];

    /// <summary>What was logged as an error, or with an exception that nobody expected.</summary>
    public IEnumerable<string> Errors => log.Lines.Where(l => l.StartsWith("Error ", StringComparison.Ordinal) || l.StartsWith("Critical ", StringComparison.Ordinal));

    public static async Task<SweptSidecar> StartAsync(bool withWorker = true)
    {
        var redis = await TestRedis.SharedAsync(TestContext.Current.CancellationToken);
        (string, string)[] redisServer = [("redisHost", $"127.0.0.1:{redis.Port}"), ("redisPassword", redis.Password)];
        var yaml = Documents(
            Component("statestore", "state.postgresql", "v2", ("connectionString", await TestPostgres.CreateDatabaseAsync()), ("actorStateStore", "true")),
            Component("memory", "state.in-memory"),
            Component("redis", "state.redis", "v1", redisServer),
            Component("pubsub", "pubsub.in-memory", "v1", ("journalPath", "journal")),
            Component("redispubsub", "pubsub.redis", "v1", redisServer),
            Component("files", "bindings.localstorage", "v1", ("rootPath", "files")),
            Component("secrets", "secretstores.local.env"));
        var app = await TestApp.StartAsync(a =>
        {
            a.MapGet("/dapr/config", () => new { entities = new[] { ActorType } });
            a.MapGet("/dapr/subscribe", () => Array.Empty<object>());
            a.MapFallback("{**any}", () => Results.Ok());
        });
        var sidecar = await TestSidecar.StartAsync(yaml, ("app", app.Port));
        // It knows no workflow: whatever is started fails at once.
        var swept = new SweptSidecar(app, sidecar, withWorker ? await Worker.StartAsync(sidecar.Ports("app").GrpcPort, _ => { }) : null);
        await WaitFor.ConditionAsync(swept.IsWellAsync);
        return swept;
    }

    public async Task<bool> IsWellAsync()
    {
        using var health = await Http.GetAsync("/v1.0/healthz", TestContext.Current.CancellationToken);
        return health.IsSuccessStatusCode;
    }

    /// <summary>Whether a message is .NET's own, of a mistake that nobody caught where it was made.</summary>
    public static bool IsOfAnAccident(string message) => Accident().IsMatch(message);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        Grpc.Dispose();
        if (worker is not null)
            await worker.DisposeAsync();
        await sidecar.DisposeAsync();
        await app.DisposeAsync();
        log.Dispose();
    }

    [GeneratedRegex("Exception|Object reference|Nullable object|cannot be null|Specified argument|non-negative|Index was|Input string|parameter '|un-representable|overflow|Sequence contains|given key|incomplete UTF|Operation is not valid|Unable to cast|disposed", RegexOptions.IgnoreCase)]
    private static partial Regex Accident();
}
