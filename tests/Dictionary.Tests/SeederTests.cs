using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Yilai.Dictionary.Items;
using Yilai.TestSupport;

namespace Yilai.Dictionary.Tests;

public sealed class SeederTests(DictionaryFixture dictionary) : IClassFixture<DictionaryFixture>
{
    [Fact]
    public async Task Start_Again_KeepsIdsAndAddsNothing()
    {
        await using var connection = await dictionary.OpenDatabaseAsync();
        var before = await connection.QuerySingleAsync<(long Count, Guid Id, long Revision)>(
            "select (select count(*) from dict), (select id from dict where value = '440305'), (select number from revision)");

        await using (await DictionaryFixture.StartAsync(dictionary.ConnectionString))
        {
        }

        var after = await connection.QuerySingleAsync<(long Count, Guid Id, long Revision)>(
            "select (select count(*) from dict), (select id from dict where value = '440305'), (select number from revision)");
        Assert.Equal(before, after);
    }

    [Fact]
    public async Task Start_TwoInstancesAtOnce_SeedOnce()
    {
        var database = await TestPostgres.CreateDatabaseAsync();

        var apps = await Task.WhenAll(DictionaryFixture.StartAsync(database), DictionaryFixture.StartAsync(database));

        Assert.All(apps, a => Assert.Equal(34, a.Services.GetRequiredService<DictionaryStore>().Current.FindChildren("region", null)?.Count));
        foreach (var app in apps)
        {
            await app.DisposeAsync();
        }
    }

    [Fact]
    public async Task Refresh_AfterAChange_ShowsItWithANewETag()
    {
        var database = await TestPostgres.CreateDatabaseAsync();
        await using var app = await DictionaryFixture.StartAsync(database);
        var store = app.Services.GetRequiredService<DictionaryStore>();
        var before = store.Current.ETag;
        await using var source = app.Services.GetRequiredService<Npgsql.NpgsqlDataSource>().CreateConnection();
        await source.ExecuteAsync("update dict set name = '三甲' where dict_code = 'hospital-level' and value = '3A'");

        await store.RefreshAsync(TestContext.Current.CancellationToken);

        Assert.Equal("三甲", store.Current.FindByValue("hospital-level", "3A")?.Name);
        Assert.NotEqual(before, store.Current.ETag);
    }
}
