using System.Text;
using Yilai.HospitalSdk.Signatures;
using Yilai.HospitalSdk.StructuredFields;

namespace Yilai.HospitalSdk.Tests.Signatures;

/// <summary>The numbers that RFC 9421 appendix B.2.5 and RFC 9530 print.</summary>
public sealed class RfcVectorTests
{
    private const string SharedSecret =
        "uzvJfB4u3N0Jy4T7NZ75MDVcr8zSTInedJtkgcu46YW4XByzNJjxBdtjUkdJPBtbmHhIDi6pcl8jsasjlTMtDQ==";

    [Fact]
    public void SignatureBase_OfSigB25_IsThatOfTheRfc()
    {
        var signatureBase = SignatureBase.Build(SigB25(), Components);

        Assert.Equal(
            """
            "date": Tue, 20 Apr 2021 02:07:55 GMT
            "@authority": example.com
            "content-type": application/json
            "@signature-params": ("date" "@authority" "content-type");created=1618884473;keyid="test-shared-secret"
            """.ReplaceLineEndings("\n"),
            Encoding.ASCII.GetString(signatureBase!));
    }

    [Fact]
    public void Sign_SigB25_GivesTheSignatureOfTheRfc()
    {
        var signature = SignatureBase.Sign(Convert.FromBase64String(SharedSecret), SignatureBase.Build(SigB25(), Components)!);

        Assert.Equal("pxcQw6G3AjtMBQjwo8XzkZf/bws5LelbaMk5rGIGtE8=", Convert.ToBase64String(signature));
    }

    [Fact]
    public void ContentDigest_OfTheRfcsBody_IsThatOfTheRfc() =>
        Assert.Equal("sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:", ContentDigest.Of("{\"hello\": \"world\"}"u8));

    [Fact]
    public void ContentDigest_BesideAnotherAlgorithm_IsFound() =>
        Assert.True(ContentDigest.Matches("sha-512=:AAAA:, sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:", "{\"hello\": \"world\"}"u8));

    private static InnerList SigB25() => Assert.IsType<InnerList>(FieldParser.ParseDictionary(
        "sig-b25=(\"date\" \"@authority\" \"content-type\");created=1618884473;keyid=\"test-shared-secret\"")!["sig-b25"]);

    private static SignedComponent[] Components =>
    [
        new("@authority", "example.com"),
        new("content-type", "application/json"),
        new("date", "Tue, 20 Apr 2021 02:07:55 GMT"),
    ];
}
