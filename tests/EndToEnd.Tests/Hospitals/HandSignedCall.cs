using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Yilai.EndToEnd.Tests.Platform;

namespace Yilai.EndToEnd.Tests.Hospitals;

/// <summary>
/// A hospital's call, signed here by the letter of the public contract and without the SDK, so that a mistake shared by
/// the SDK and the platform shows.
/// </summary>
internal sealed class HandSignedCall
{
    public required string KeyId { get; init; }

    public required byte[] Key { get; init; }

    public HttpMethod Method { get; init; } = HttpMethod.Put;

    public required string Path { get; init; }

    public string Query { get; init; } = "";

    public string? Body { get; init; }

    public DateTimeOffset Created { get; init; } = TimeProvider.System.GetUtcNow();

    public string Nonce { get; init; } = Guid.CreateVersion7().ToString("N");

    /// <summary>The key of a hospital of which other stories need nothing: its departments may be replaced by none.</summary>
    public static async Task<(string Code, string KeyId, byte[] Key)> KeyAsync(RunningPlatform platform)
    {
        var (code, secret) = (await HospitalKeys.ReadAsync(platform)).MaxBy(key => key.Key, StringComparer.Ordinal);
        return (code, secret.KeyId, Convert.FromBase64String(secret.Key));
    }

    public HttpRequestMessage Build()
    {
        var request = new HttpRequestMessage(Method, Path + Query);
        List<string> covered = ["\"@method\"", "\"@path\"", "\"@query\""];
        List<string> lines = [$"\"@method\": {Method.Method}", $"\"@path\": {Path}", $"\"@query\": {(Query.Length == 0 ? "?" : Query)}"];
        if (Body is not null)
        {
            var bytes = Encoding.UTF8.GetBytes(Body);
            var digest = $"sha-256=:{Convert.ToBase64String(SHA256.HashData(bytes))}:";
            request.Content = new ByteArrayContent(bytes);
            request.Content.Headers.ContentType = new("application/json");
            request.Headers.Add("Content-Digest", digest);
            covered.Add("\"content-digest\"");
            lines.Add($"\"content-digest\": {digest}");
        }

        var created = Created.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var parameters = $"({string.Join(' ', covered)});created={created};keyid=\"{KeyId}\";nonce=\"{Nonce}\";alg=\"hmac-sha256\"";
        lines.Add($"\"@signature-params\": {parameters}");
        var signature = HMACSHA256.HashData(Key, Encoding.UTF8.GetBytes(string.Join('\n', lines)));
        request.Headers.Add("Signature-Input", $"yilai={parameters}");
        request.Headers.Add("Signature", $"yilai=:{Convert.ToBase64String(signature)}:");
        return request;
    }
}
