using MongoDB.Bson;
using MongoDB.Driver;
using Npgsql;
using Yilai.TestSupport;

namespace Yilai.Hosting.Tests;

public sealed class TestDatabasesTests
{
    [Fact]
    public async Task CreateDatabaseAsync_Postgres_GivesAFreshUtf8Database()
    {
        var token = TestContext.Current.CancellationToken;
        await using var first = NpgsqlDataSource.Create(await TestPostgres.CreateDatabaseAsync(token));
        await using var second = NpgsqlDataSource.Create(await TestPostgres.CreateDatabaseAsync(token));
        await using (var create = first.CreateCommand("create table t (name text); insert into t values ('医来')"))
        {
            await create.ExecuteNonQueryAsync(token);
        }
        await using var count = second.CreateCommand("select count(*) from pg_tables where tablename = 't'");
        await using var encoding = first.CreateCommand("select pg_encoding_to_char(encoding) || ' ' || datcollate from pg_database where datname = current_database()");

        Assert.Equal(0L, await count.ExecuteScalarAsync(token));
        Assert.Equal("UTF8 C.UTF-8", await encoding.ExecuteScalarAsync(token));
    }

    [Fact]
    public async Task CreateDatabaseAsync_Mongo_GivesAFreshDatabase()
    {
        var token = TestContext.Current.CancellationToken;
        var first = await DatabaseAsync(token);
        var second = await DatabaseAsync(token);
        await first.GetCollection<BsonDocument>("things").InsertOneAsync(new BsonDocument("name", "医来"), cancellationToken: token);

        Assert.Equal(1, await first.GetCollection<BsonDocument>("things").CountDocumentsAsync(new BsonDocument("name", "医来"), cancellationToken: token));
        Assert.Equal(0, await second.GetCollection<BsonDocument>("things").CountDocumentsAsync(new BsonDocument(), cancellationToken: token));
    }

    private static async Task<IMongoDatabase> DatabaseAsync(CancellationToken token)
    {
        var url = new MongoUrl(await TestMongo.CreateDatabaseAsync(token));
        return new MongoClient(url).GetDatabase(url.DatabaseName);
    }
}
