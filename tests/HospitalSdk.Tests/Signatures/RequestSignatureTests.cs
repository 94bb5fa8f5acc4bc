using Yilai.HospitalSdk.Signatures;

namespace Yilai.HospitalSdk.Tests.Signatures;

public sealed class RequestSignatureTests
{
    private const string Covered = "(\"@method\" \"@path\" \"@query\" \"content-digest\")";
    private static readonly long Now = new SignedRequest().Time.GetUtcNow().ToUnixTimeSeconds();

    [Fact]
    public void Sign_WithBody_WritesTheContractsOrder() => Assert.Equal(
        $"yilai={Covered};created={Now};keyid=\"key-1\";nonce=\"nonce-1\";alg=\"hmac-sha256\"", new SignedRequest().Input);

    [Fact]
    public void Sign_WithoutBody_LeavesTheDigestOut()
    {
        var request = new SignedRequest("GET", body: "");

        Assert.StartsWith("yilai=(\"@method\" \"@path\" \"@query\");created=", request.Input, StringComparison.Ordinal);
        Assert.DoesNotContain("Content-Digest", request.Headers.Keys);
    }

    [Theory]
    [InlineData("PUT", "/hospital/v2/schedules", "", "{}")]
    [InlineData("GET", "/hospital/v2/schedules", "?date=2026-03-01&department=03%2F04", "")]
    [InlineData("DELETE", "/hospital/v2/departments/a%20b%2Fc", "?", "")]
    [InlineData("POST", "", "", "中文")]
    public async Task Verify_Untouched_Holds(string method, string path, string query, string body) =>
        Assert.Equal(SignatureRefusal.None, await new SignedRequest(method, path, query, body).VerifyAsync());

    [Fact]
    public async Task Verify_Twice_FindsTheNonceReused()
    {
        var request = new SignedRequest();
        await request.VerifyAsync();

        Assert.Equal(SignatureRefusal.NonceReused, await request.VerifyAsync());
    }

    [Fact]
    public async Task Verify_UnknownKey_SaysSo() =>
        Assert.Equal(SignatureRefusal.KeyUnknown, await new SignedRequest { KnownKey = null }.VerifyAsync());

    [Fact]
    public async Task Verify_AnotherKeyOfTheSameId_IsInvalidAndKeepsTheNonce()
    {
        var request = new SignedRequest { KnownKey = new HospitalKey("key-1", new byte[32]) };

        Assert.Equal(SignatureRefusal.Invalid, await request.VerifyAsync());
        Assert.Empty(request.Nonces);
    }

    [Theory]
    [InlineData(300, SignatureRefusal.None)]
    [InlineData(301, SignatureRefusal.Expired)]
    public async Task Verify_Later_HoldsForFiveMinutes(int seconds, SignatureRefusal expected)
    {
        var request = new SignedRequest();
        request.Time.Advance(TimeSpan.FromSeconds(seconds));

        Assert.Equal(expected, await request.VerifyAsync());
    }

    [Theory]
    [InlineData(300, SignatureRefusal.None)]
    [InlineData(301, SignatureRefusal.Expired)]
    [InlineData(999_999_999_999_999 - 1_772_326_800, SignatureRefusal.Expired)]
    public async Task Verify_FromTheFuture_HoldsForFiveMinutes(long seconds, SignatureRefusal expected)
    {
        var request = new SignedRequest();
        request.SignAs($"yilai={Covered};created={Now + seconds};keyid=\"key-1\";nonce=\"n\";alg=\"hmac-sha256\"");

        Assert.Equal(expected, await request.VerifyAsync());
    }

    [Theory]
    [InlineData("Signature-Input")]
    [InlineData("Signature")]
    public async Task Verify_WithoutAHeader_IsMissing(string name)
    {
        var request = new SignedRequest();
        request.Headers.Remove(name);

        Assert.Equal(SignatureRefusal.Missing, await request.VerifyAsync());
    }

