using Yilai.HospitalSdk.Signatures;

namespace Yilai.HospitalSdk.Tests.Signatures;

/// <summary>Changes a signed request anywhere; it must never pass.</summary>
public sealed class TamperingTests
{
    [Fact]
    public async Task Verify_AnyBodyBitFlipped_IsRefused()
    {
        var request = new SignedRequest();
        var body = request.Parts.Body.ToArray();
        for (var bit = 0; bit < body.Length * 8; bit++)
        {
            var bent = (byte[])body.Clone();
            bent[bit / 8] ^= (byte)(1 << (bit % 8));
            request.Parts = request.Parts with { Body = bent };

            Assert.Equal(SignatureRefusal.Invalid, await request.VerifyAsync());
        }
    }

    [Fact]
    public async Task Verify_BodyCutOrExtended_IsRefused()
    {
        var request = new SignedRequest();
        var body = request.Parts.Body.ToArray();
        foreach (var bent in new byte[][] { body[..^1], [.. body, (byte)' '], [] })
        {
            request.Parts = request.Parts with { Body = bent };

            Assert.Equal(SignatureRefusal.Invalid, await request.VerifyAsync());
        }
    }

    [Theory]
    [InlineData("POST", "/hospital/v2/schedules", "?a=1")]
    [InlineData("put", "/hospital/v2/schedules", "?a=1")]
    [InlineData("PUT", "/hospital/v2/Schedules", "?a=1")]
    [InlineData("PUT", "/hospital/v2/schedules/", "?a=1")]
    [InlineData("PUT", "/hospital/v2/schedule%73", "?a=1")]
    [InlineData("PUT", "/hospital/v2/schedules", "?a=2")]
    [InlineData("PUT", "/hospital/v2/schedules", "")]
    [InlineData("PUT", "/hospital/v2/schedules?a=1", "")]
    [InlineData("PUT", "/hospital/v2/schedules\n\"@query\": ?a=1", "")]
    [InlineData("PUT", "/hospital/v2/schedules", "?a=1&é")]
    public async Task Verify_OtherMethodPathOrQuery_IsInvalid(string method, string path, string query)
    {
        var request = new SignedRequest("PUT", "/hospital/v2/schedules", "?a=1");
        request.Parts = new(method, path, query, request.Parts.Body);

        Assert.Equal(SignatureRefusal.Invalid, await request.VerifyAsync());
    }

    [Theory]
    [InlineData("Signature-Input")]
    [InlineData("Signature")]
    [InlineData("Content-Digest")]
    public async Task Verify_AnyHeaderCharacterChanged_IsRefused(string name)
    {
        var whole = new SignedRequest().Headers[name].Single();
        for (var i = 0; i < whole.Length; i++)
        {
            foreach (var c in "\"Aa1=:; \u00ff")
            {
                var request = new SignedRequest();
                var bent = whole[..i] + c + whole[(i + 1)..];
                request.Headers[name] = [bent];

                // The last digit of base64 carries unused bits: another digit there may be the same signature.
                if (bent != whole && !(name == "Signature" && i == whole.Length - 3))
                {
                    Assert.NotEqual(SignatureRefusal.None, await request.VerifyAsync());
                }
            }
        }
    }

    [Theory]
    [InlineData("Signature-Input")]
    [InlineData("Signature")]
    [InlineData("Content-Digest")]
    public async Task Verify_AnyHeaderCharacterLost_IsRefused(string name)
    {
        var whole = new SignedRequest().Headers[name].Single();
        for (var i = 0; i < whole.Length; i++)
        {
            var request = new SignedRequest();
            request.Headers[name] = [whole.Remove(i, 1)];
            var refusal = await request.VerifyAsync();

            // A space between components and nothing else can go or come without a change of meaning; here all are single.
            Assert.NotEqual(SignatureRefusal.None, refusal);
        }
    }

    [Fact]
    public async Task Verify_RandomHeaders_NeverThrows()
    {
        var random = new Random(20261124);
        for (var i = 0; i < 5_000; i++)
        {
            var request = new SignedRequest();
            var name = new[] { "Signature-Input", "Signature", "Content-Digest" }[random.Next(3)];
            var text = request.Headers[name].Single().ToCharArray();
            for (var change = 0; change < 3; change++)
            {
                text[random.Next(text.Length)] = (char)random.Next(1, 300);
            }

            request.Headers[name] = [new string(text)];
            await request.VerifyAsync();
        }
    }
}
