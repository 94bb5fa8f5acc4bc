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