    [Fact]
    public async Task Verify_OnlyAnotherLabel_IsMissing()
    {
        var request = new SignedRequest();
        request.Input = request.Input.Replace("yilai=", "other=", StringComparison.Ordinal);

        Assert.Equal(SignatureRefusal.Missing, await request.VerifyAsync());
    }

    [Fact]
    public async Task Verify_OtherLabelsBesideIt_UsesItsOwn()
    {
        var request = new SignedRequest();
        request.Headers["Signature-Input"].Insert(0, "proxy=(\"@authority\");created=1;alg=\"ed25519\"");
        request.Headers["Signature"].Add("proxy=:AAEC:");

        Assert.Equal(SignatureRefusal.None, await request.VerifyAsync());
    }

    [Fact]
    public async Task Verify_DigestInSeveralAlgorithms_Holds()
    {
        var request = new SignedRequest();
        request.Headers["Content-Digest"] = [$"sha-512=:AAAA:, {request.Headers["Content-Digest"].Single()}"];
        request.SignAs(request.Input);

        Assert.Equal(SignatureRefusal.None, await request.VerifyAsync());
    }

    [Theory]
    [InlineData($"yilai={Covered};alg=\"hmac-sha256\";nonce=\"n\";keyid=\"key-1\";created=#")]
    [InlineData("yilai=(\"content-digest\" \"@query\" \"@path\" \"@method\");created=#;keyid=\"key-1\";nonce=\"n\";alg=\"hmac-sha256\"")]
    [InlineData($"yilai={Covered};created=#;keyid=\"key-1\";nonce=\"n\"")]
    [InlineData($"yilai={Covered};created=#;expires=99999999999;keyid=\"key-1\";nonce=\"n\";alg=\"hmac-sha256\";tag=\"t\"")]
    [InlineData("yilai=( \"@method\"  \"@path\" \"@query\" \"content-digest\" ); created=#; keyid=\"key-1\"; nonce=\"n\"; alg=\"hmac-sha256\"")]
    public async Task Verify_OtherHabits_Hold(string input)
    {
        var request = new SignedRequest();
        request.SignAs(input.Replace("#", Now.ToString(), StringComparison.Ordinal));

        Assert.Equal(SignatureRefusal.None, await request.VerifyAsync());
    }

    [Theory]
    [InlineData("yilai=(\"@method\" \"@path\" \"@query\");created=#;keyid=\"key-1\";nonce=\"n\";alg=\"hmac-sha256\"")] // no digest
    [InlineData("yilai=(\"@method\" \"@path\" \"content-digest\");created=#;keyid=\"key-1\";nonce=\"n\";alg=\"hmac-sha256\"")] // no query
    [InlineData("yilai=();created=#;keyid=\"key-1\";nonce=\"n\";alg=\"hmac-sha256\"")]
    [InlineData("yilai=(\"@method\" \"@path\" \"@query\" \"content-digest\" \"@authority\");created=#;keyid=\"key-1\";nonce=\"n\";alg=\"hmac-sha256\"")]
    [InlineData("yilai=(\"@method\" \"@path\" \"@path\" \"content-digest\");created=#;keyid=\"key-1\";nonce=\"n\";alg=\"hmac-sha256\"")]
    [InlineData("yilai=(\"@method\" \"@path\" \"@query\" \"@query\" \"content-digest\");created=#;keyid=\"key-1\";nonce=\"n\";alg=\"hmac-sha256\"")]
    [InlineData("yilai=(\"@method\" \"@path\" \"@query\";req \"content-digest\");created=#;keyid=\"key-1\";nonce=\"n\";alg=\"hmac-sha256\"")]
    [InlineData("yilai=(\"@METHOD\" \"@path\" \"@query\" \"content-digest\");created=#;keyid=\"key-1\";nonce=\"n\";alg=\"hmac-sha256\"")]
    [InlineData($"yilai={Covered};keyid=\"key-1\";nonce=\"n\";alg=\"hmac-sha256\"")] // no created
    [InlineData($"yilai={Covered};created=#;nonce=\"n\";alg=\"hmac-sha256\"")] // no keyid
    [InlineData($"yilai={Covered};created=#;keyid=\"key-1\";alg=\"hmac-sha256\"")] // no nonce
    [InlineData($"yilai={Covered};created=#;keyid=\"key-1\";nonce=\"\";alg=\"hmac-sha256\"")]
    [InlineData($"yilai={Covered};created=#;keyid=\"key-1\";nonce=n;alg=\"hmac-sha256\"")] // a token
    [InlineData($"yilai={Covered};created=\"#\";keyid=\"key-1\";nonce=\"n\";alg=\"hmac-sha256\"")] // a string
    [InlineData($"yilai={Covered};created=#.0;keyid=\"key-1\";nonce=\"n\";alg=\"hmac-sha256\"")]
    [InlineData($"yilai={Covered};created=-5;keyid=\"key-1\";nonce=\"n\";alg=\"hmac-sha256\"")]
    [InlineData($"yilai={Covered};created=#;keyid=\"key-1\";nonce=\"n\";alg=\"hmac-sha512\"")]
    [InlineData($"yilai={Covered};created=#;keyid=\"key-1\";nonce=\"n\";alg=hmac-sha256")]
    [InlineData($"yilai={Covered};created=#;keyid=\"key-1\";nonce=\"n\";alg=\"hmac-sha256\";what=1")]
    public async Task Verify_OtherCoverageOrParameters_IsInvalid(string input)
    {
        var request = new SignedRequest();
        request.SignAs(input.Replace("#", Now.ToString(), StringComparison.Ordinal));

        Assert.Equal(SignatureRefusal.Invalid, await request.VerifyAsync());
    }

