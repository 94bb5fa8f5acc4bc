using Dapper;
using Npgsql;

namespace Yilai.Dictionary.Items;

/// <summary>The dictionary in memory: it is small, read all the time, and changes a few times a year.</summary>
internal sealed class DictionaryStore(NpgsqlDataSource database)
{
    private DictionarySnapshot? current;

    /// <summary>The dictionary as last read; it is read before the service listens.</summary>
    public DictionarySnapshot Current => current ?? throw new InvalidOperationException("The dictionary has not been read yet.");

    /// <summary>Reads it unless it is as it was.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        // The count first: a change in between is then read twice rather than missed.
        var revision = await connection.ExecuteScalarAsync<long>(new CommandDefinition("select number from revision", cancellationToken: cancellationToken));
        if (current?.Revision == revision)
        {
            return;
        }

        var rows = await connection.QueryAsync<DictRow>(new CommandDefinition(
            "select id, parent_id, name, value, dict_code, sort, full_name, level from dict", cancellationToken: cancellationToken));
        current = new DictionarySnapshot(revision, rows.AsList());
    }
}
