using Yilai.Hosting.Brokers;

namespace Yilai.Hosting.Secrets;

/// <summary>Gives the sidecar its secrets.</summary>
public static class SecretsExtensions
{
    /// <summary>Writes the platform's secrets to this folder before the part starts: connection strings as they are now, keys as they were.</summary>
    public static IResourceBuilder<T> WithSecretFiles<T>(
        this IResourceBuilder<T> part,
        string folder,
        IResourceBuilder<IResourceWithConnectionString> postgres,
        IResourceBuilder<IResourceWithConnectionString> mongodb,
        IReadOnlyList<IResourceBuilder<IResourceWithConnectionString>> brokers)
        where T : IResourceWithWaitSupport
    {
        ArgumentNullException.ThrowIfNull(brokers);
        foreach (var broker in brokers)
        {
            part = part.WaitFor(broker);
        }
        return part
            .WithPreparation(async (_, _, cancellationToken) =>
            {
                var others = new List<KeyValuePair<string, string>>();
                foreach (var broker in brokers)
                {
                    others.AddRange(BrokerSecrets.Of(broker.Resource.Name, (await broker.Resource.GetConnectionStringAsync(cancellationToken))!));
                }
                await PlatformSecrets.WriteAsync(
                    folder,
                    (await postgres.Resource.GetConnectionStringAsync(cancellationToken))!,
                    (await mongodb.Resource.GetConnectionStringAsync(cancellationToken))!,
                    others,
                    cancellationToken);
            })
            .WaitFor(postgres)
            .WaitFor(mongodb);
    }
}
