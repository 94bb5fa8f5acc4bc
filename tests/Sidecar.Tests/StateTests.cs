using System.Net;
using Yilai.TestSupport;
using static Yilai.Sidecar.Tests.Support.ComponentYaml;

namespace Yilai.Sidecar.Tests;

public sealed class InMemoryStateTests : StateContract
{
    protected override Task<string> ComponentAsync() => Task.FromResult(Component("statestore", "state.in-memory", "v1", ("keyPrefix", "appid")));

    protected override HttpStatusCode FirstWriteConflict => HttpStatusCode.Conflict;
}

public sealed class PostgresStateTests : StateContract
{
    protected override async Task<string> ComponentAsync() =>
        Component("statestore", "state.postgresql", "v2", ("connectionString", await TestPostgres.CreateDatabaseAsync(Cancellation)));

    // PostgreSQL's component says "no item was updated", which daprd does not know for an ETag's failure.
    protected override HttpStatusCode FirstWriteConflict => HttpStatusCode.InternalServerError;
}

public sealed class RedisStateTests : StateContract
{
    protected override HttpStatusCode ForeignETag => HttpStatusCode.BadRequest;

    protected override bool KeepsTimeToLive => true;

    // daprd's own answer to a first write that came second: an error, but not one of the ETag kind.
    protected override HttpStatusCode FirstWriteConflict => HttpStatusCode.InternalServerError;

    protected override async Task<string> ComponentAsync()
    {
        var redis = await TestRedis.SharedAsync(Cancellation);
        // A database each keeps the tests apart on the one server.
        return Component("statestore", "state.redis", "v1", ("redisHost", $"127.0.0.1:{redis.Port}"), ("redisPassword", redis.Password), ("redisDB", $"{Interlocked.Increment(ref s_last) % 512}"));
    }

    private static int s_last;
}
