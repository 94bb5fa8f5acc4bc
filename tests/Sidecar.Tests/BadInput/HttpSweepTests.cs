using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Yilai.Sidecar.Http;

namespace Yilai.Sidecar.Tests.BadInput;

/// <summary>
/// Every route of the HTTP API with everything that nobody should send. The routes are the running sidecar's own, so one
/// that is added is swept as well.
/// </summary>
public sealed class HttpSweepTests : IAsyncLifetime
{
    /// <summary>What daprd, too, answers with 500 when the request is at fault.</summary>
    private static readonly HashSet<string> Of500 = new(StringComparer.Ordinal)
    {
        "ERR_STATE_GET", "ERR_STATE_BULK_GET", "ERR_STATE_SAVE", "ERR_STATE_DELETE", "ERR_STATE_TRANSACTION", "ERR_STATE_STORE_NOT_SUPPORTED",
        "ERR_PUBSUB_PUBLISH_MESSAGE", "ERR_PUBSUB_CLOUD_EVENTS_SER", "ERR_INVOKE_OUTPUT_BINDING", "ERR_SECRET_GET", "ERR_DIRECT_INVOKE", "ERR_HEALTH_APPID_NOT_MATCH",
        "ERR_ACTOR_INVOKE_METHOD", "ERR_ACTOR_STATE_GET", "ERR_ACTOR_STATE_TRANSACTION_SAVE", "ERR_ACTOR_REMINDER_CREATE", "ERR_ACTOR_REMINDER_GET", "ERR_ACTOR_TIMER_CREATE",
        "ERR_START_WORKFLOW", "ERR_RAISE_EVENT_WORKFLOW", "ERR_PAUSE_WORKFLOW", "ERR_RESUME_WORKFLOW", "ERR_PURGE_WORKFLOW",
        "ERR_CONFIGURATION_STORE_NOT_CONFIGURED", "ERR_LOCK_STORE_NOT_CONFIGURED", "ERR_CRYPTO_PROVIDERS_NOT_CONFIGURED", "DAPR_SCHEDULER_SCHEDULE_JOB",
    };

    /// <summary>What stands for the parameters of paths where a request is otherwise as it should be.</summary>
    private static readonly Dictionary<string, string[]> Plausible = new(StringComparer.Ordinal)
    {
        ["{store}"] = ["statestore", "memory", "redis", "secrets"],
        ["{pubsub}"] = ["pubsub", "redispubsub"],
        ["{name}"] = ["files"],
        ["{type}"] = [SweptSidecar.ActorType],
        ["{app}"] = ["app"],
    };

    private readonly ConcurrentQueue<string> wrong = [];
    private SweptSidecar swept = null!;
    private int sent;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => swept = await SweptSidecar.StartAsync();

    public ValueTask DisposeAsync() => swept.DisposeAsync();

    [Fact]
    public async Task EveryRoute_WithWhatNobodyShouldSend_AnswersInDaprsTerms()
    {
        ApiRoute[] routes = [.. swept.Routes, new(ApiRoute.Any, "invoke/{app}/method/{**method}", _ => Task.CompletedTask)];
        foreach (var actor in (string[])["x", "files"]) // Some routes want an actor that is active.
            await SendAsync("POST", $"/v1.0/actors/{SweptSidecar.ActorType}/{actor}/method/x", []);

        await Task.WhenAll(routes.Select(SweepAsync));

        Assert.True(await swept.IsWellAsync());
        Assert.True(wrong.IsEmpty && !swept.Errors.Any(), $"{wrong.Count} of {sent}\n{string.Join('\n', wrong.Concat(swept.Errors).Take(100))}");
    }

    private async Task SweepAsync(ApiRoute route)
    {
        await Task.Yield();
        var verb = route.Verbs.Contains("POST") ? "POST" : route.Verbs[0];
        var version = route.Version ?? "v1.0";
        foreach (var path in Paths(route).Select(p => $"/{version}/{p}"))
        {
            foreach (var other in Odd.Verbs)
                await SendAsync(other, path, []);
            await Task.WhenAll(Odd.Queries.SelectMany(_ => (string[])["{}", "[]"], (query, body) => SendAsync(verb, path + query, Encoding.UTF8.GetBytes(body))));
            if (verb != "GET")
                await SweepBodiesAsync(verb, path);
        }
        var parts = Paths(route).First().Split('/');
        await Task.WhenAll(Enumerable.Range(0, parts.Length).SelectMany(p => Odd.Segments, async (part, segment) =>
            await SendAsync(verb, $"/{version}/{string.Join('/', parts.Index().Select(i => i.Index == part ? segment : i.Item))}", "{}"u8.ToArray())));
        await SendAsync(verb, $"/{version}/{parts[0]}", []);
        await SendAsync(verb, $"/{version}/{string.Join('/', parts)}/more", []);
    }

