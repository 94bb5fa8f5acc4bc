using System.Text.Json;
using Yilai.EndToEnd.Tests.Platform;
using Yilai.HospitalSdk;

namespace Yilai.EndToEnd.Tests.Hospitals;

/// <summary>The keys of the bundled hospitals, from the data folder.</summary>
internal static class HospitalKeys
{
    /// <summary>By the hospital's code.</summary>
    public static async Task<IReadOnlyDictionary<string, HospitalSecret>> ReadAsync(RunningPlatform platform) =>
        JsonSerializer.Deserialize<Dictionary<string, HospitalSecret>>(
            await File.ReadAllTextAsync(Path.Combine(platform.Data, "secrets", "hospitals.json")), JsonSerializerOptions.Web)!;

    /// <summary>A hospital's signed client.</summary>
    public static async Task<HospitalClient> ClientAsync(this RunningPlatform platform, string code)
    {
        var secret = (await ReadAsync(platform))[code];
        return new HospitalClient(platform.Gateway, HospitalKey.FromBase64(secret.KeyId, secret.Key));
    }
}

/// <summary>A hospital's key.</summary>
/// <param name="KeyId">Its id.</param>
/// <param name="Key">The key itself, in base64.</param>
internal sealed record HospitalSecret(string KeyId, string Key);
