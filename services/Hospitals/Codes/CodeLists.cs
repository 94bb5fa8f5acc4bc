using Microsoft.Extensions.Caching.Memory;
using Yilai.Contracts;
using Yilai.ServiceDefaults.Invocation;

namespace Yilai.Hospitals.Codes;

/// <summary>
/// Looks codes up in the dictionary and remembers the answers for a while: thousands of hospitals share few codes. That a
/// code does not exist is forgotten soon, for somebody may just be adding it.
/// </summary>
internal sealed class CodeLists([FromKeyedServices(AppIds.Dictionary)] ServiceClient dictionary, IMemoryCache cache)
{
    private static readonly TimeSpan Known = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Unknown = TimeSpan.FromSeconds(30);

    public Task<Region?> FindRegionAsync(string code, CancellationToken cancellationToken) =>
        FindAsync<Region>($"internal/regions/{Uri.EscapeDataString(code)}", cancellationToken);

    public Task<CodeItem?> FindLevelAsync(string level, CancellationToken cancellationToken) =>
        FindAsync<CodeItem>($"internal/items/hospital-level/{Uri.EscapeDataString(level)}", cancellationToken);

    private Task<T?> FindAsync<T>(string path, CancellationToken cancellationToken)
        where T : class =>
        cache.GetOrCreateAsync(path, async entry =>
        {
            var found = await dictionary.FindAsync<T>(path, cancellationToken);
            entry.AbsoluteExpirationRelativeToNow = found is null ? Unknown : Known;
            return found;
        });
}

/// <summary>An administrative division (行政区划).</summary>
/// <param name="Code">Its GB/T 2260 code.</param>
/// <param name="Name">Its own name.</param>
/// <param name="FullName">Its name with those of what it belongs to.</param>
internal sealed record Region(string Code, string Name, string FullName);

/// <summary>An item of a code list.</summary>
/// <param name="Value">The code.</param>
/// <param name="Name">What it stands for.</param>
internal sealed record CodeItem(string Value, string Name);
