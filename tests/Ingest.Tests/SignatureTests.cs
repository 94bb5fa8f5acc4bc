using System.Net;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Npgsql;
using Yilai.HospitalSdk;
using Yilai.HospitalSdk.Signatures;
using Yilai.Ingest.Tests.Support;
using Yilai.TestSupport;

namespace Yilai.Ingest.Tests;

public sealed class SignatureTests(IngestFixture fixture)
{
    private const string Hospital = "/hospital/v2/hospital";

    [Fact]
    public async Task Call_WithoutASignature_IsRefused()
    {
        using var response = await fixture.Client.GetAsync(new Uri(Hospital, UriKind.Relative));
        await response.ExpectProblemAsync(HttpStatusCode.Unauthorized, "signature-missing");
        Assert.False(response.Headers.Contains("Signature"));
    }

    [Fact]
    public async Task Call_SignedForAnotherPath_IsRefused()
    {
        var client = new SignedClient(fixture.Client, fixture.TakeKey());
        using var response = await client.SendAsync(HttpMethod.Get, Hospital, signedTarget: "/hospital/v2/departments");
        await response.ExpectProblemAsync(HttpStatusCode.Unauthorized, "signature-invalid");
    }

    [Fact]
    public async Task Call_SignedWithAnothersKeyBytes_IsRefusedUnsigned()
    {
        var mine = fixture.TakeKey();
        var client = new SignedClient(fixture.Client, new HospitalKey(mine.KeyId, RandomNumberGenerator.GetBytes(32)));
        using var response = await client.SendAsync(HttpMethod.Get, Hospital);
        await response.ExpectProblemAsync(HttpStatusCode.Unauthorized, "signature-invalid");
        Assert.Equal(SignatureRefusal.Missing, client.LastVerification);
    }

    [Fact]
    public async Task Call_WithAnotherBodyThanSigned_IsRefused()
    {
        var client = new SignedClient(fixture.Client, fixture.TakeKey());
        using var request = new HttpRequestMessage(HttpMethod.Put, new Uri(Hospital, UriKind.Relative)) { Content = new StringContent("{}", Encoding.UTF8, "application/json") };
        var signed = RequestSignature.Sign(new RequestParts("PUT", Hospital, "", "{ }"u8.ToArray()), client.Key, TimeProvider.System.GetUtcNow(), "n");
        request.Headers.Add("Signature-Input", signed.SignatureInput);
        request.Headers.Add("Signature", signed.Signature);
        request.Headers.Add("Content-Digest", signed.ContentDigest);
        using var response = await fixture.Client.SendAsync(request);
        await response.ExpectProblemAsync(HttpStatusCode.Unauthorized, "signature-invalid");
    }

    [Theory]
    [InlineData(301)]
    [InlineData(-310)]
    public async Task Call_SignedTooLongAgoOrAhead_IsRefused(int secondsAgo)
    {
        var client = new SignedClient(fixture.Client, fixture.TakeKey());
        using var response = await client.SendAsync(HttpMethod.Get, Hospital, age: TimeSpan.FromSeconds(secondsAgo));
        await response.ExpectProblemAsync(HttpStatusCode.Unauthorized, "signature-expired");
    }

    [Theory]
    [InlineData("nobody-1")]
    [InlineData("../hospitals/H1/settings")]
    [InlineData("..")]
    public async Task Call_WithAnUnknownKey_IsRefused(string keyId)
    {
        var client = new SignedClient(fixture.Client, new HospitalKey(keyId, RandomNumberGenerator.GetBytes(32)));
        using var response = await client.SendAsync(HttpMethod.Get, Hospital);
        await response.ExpectProblemAsync(HttpStatusCode.Unauthorized, "key-unknown");
    }

    [Fact]
    public async Task Call_WithAUsedNonce_IsRefusedAndTheRefusalSigned()
    {
        var client = await fixture.PushedHospitalAsync();
        var nonce = RequestSignature.NewNonce();
        using var first = await client.SendAsync(HttpMethod.Get, Hospital, nonce: nonce);
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal(SignatureRefusal.None, client.LastVerification);
        using var again = await client.SendAsync(HttpMethod.Get, Hospital, nonce: nonce);
        await again.ExpectProblemAsync(HttpStatusCode.Unauthorized, "nonce-reused");
        Assert.Equal(SignatureRefusal.None, client.LastVerification);
    }

