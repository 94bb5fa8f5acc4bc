using System.Globalization;
using Dapr;
using Dapr.Client;
using Yilai.Contracts;

namespace Yilai.Identity.Codes;

/// <summary>Entries of the state store that several requests may want to change at once.</summary>
internal static class StateEntries
{
    private static readonly StateOptions FirstWrite = new() { Concurrency = ConcurrencyMode.FirstWrite };

    public static async Task<(T? Value, string ETag)> ReadAsync<T>(this DaprClient dapr, string key, CancellationToken cancellationToken)
        where T : class
    {
        var (value, etag) = await dapr.GetStateAndETagAsync<T?>(ComponentNames.StateStore, key, cancellationToken: cancellationToken);
        return (value, etag ?? "");
    }

    /// <summary>Writes unless somebody else did since <paramref name="etag"/> was read; an empty one means there was no entry.</summary>
    public static async Task<bool> TryWriteAsync<T>(
        this DaprClient dapr, string key, T value, string etag, TimeSpan lifetime, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return await dapr.TrySaveStateAsync(ComponentNames.StateStore, key, value, etag, FirstWrite, Ttl(lifetime), cancellationToken);
        }
        catch (DaprException) when (etag.Length == 0)
        {
            // Stores report an insert that lost its race as any other failure; only a look tells.
            if ((await dapr.ReadAsync<T>(key, cancellationToken)).ETag.Length > 0)
            {
                return false;
            }

            throw;
        }
    }

    /// <summary>Deletes unless somebody else wrote or deleted since <paramref name="etag"/> was read.</summary>
    public static Task<bool> TryRemoveAsync(this DaprClient dapr, string key, string etag, CancellationToken cancellationToken) =>
        dapr.TryDeleteStateAsync(ComponentNames.StateStore, key, etag, FirstWrite, cancellationToken: cancellationToken);

    /// <summary>Metadata that lets the store drop an entry after <paramref name="lifetime"/>.</summary>
    public static Dictionary<string, string> Ttl(TimeSpan lifetime) =>
        new() { ["ttlInSeconds"] = ((long)Math.Ceiling(lifetime.TotalSeconds)).ToString(CultureInfo.InvariantCulture) };
}
