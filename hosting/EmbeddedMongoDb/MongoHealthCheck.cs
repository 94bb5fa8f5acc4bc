using Microsoft.Extensions.Diagnostics.HealthChecks;
using MongoDB.Driver;

namespace Yilai.Hosting.EmbeddedMongoDb;

/// <summary>Healthy when it answers a ping.</summary>
internal sealed class MongoHealthCheck(EmbeddedMongoDbResource mongodb) : IHealthCheck, IDisposable
{
    private MongoClient? _client;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            _client ??= await ConnectAsync(cancellationToken);
            await MongoEngine.PingAsync(_client, cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception notYet) when (notYet is MongoException or TimeoutException)
        {
            return HealthCheckResult.Unhealthy(notYet.Message);
        }
    }

    public void Dispose() => _client?.Dispose();

    private async Task<MongoClient> ConnectAsync(CancellationToken cancellationToken)
    {
        var settings = MongoClientSettings.FromConnectionString(await mongodb.ConnectionStringExpression.GetValueAsync(cancellationToken));
        settings.ServerSelectionTimeout = TimeSpan.FromSeconds(2);
        settings.HeartbeatInterval = TimeSpan.FromSeconds(1);
        return new MongoClient(settings);
    }
}
