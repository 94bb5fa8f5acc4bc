using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;
using Yilai.Sidecar.Tests.Support;
using Yilai.TestSupport;
using static Yilai.Sidecar.Tests.Support.ComponentYaml;

namespace Yilai.Sidecar.Tests;

/// <summary>A database that is late, goes, and comes back.</summary>
public sealed class PostgresOutageTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static async Task<(TcpRelay Relay, string Yaml)> RelayedAsync()
    {
        var database = new NpgsqlConnectionStringBuilder(await TestPostgres.CreateDatabaseAsync(Cancellation));
        var relay = new TcpRelay(database.Port);
        var url = $"postgres://{Uri.EscapeDataString(database.Username!)}:{Uri.EscapeDataString(database.Password ?? "")}@127.0.0.1:{relay.Port}/{database.Database}?sslmode=disable";
        return (relay, Component("statestore", "state.postgresql", "v2", ("connectionString", url), ("timeout", "3s")));
    }

    [Fact]
    public async Task State_WhileTheDatabaseIsAway_FailsAsDaprdDoes_AndWorksAgainAfterwards()
    {
        var (relay, yaml) = await RelayedAsync();
        await using var _ = relay;
        await using var sidecar = await TestSidecar.StartAsync(yaml, ("app", 0));
        using var dapr = sidecar.Dapr("app");
        using var http = sidecar.Http("app");
        await dapr.SaveStateAsync("statestore", "k", 1, cancellationToken: Cancellation);

        await relay.CutAsync();
        using (var response = await http.GetAsync("/v1.0/state/statestore/k", Cancellation))
        {
            Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
            Assert.Equal("ERR_STATE_GET", (await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("errorCode").GetString());
        }
        relay.Restore();

        await WaitFor.ConditionAsync(async () =>
        {
            using var response = await http.GetAsync("/v1.0/state/statestore/k", Cancellation);
            return response.StatusCode == HttpStatusCode.OK;
        });
    }

    [Fact]
    public async Task Start_WaitsForADatabaseThatComesLate()
    {
        var (relay, yaml) = await RelayedAsync();
        await using var _ = relay;
        await relay.CutAsync();

        var starting = TestSidecar.StartAsync(yaml, ("app", 0));
        Assert.False(starting.IsCompleted);
        relay.Restore();

        await using var sidecar = await starting;
    }

    [Fact]
    public async Task Start_WithADatabaseThatNeverComes_SaysWhatToDo()
    {
        var (relay, yaml) = await RelayedAsync();
        await relay.DisposeAsync();

        var error = await Assert.ThrowsAsync<SidecarStartException>(() => TestSidecar.StartAsync(yaml.Replace("version: v2", "version: v2\n  initTimeout: 1s", StringComparison.Ordinal), ("app", 0)));

        Assert.StartsWith("state.postgresql/v2 (component 'statestore' in ", error.Message, StringComparison.Ordinal);
        Assert.Contains("PostgreSQL is not reachable", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public async Task Tables_AreThoseOfDapr()
    {
        var database = await TestPostgres.CreateDatabaseAsync(Cancellation);
        await using var sidecar = await TestSidecar.StartAsync(Component("statestore", "state.postgresql", "v2", ("connectionString", database)), ("app", 0));
        using var dapr = sidecar.Dapr("app");
        await dapr.SaveStateAsync("statestore", "k", "v", cancellationToken: Cancellation);

        await using var source = NpgsqlDataSource.Create(database);
        await using var row = source.CreateCommand("SELECT convert_from(value, 'UTF8') FROM state WHERE key = 'app||k' AND etag IS NOT NULL AND created_at <= now() AND expires_at IS NULL AND row_id = 1");
        await using var level = source.CreateCommand("SELECT value FROM dapr_metadata WHERE key = 'migrations-state-v2-'");
        Assert.Equal("\"v\"", await row.ExecuteScalarAsync(Cancellation));
        Assert.Equal("2", await level.ExecuteScalarAsync(Cancellation));
    }
}
