using Yilai.HospitalSdk.StructuredFields;

namespace Yilai.HospitalSdk.Signatures;

/// <summary>What signatures of requests and of answers have in common.</summary>
internal static class MessageSignature
{
    public const string Label = "yilai";
    private const string Algorithm = "hmac-sha256";
    private const int LongestText = 256;

    // The registered parameters (RFC 9421 §2.3); an unknown one may mean something that this code would ignore.
    private static readonly string[] KnownParameters = ["created", "expires", "keyid", "nonce", "alg", "tag"];

    public static SignatureHeaders Sign(
        IReadOnlyList<SignedComponent> components, HospitalKey key, DateTimeOffset created, string nonce)
    {
        var parameters = new Parameters()
            .With("created", created.ToUnixTimeSeconds())
            .With("keyid", key.KeyId)
            .With("nonce", nonce)
            .With("alg", Algorithm);
        var input = new InnerList([.. components.Select(component => new Item(component.Name, []))], parameters);
        var signatureBase = SignatureBase.Build(input, components)
            ?? throw new ArgumentException("Method, path and query must be as they are sent: printable ASCII, percent-encoded.", nameof(components));
        return new(
            $"{Label}={FieldWriter.Write(input)}",
            $"{Label}={FieldWriter.Write(new Item(SignatureBase.Sign(key.Bytes, signatureBase), []))}",
            components.FirstOrDefault(component => component.Name == "content-digest")?.Value);
    }

    /// <summary>Reads the claim of a message that must cover exactly <paramref name="components"/>.</summary>
    public static SignatureRefusal Read(
        IReadOnlyList<SignedComponent> components, HeaderLookup header, DateTimeOffset now, out SignatureClaim? claim)
    {
        claim = null;
        if (Field(header, SignatureHeaders.SignatureInputName) is not { } inputs
            || Field(header, SignatureHeaders.SignatureName) is not { } signatures)
        {
            return SignatureRefusal.Missing;
        }

        if (FieldParser.ParseDictionary(inputs) is not { } inputMembers
            || FieldParser.ParseDictionary(signatures) is not { } signatureMembers)
        {
            return SignatureRefusal.Invalid;
        }

        if (!inputMembers.TryGetValue(Label, out var input) || !signatureMembers.TryGetValue(Label, out var signature))
        {
            return SignatureRefusal.Missing;
        }

        if (input is not InnerList list
            || signature is not Item { Value: byte[] bytes }
            || !CoversExactly(list, components)
            || !HasSoundParameters(list.Parameters, out var created)
            || SignatureBase.Build(list, components) is not { } signatureBase)
        {
            return SignatureRefusal.Invalid;
        }

        if (!SignatureClock.IsCurrent(created, list.Parameters.Find("expires") as long?, now))
        {
            return SignatureRefusal.Expired;
        }

        claim = new(Text(list, "keyid"), Text(list, "nonce"), DateTimeOffset.FromUnixTimeSeconds(created), signatureBase, bytes);
        return SignatureRefusal.None;
    }

    /// <summary>The value of a field as RFC 9421 §2.1 has it: the lines trimmed and joined.</summary>
    public static string? Field(HeaderLookup header, string name)
    {
        var lines = header(name)?.Where(line => line is not null).Select(line => line!.Trim(' ', '\t')).ToArray();
        return lines is { Length: > 0 } ? string.Join(", ", lines) : null;
    }

    private static bool CoversExactly(InnerList list, IReadOnlyList<SignedComponent> components) =>
        list.Items.Count == components.Count
        && list.Items.All(item => item.Parameters.Count == 0)
        && components.All(component => list.Items.Any(item => component.Name.Equals(item.Value)));

    private static bool HasSoundParameters(Parameters parameters, out long created)
    {
        created = parameters.Find("created") is long seconds ? seconds : -1;
        return created >= 0
            && parameters.Find("expires") is null or long
            && IsAlgorithm(parameters.Find("alg"))
            && IsShortText(parameters.Find("keyid"))
            && IsShortText(parameters.Find("nonce"))
            && IsShortText(parameters.Find("tag"))
            && parameters.All(parameter => KnownParameters.Contains(parameter.Key));
    }

    private static bool IsAlgorithm(object? value) => value is null or Algorithm;

    private static bool IsShortText(object? value) => value is null or string { Length: > 0 and <= LongestText };

    private static string Text(InnerList list, string name) => list.Parameters.Find(name) as string ?? "";
}