    [Fact]
    public async Task Verify_ExpiresPassed_IsExpired()
    {
        var request = new SignedRequest();
        request.SignAs($"yilai={Covered};created={Now - 10};expires={Now};keyid=\"key-1\";nonce=\"n\";alg=\"hmac-sha256\"");

        Assert.Equal(SignatureRefusal.Expired, await request.VerifyAsync());
    }

    [Fact]
    public async Task Verify_LabelTwice_IsInvalid()
    {
        var request = new SignedRequest();
        request.Headers["Signature-Input"].Add(request.Input);

        Assert.Equal(SignatureRefusal.Invalid, await request.VerifyAsync());
    }

    [Fact]
    public async Task Verify_BodyAddedToARequestWithout_IsInvalid()
    {
        var request = new SignedRequest("DELETE", body: "");
        request.Parts = request.Parts with { Body = "{}"u8.ToArray() };

        Assert.Equal(SignatureRefusal.Invalid, await request.VerifyAsync());
    }

    [Fact]
    public async Task Verify_BodyAndDigestReplaced_IsInvalid()
    {
        var request = new SignedRequest();
        request.Parts = request.Parts with { Body = "{}"u8.ToArray() };
        request.Headers["Content-Digest"] = [ContentDigest.Of("{}"u8)];

        Assert.Equal(SignatureRefusal.Invalid, await request.VerifyAsync());
    }

    [Fact]
    public void FromTarget_AnyForm_SplitsAtTheFirstQuestionMark()
    {
        Assert.Equal(("/a%2Fb", "?x=1?y"), PathAndQuery("/a%2Fb?x=1?y"));
        Assert.Equal(("/a", ""), PathAndQuery("/a"));
        Assert.Equal(("/a", "?u=http://b/c"), PathAndQuery("/a?u=http://b/c"));
        Assert.Equal(("/a", "?x"), PathAndQuery("http://host:80/a?x"));
        Assert.Equal(("/", ""), PathAndQuery("http://host"));
        Assert.Equal(("", "?x"), PathAndQuery("http://host?x"));

        static (string, string) PathAndQuery(string target)
        {
            var parts = RequestParts.FromTarget("GET", target, default);
            return (parts.Path, parts.Query);
        }
    }
}
