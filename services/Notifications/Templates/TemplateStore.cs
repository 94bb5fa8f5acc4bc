using Dapper;
using Npgsql;

namespace Yilai.Notifications.Templates;

internal sealed class TemplateStore(NpgsqlDataSource database)
{
    public async Task<Template?> FindAsync(string code, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<Template>(new CommandDefinition(
            "select code, title, text, is_secret from template where code = @code", new { code }, cancellationToken: cancellationToken));
    }
}
