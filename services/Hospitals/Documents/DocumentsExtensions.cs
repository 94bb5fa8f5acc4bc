using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using MongoDB.Bson;
using MongoDB.Bson.Serialization.Conventions;
using MongoDB.Driver;
using Yilai.ServiceDefaults.Secrets;

namespace Yilai.Hospitals.Documents;

/// <summary>MongoDB: any plain server from 6 on; neither sessions nor transactions nor TTL indexes are needed.</summary>
internal static class DocumentsExtensions
{
    /// <summary>How long a call waits for a server that is away before it answers 503.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static void AddDocuments(this WebApplicationBuilder builder)
    {
        ConventionRegistry.Register(
            "yilai",
            new ConventionPack { new CamelCaseElementNameConvention(), new IgnoreIfNullConvention(true), new IgnoreExtraElementsConvention(true) },
            t => t.Namespace?.StartsWith("Yilai.Hospitals", StringComparison.Ordinal) == true);
        var url = MongoUrl.Create(builder.Configuration.GetSecret(SecretNames.MongoDb));
        var settings = MongoClientSettings.FromUrl(url);
        // What a hospital was told is accepted must survive a power cut.
        settings.WriteConcern = WriteConcern.W1.With(journal: true);
        settings.ServerSelectionTimeout = Patience;
        settings.ApplicationName = "hospitals";
        builder.Services.AddSingleton<IMongoClient>(_ => new MongoClient(settings));
        builder.Services.AddSingleton(s => s.GetRequiredService<IMongoClient>().GetDatabase(url.DatabaseName ?? "yilai"));
        builder.Services.AddSingleton<HospitalDocuments>();
        builder.Services.AddHostedService<IndexesAtStart>();
        builder.Services.AddHealthChecks().AddCheck<MongoHealth>("mongodb");
        // Handlers are asked in order, and the general one answers everything.
        builder.Services.Insert(0, ServiceDescriptor.Singleton<IExceptionHandler, DocumentsAway>());
    }

    private sealed class MongoHealth(IMongoDatabase database) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            await database.RunCommandAsync<BsonDocument>(new BsonDocument("ping", 1), cancellationToken: cancellationToken);
            return HealthCheckResult.Healthy();
        }
    }
}
