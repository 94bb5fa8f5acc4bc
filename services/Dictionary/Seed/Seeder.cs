using Dapper;
using Npgsql;

namespace Yilai.Dictionary.Seed;

/// <summary>
/// Puts the committed lists into the database: once, and again when a list's file has changed. What is there keeps its id,
/// and nothing is removed, since other services' records may name it.
/// </summary>
internal sealed partial class Seeder(NpgsqlDataSource database, TimeProvider clock, ILogger<Seeder> logger) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        // One of several instances does it; the others wait and then find it done.
        await connection.ExecuteAsync(new CommandDefinition("lock table seed in exclusive mode", cancellationToken: cancellationToken));
        var seeded = (await connection.QueryAsync<(string DictCode, string Hash)>(
            new CommandDefinition("select dict_code, hash from seed", cancellationToken: cancellationToken))).ToDictionary();
        foreach (var list in SeedList.ReadAll().Where(l => seeded.GetValueOrDefault(l.DictCode) != l.Hash))
        {
            await WriteAsync(connection, list, cancellationToken);
            Seeded(logger, list.DictCode, list.Items.Count);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task WriteAsync(NpgsqlConnection connection, SeedList list, CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync(new CommandDefinition(
            """
            insert into dict (id, parent_id, name, value, dict_code, sort, full_name, level)
            values (@Id, null, @Name, null, @DictCode, 0, @Name, 0)
            on conflict (dict_code, value) do nothing
            """,
            new { Id = Guid.CreateVersion7(clock.GetUtcNow()), list.Name, list.DictCode },
            cancellationToken: cancellationToken));
        foreach (var level in list.Items.GroupBy(i => i.Level).OrderBy(g => g.Key))
        {
            await WriteLevelAsync(connection, list.DictCode, [.. level], cancellationToken);
        }

        await connection.ExecuteAsync(new CommandDefinition(
            "insert into seed (dict_code, hash) values (@DictCode, @Hash) on conflict (dict_code) do update set hash = excluded.hash",
            new { list.DictCode, list.Hash },
            cancellationToken: cancellationToken));
    }

    private async Task WriteLevelAsync(NpgsqlConnection connection, string dictCode, SeedItem[] items, CancellationToken cancellationToken) =>
        await connection.ExecuteAsync(new CommandDefinition(
            """
            insert into dict (id, parent_id, name, value, dict_code, sort, full_name, level)
            select item.id, parent.id, item.name, item.value, @dictCode, item.sort, item.full_name, item.level
            from unnest(@ids, @parents, @names, @values, @sorts, @fullNames, @levels)
                as item (id, parent, name, value, sort, full_name, level)
            join dict parent on parent.dict_code = @dictCode and parent.value is not distinct from item.parent
            on conflict (dict_code, value) do update
                set parent_id = excluded.parent_id, name = excluded.name, sort = excluded.sort, full_name = excluded.full_name, level = excluded.level
            """,
            new
            {
                dictCode,
                ids = items.Select(_ => Guid.CreateVersion7(clock.GetUtcNow())).ToArray(),
                parents = items.Select(i => i.Parent).ToArray(),
                names = items.Select(i => i.Name).ToArray(),
                values = items.Select(i => i.Value).ToArray(),
                sorts = items.Select(i => i.Sort).ToArray(),
                fullNames = items.Select(i => i.FullName).ToArray(),
                levels = items.Select(i => i.Level).ToArray(),
            },
            cancellationToken: cancellationToken));

    [LoggerMessage(Level = LogLevel.Information, Message = "Dictionary {DictCode} seeded with {Count} items")]
    private static partial void Seeded(ILogger logger, string dictCode, int count);
}
