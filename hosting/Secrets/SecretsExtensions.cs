namespace Yilai.Hosting.Secrets;

/// <summary>Gives the sidecar its secrets.</summary>
public static class SecretsExtensions
{
    /// <summary>Writes the platform's secrets to this folder before the part starts: connection strings as they are now, keys as they were.</summary>
    public static IResourceBuilder<T> WithSecretFiles<T>(
        this IResourceBuilder<T> part, string folder, IResourceBuilder<IResourceWithConnectionString> postgres, IResourceBuilder<IResourceWithConnectionString> mongodb)
        where T : IResourceWithWaitSupport => part
        .WithPreparation(async (_, _, cancellationToken) => await PlatformSecrets.WriteAsync(
            folder,
            (await postgres.Resource.GetConnectionStringAsync(cancellationToken))!,
            (await mongodb.Resource.GetConnectionStringAsync(cancellationToken))!,
            cancellationToken))
        .WaitFor(postgres)
        .WaitFor(mongodb);
}