    private async Task SweepBodiesAsync(string verb, string path)
    {
        await Task.WhenAll(Odd.ContentTypes.SelectMany(_ => (string[])["", "{}", "no json"], (type, body) => SendAsync(verb, path, Encoding.UTF8.GetBytes(body), type)));
        var readsJson = await SendAsync(verb, path, "no json"u8.ToArray()) is >= 400 and < 500;
        foreach (var body in Odd.Refused)
            if (await SendAsync(verb, path, body) is var status && readsJson && status is < 400 or >= 500)
                wrong.Enqueue($"{verb} {path} takes {Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(40, body.Length)))}: {status}");
        foreach (var template in Odd.WellFormed)
        {
            var isEvent = template.Contains("specversion", StringComparison.Ordinal);
            if (isEvent == readsJson || await SendAsync(verb, path, Encoding.UTF8.GetBytes(template)) >= 300)
                continue;
            await Parallel.ForEachAsync(Odd.Mutations(template), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (body, _) => await SendAsync(verb, path, body, isEvent ? "application/cloudevents+json" : "application/json"));
        }
        if (await SendAsync(verb, path, new byte[5 * 1024 * 1024]) is >= 200 and < 300 && readsJson)
            wrong.Enqueue($"{verb} {path} takes too much");
    }

    private static IEnumerable<string> Paths(ApiRoute route) => route.Path.Split('/').Aggregate(
        (IEnumerable<string>)[""],
        (paths, part) => paths.SelectMany(_ => part[0] == '{' ? Plausible.GetValueOrDefault(part.Replace("**", "", StringComparison.Ordinal), ["x"]) : [part], (path, value) => $"{path}/{value}"),
        paths => paths.Select(p => p[1..]));

    /// <summary>Sends a request, and notes it if its answer is not in Dapr's terms.</summary>
    private async Task<int> SendAsync(string verb, string path, byte[] body, string contentType = "application/json")
    {
        Interlocked.Increment(ref sent);
        using var request = new HttpRequestMessage(new HttpMethod(verb), new Uri(swept.Http.BaseAddress + path[1..], new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        if (verb is not ("GET" or "HEAD"))
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
            request.Headers.ConnectionClose = body.Length > 1_000_000; // Where the body is not read, the connection ends with the answer.
        }
        var what = $"{verb} {path[..Math.Min(path.Length, 90)]} {contentType} {Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, 200)))}";
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        try
        {
            using var response = await swept.Http.SendAsync(request, limit.Token);
            var answer = await response.Content.ReadAsStringAsync(Cancellation);
            var status = (int)response.StatusCode;
            if (status >= 400 && verb != "HEAD" && !IsDaprs(status, answer) && !IsTheServers(status, path))
                wrong.Enqueue($"{what}: {status} {answer[..Math.Min(answer.Length, 300)]}");
            return status;
        }
        catch (OperationCanceledException) when (!Cancellation.IsCancellationRequested)
        {
            wrong.Enqueue($"{what}: no answer");
            return 0;
        }
        catch (HttpRequestException error)
        {
            if (body.Length < 1_000_000) // It may be refused before all of it was sent.
                wrong.Enqueue($"{what}: {error.InnerException?.Message ?? error.Message}");
            return 0;
        }
    }

    /// <summary>What no server for HTTP passes on: too long an address, and (this server's own) one with a zero byte.</summary>
    private static bool IsTheServers(int status, string path) => status == StatusCodes.Status414UriTooLong || status == StatusCodes.Status400BadRequest && path.Contains("%00", StringComparison.Ordinal);

    private static bool IsDaprs(int status, string answer)
    {
        try
        {
            var error = JsonSerializer.Deserialize<JsonElement>(answer);
            var (code, message) = (error.GetProperty("errorCode").GetString()!, error.TryGetProperty("message", out var text) ? text.GetString()! : error.GetProperty("failedEntries").GetRawText());
            return code.Contains('_', StringComparison.Ordinal) && message.Length > 0 && !SweptSidecar.IsOfAnAccident(message) && (status < 500 || Of500.Contains(code));
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return false;
        }
    }
}