    [Fact]
    public async Task Calls_WithOneNonceAtTheSameTime_OnlyOneGetsThrough()
    {
        var key = (await fixture.PushedHospitalAsync()).Key;
        var nonce = RequestSignature.NewNonce();
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => new SignedClient(fixture.Client, key).SendAsync(HttpMethod.Get, Hospital, nonce: nonce)));
        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.OK);
        Assert.Equal(19, answers.Count(a => a.StatusCode == HttpStatusCode.Unauthorized));
    }

    [Fact]
    public async Task Nonces_OfTwoHospitals_AreToldApart()
    {
        var nonce = RequestSignature.NewNonce();
        foreach (var client in new[] { await fixture.PushedHospitalAsync(), await fixture.PushedHospitalAsync() })
        {
            using var response = await client.SendAsync(HttpMethod.Get, Hospital, nonce: nonce);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
    }

    [Fact]
    public async Task Call_OfALockedHospital_IsForbiddenAndTheRefusalSigned()
    {
        var client = new SignedClient(fixture.Client, fixture.TakeKey());
        await using var connection = new NpgsqlConnection(fixture.Database);
        await connection.ExecuteAsync("update hospitals.hospital_set set status = 0 where hospital_code = @Code", new { client.Code });
        using var response = await client.SendAsync(HttpMethod.Put, Hospital, Samples.Hospital());
        await response.ExpectProblemAsync(HttpStatusCode.Forbidden, "hospital-disabled");
        Assert.Equal(SignatureRefusal.None, client.LastVerification);
    }

    [Theory]
    [InlineData("GET", "/hospital/v2/nothing", 404, "not-found")]
    [InlineData("POST", "/hospital/v2/hospital", 405, "method-not-allowed")]
    [InlineData("GET", "/hospital/v2/schedules?date=soon", 400, "malformed-request")]
    public async Task Call_ThatIsWrong_GetsASignedProblem(string method, string target, int status, string code)
    {
        var client = new SignedClient(fixture.Client, fixture.TakeKey());
        using var response = await client.SendAsync(new HttpMethod(method), target);
        await response.ExpectProblemAsync((HttpStatusCode)status, code);
        Assert.Equal(SignatureRefusal.None, client.LastVerification);
    }

    [Theory]
    [InlineData("{\"name\":")]
    [InlineData("\u0001")]
    [InlineData("{\"name\":\"\\ud800\"}")]
    [InlineData("[]")]
    [InlineData("null")]
    public async Task Push_OfMalformedJson_GetsASignedProblem(string body)
    {
        var client = new SignedClient(fixture.Client, fixture.TakeKey());
        foreach (var path in new[] { "hospital", "departments", "schedules" })
        {
            using var response = await client.SendAsync(HttpMethod.Put, $"/hospital/v2/{path}", Encoding.UTF8.GetBytes(body));
            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
            Assert.Equal(SignatureRefusal.None, client.LastVerification);
        }
    }

    [Fact]
    public async Task Push_Of10Megabytes_IsTooLarge()
    {
        var client = new SignedClient(fixture.Client, fixture.TakeKey());
        using var response = await client.SendAsync(HttpMethod.Put, Hospital, new byte[10 * 1024 * 1024]);
        await response.ExpectProblemAsync(HttpStatusCode.RequestEntityTooLarge, "body-too-large");
    }

    [Theory]
    [InlineData("/hospital/v2/schedules?department=a%2Fb&date=2026-11-30")]
    [InlineData("/hospital/v2/schedules?department=%E5%86%85%e7%a7%91")]
    public async Task Call_ThroughTheSidecarWithAnEncodedTarget_IsVerifiedAsSent(string target)
    {
        using var http = new HttpClient { BaseAddress = fixture.ThroughSidecar };
        http.DefaultRequestHeaders.Add("dapr-app-id", "ingest");
        http.DefaultRequestHeaders.Add("dapr-api-token", fixture.GatewaySettings["DAPR_API_TOKEN"]);
        var client = new SignedClient(http, (await fixture.PushedHospitalAsync()).Key);
        using var response = await client.SendAsync(HttpMethod.Get, target);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(SignatureRefusal.None, client.LastVerification);
    }
}
