using Yilai.Hosting.Brokers;
using Yilai.Hosting.Services;

namespace Yilai.Hosting.Secrets;

/// <summary>Gives the sidecar its secrets.</summary>
public static class SecretsExtensions
{
    /// <summary>Writes the platform's secrets to this folder before the part starts: connection strings as they are now, keys as they were.</summary>
    /// <param name="part">What reads the secrets.</param>
    /// <param name="folder">Where they are.</param>
    /// <param name="postgres">The SQL database.</param>
    /// <param name="mongodb">The document database.</param>
    /// <param name="brokers">What the component files ask for.</param>
    /// <param name="paymentSimulator">What stands for the payment provider, if anything does; its keys are among the secrets.</param>
    public static IResourceBuilder<T> WithSecretFiles<T>(
        this IResourceBuilder<T> part,
        string folder,
        IResourceBuilder<IResourceWithConnectionString> postgres,
        IResourceBuilder<IResourceWithConnectionString> mongodb,
        IReadOnlyList<IResourceBuilder<IResourceWithConnectionString>> brokers,
        IResourceBuilder<ServiceResource>? paymentSimulator = null)
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
                if (paymentSimulator is not null)
                {
                    var address = await paymentSimulator.Resource.Address.GetValueAsync(cancellationToken);
                    others.Add(new(PaymentKeys.Gateway, $"{address}/gateway.do"));
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
