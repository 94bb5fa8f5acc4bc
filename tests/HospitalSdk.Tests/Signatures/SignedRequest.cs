using System.Text;
using Microsoft.Extensions.Time.Testing;
using Yilai.HospitalSdk.Signatures;

namespace Yilai.HospitalSdk.Tests.Signatures;

/// <summary>A signed request that tests bend.</summary>
internal sealed class SignedRequest
{
    public static readonly HospitalKey Key = new("key-1", Enumerable.Range(0, 32).Select(i => (byte)i).ToArray());

    public SignedRequest(string method = "PUT", string path = "/hospital/v2/schedules", string query = "", string body = "{\"items\":[]}")
    {
        Parts = new(method, path, query, Encoding.UTF8.GetBytes(body));
        var signed = RequestSignature.Sign(Parts, Key, Time.GetUtcNow(), "nonce-1");
        Headers["Signature-Input"] = [signed.SignatureInput];
        Headers["Signature"] = [signed.Signature];
        if (signed.ContentDigest is { } digest)
        {
            Headers["Content-Digest"] = [digest];
        }
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 1, 1, 0, 0, TimeSpan.Zero));

    public Dictionary<string, List<string>> Headers { get; } = new(StringComparer.OrdinalIgnoreCase);

    public RequestParts Parts { get; set; }

    public HashSet<(string, string)> Nonces { get; } = [];

    public HospitalKey? KnownKey { get; set; } = Key;

    public string Input
    {
        get => Headers["Signature-Input"].Single();
        set => Headers["Signature-Input"] = [value];
    }

    public async Task<SignatureRefusal> VerifyAsync()
    {
        var verifier = new RequestVerifier(
            (keyId, _) => ValueTask.FromResult(KnownKey?.KeyId == keyId ? KnownKey : null),
            (claim, _) => ValueTask.FromResult(Nonces.Add((claim.KeyId, claim.Nonce))),
            Time);
        return (await verifier.VerifyAsync(Parts, name => Headers.GetValueOrDefault(name), CancellationToken.None)).Refusal;
    }

    /// <summary>Signs once more with this signature input, as a client with other habits would.</summary>
    public void SignAs(string input)
    {
        var list = (Yilai.HospitalSdk.StructuredFields.InnerList)
            Yilai.HospitalSdk.StructuredFields.FieldParser.ParseDictionary(input)!["yilai"];
        var components = Parts.Components(Headers.GetValueOrDefault("Content-Digest")?.Single());
        var named = list.Items.Select(item => components.FirstOrDefault(known => known.Name.Equals(item.Value)) ?? new((string)item.Value, "x"));
        var signature = SignatureBase.Sign(Key.Bytes, SignatureBase.Build(list, [.. named])!);
        Input = input;
        Headers["Signature"] = [$"yilai=:{Convert.ToBase64String(signature)}:"];
    }
}
