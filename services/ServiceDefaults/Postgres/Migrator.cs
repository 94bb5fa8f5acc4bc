using System.Globalization;
using System.Reflection;
using Dapper;
using DbUp;
using DbUp.Engine;
using DbUp.Engine.Output;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Yilai.ServiceDefaults.Postgres;

/// <summary>
/// Brings a schema up to date by DbUp before the service listens. An advisory lock lets one of several instances do it.
/// </summary>
internal sealed partial class Migrator(string connectionString, string schema, Assembly assembly, ILogger<Migrator> logger) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        // Not pooled: the lock goes with the session, and a pooled one would keep it for as long as it lies idle.
        await using var lockHolder = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await lockHolder.OpenAsync(cancellationToken);
        await lockHolder.ExecuteAsync(new CommandDefinition(
            "select pg_advisory_lock(hashtext('migrate ' || @schema))", new { schema }, commandTimeout: 0, cancellationToken: cancellationToken));
        await lockHolder.ExecuteAsync(new CommandDefinition($"create schema if not exists {schema}", cancellationToken: cancellationToken));
        // DbUp knows no async.
        var result = await Task.Run(Upgrade, cancellationToken);
        if (!result.Successful)
        {
            throw new InvalidOperationException($"Migration {result.ErrorScript?.Name} of schema {schema} failed.", result.Error);
        }

        Migrated(logger, schema, result.Scripts.Count());
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private DatabaseUpgradeResult Upgrade() =>
        DeployChanges.To
            .PostgresqlDatabase(connectionString)
            .WithScripts(ScriptsOf(typeof(Migrator).Assembly).Concat(ScriptsOf(assembly)))
            .JournalToPostgresqlTable(schema, "migrations")
            .WithTransactionPerScript()
            .WithVariablesDisabled()
            .LogTo(new UpgradeLog(logger))
            .Build()
            .PerformUpgrade();

    /// <summary>Scripts named <c>0001_what.sql</c>; the shared ones are 0000.</summary>
    private static IEnumerable<SqlScript> ScriptsOf(Assembly assembly) =>
        assembly.GetManifestResourceNames()
            .Where(n => n.EndsWith(".sql", StringComparison.Ordinal) && n.Contains(".Migrations.", StringComparison.Ordinal))
            .Select(n => SqlScript.FromStream(n[(n.IndexOf(".Migrations.", StringComparison.Ordinal) + ".Migrations.".Length)..], assembly.GetManifestResourceStream(n)!))
            .OrderBy(s => s.Name, StringComparer.Ordinal);

    [LoggerMessage(Level = LogLevel.Information, Message = "Schema {Schema} is up to date, {Count} migrations applied")]
    private static partial void Migrated(ILogger logger, string schema, int count);

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Text}")]
    private static partial void Detail(ILogger logger, string text);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Text}")]
    private static partial void Failure(ILogger logger, string text, Exception? exception);

    private sealed class UpgradeLog(ILogger logger) : IUpgradeLog
    {
        public void LogTrace(string format, params object[] args) => Detail(logger, string.Format(CultureInfo.InvariantCulture, format, args));

        public void LogDebug(string format, params object[] args) => Detail(logger, string.Format(CultureInfo.InvariantCulture, format, args));

        public void LogInformation(string format, params object[] args) => Detail(logger, string.Format(CultureInfo.InvariantCulture, format, args));

        public void LogWarning(string format, params object[] args) => Detail(logger, string.Format(CultureInfo.InvariantCulture, format, args));

        public void LogError(string format, params object[] args) => Failure(logger, string.Format(CultureInfo.InvariantCulture, format, args), null);

        public void LogError(Exception ex, string format, params object[] args) => Failure(logger, string.Format(CultureInfo.InvariantCulture, format, args), ex);
    }
}
