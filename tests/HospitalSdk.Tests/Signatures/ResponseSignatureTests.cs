using System.Text;
using Yilai.HospitalSdk.Signatures;

namespace Yilai.HospitalSdk.Tests.Signatures;

public sealed class ResponseSignatureTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 1, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(200, "{\"accepted\":1}")]
    [InlineData(204, "")]
    public void Verify_Untouched_Holds(int status, string body) => Assert.Equal(SignatureRefusal.None, Verify(Sign(status, body), status, body));

    [Fact]
    public void Sign_AnyAnswer_CoversStatusAndDigest() =>
        Assert.StartsWith("yilai=(\"@status\" \"content-digest\");created=", Sign(200, "x").SignatureInput, StringComparison.Ordinal);

    [Fact]
    public void Verify_OtherStatus_IsInvalid() => Assert.Equal(SignatureRefusal.Invalid, Verify(Sign(409, "{}"), 200, "{}"));

    [Fact]
    public void Verify_OtherBody_IsInvalid() => Assert.Equal(SignatureRefusal.Invalid, Verify(Sign(200, "{}"), 200, "{ }"));

    [Fact]
    public void Verify_AnswerToAnotherRequest_IsInvalid() =>
        Assert.Equal(SignatureRefusal.Invalid, Verify(Sign(200, "{}", nonce: "other"), 200, "{}"));

    [Fact]
    public void Verify_OtherKey_IsInvalid() => Assert.Equal(
        SignatureRefusal.Invalid, Verify(Sign(200, "{}", key: new HospitalKey("key-1", new byte[32])), 200, "{}"));

    [Fact]
    public void Verify_Stale_IsExpired() =>
        Assert.Equal(SignatureRefusal.Expired, Verify(Sign(200, "{}"), 200, "{}", Now.AddSeconds(301)));

    [Fact]
    public void Verify_Unsigned_IsMissing() =>
        Assert.Equal(SignatureRefusal.Missing, ResponseSignature.Verify(200, _ => null, [], SignedRequest.Key, Now, "n"));

    [Fact]
    public void Verify_WithoutDigest_IsInvalid() =>
        Assert.Equal(SignatureRefusal.Invalid, Verify(Sign(200, "{}") with { ContentDigest = null }, 200, "{}"));

    private static SignatureHeaders Sign(int status, string body, string nonce = "n", HospitalKey? key = null) =>
        ResponseSignature.Sign(status, Encoding.UTF8.GetBytes(body), key ?? SignedRequest.Key, Now, nonce);

    private static SignatureRefusal Verify(SignatureHeaders headers, int status, string body, DateTimeOffset? now = null) =>
        ResponseSignature.Verify(
            status,
            name => name switch
            {
                SignatureHeaders.SignatureInputName => [headers.SignatureInput],
                SignatureHeaders.SignatureName => [headers.Signature],
                _ => headers.ContentDigest is { } digest ? [digest] : null,
            },
            Encoding.UTF8.GetBytes(body),
            SignedRequest.Key,
            now ?? Now,
            "n");
}
