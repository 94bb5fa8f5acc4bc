using Dapper;
using Npgsql;
using Yilai.ServiceDefaults.Tests.Support;
using Yilai.TestSupport;

namespace Yilai.ServiceDefaults.Tests.Postgres;

public sealed class MigratorTests
{
    [Fact]
    public async Task Start_SeveralInstancesAtOnce_MigrateOnce()
    {
        var database = await TestPostgres.CreateDatabaseAsync();

        var services = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => TestService.StartAsync(database)));

        await using var connection = await services[0].Database.OpenConnectionAsync();
        Assert.Equal(
            ["0000_messaging.sql", "0001_note.sql"],
            await connection.QueryAsync<string>("select scriptname from notes.migrations order by 1"));
        foreach (var service in services)
        {
            await service.DisposeAsync();
        }
    }

    [Fact]
    public async Task Start_MigrationFails_TheServiceDoesNotStart()
    {
        var database = await TestPostgres.CreateDatabaseAsync();
        await using (var connection = new NpgsqlConnection(database))
        {
            await connection.ExecuteAsync("create schema notes; create table notes.note (id integer)");
        }

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => TestService.StartAsync(database));

        Assert.Contains("0001_note.sql", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_Connection_SeesItsOwnSchemaOnly()
    {
        await using var service = await TestService.StartAsync();
        await using var connection = await service.Database.OpenConnectionAsync();

        Assert.Equal("notes", await connection.ExecuteScalarAsync<string>("select current_schema()"));
    }
}
