using System.Net;
using System.Security.Cryptography;
using System.Text;
using Yilai.EndToEnd.Tests.Platform;

namespace Yilai.EndToEnd.Tests.Hospitals;

/// <summary>The hospitals' side of the gateway: only what is signed, fresh and new gets in.</summary>
public sealed class HospitalCallTests(RunningPlatform platform)
{
    private const string Departments = "/hospital/v2/departments";

    [Fact]
    public async Task Call_Signed_IsAccepted_AndTheAnswerIsSigned()
    {
        var (_, keyId, key) = await HandSignedCall.KeyAsync(platform);
        using var request = new HandSignedCall { KeyId = keyId, Key = key, Method = HttpMethod.Get, Path = "/hospital/v2/schedules", Query = "?date=2026-01-01&department=%E5%86%85" }.Build();
        using var answer = await platform.Http.SendAsync(request);
        await answer.JsonAsync(HttpStatusCode.OK);

        var body = await answer.Content.ReadAsByteArrayAsync();
        var digest = $"sha-256=:{Convert.ToBase64String(SHA256.HashData(body))}:";
        Assert.Equal(digest, Header(answer, "Content-Digest"));
        var parameters = Header(answer, "Signature-Input")["yilai=".Length..];
        Assert.StartsWith("(\"@status\" \"content-digest\")", parameters, StringComparison.Ordinal);
        var signed = $"\"@status\": 200\n\"content-digest\": {digest}\n\"@signature-params\": {parameters}";
        Assert.Equal($"yilai=:{Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(signed)))}:", Header(answer, "Signature"));
    }

    [Fact]
    public async Task Call_Unsigned_Is401()
    {
        using var answer = await platform.Http.PutAsJsonAsync(Departments, new { items = Array.Empty<object>() });
        await answer.ProblemAsync(HttpStatusCode.Unauthorized, "signature-missing");
    }

    [Fact]
    public async Task Call_WithUnknownKey_Is401() =>
        await RefusedAsync(new HandSignedCall { KeyId = "no-such-key", Key = new byte[32], Path = Departments, Body = "{\"items\":[]}" }, "key-unknown");

    [Fact]
    public async Task Call_SignedWithAnotherKey_Is401()
    {
        var (_, keyId, _) = await HandSignedCall.KeyAsync(platform);
        await RefusedAsync(new HandSignedCall { KeyId = keyId, Key = RandomNumberGenerator.GetBytes(32), Path = Departments, Body = "{\"items\":[]}" }, "signature-invalid");
    }

    [Fact]
    public async Task Call_BodyChangedAfterSigning_Is401()
    {
        var (_, keyId, key) = await HandSignedCall.KeyAsync(platform);
        using var request = new HandSignedCall { KeyId = keyId, Key = key, Path = Departments, Body = "{\"items\":[]}" }.Build();
        request.Content = new StringContent("{\"items\":[{}]}", Encoding.UTF8, "application/json");
        using var answer = await platform.Http.SendAsync(request);
        await answer.ProblemAsync(HttpStatusCode.Unauthorized, "signature-invalid");
    }

    [Theory]
    [InlineData(-301)]
    [InlineData(330)]
    public async Task Call_StaleOrFromTheFuture_Is401(int seconds)
    {
        var (_, keyId, key) = await HandSignedCall.KeyAsync(platform);
        await RefusedAsync(
            new HandSignedCall { KeyId = keyId, Key = key, Path = Departments, Body = "{\"items\":[]}", Created = TimeProvider.System.GetUtcNow().AddSeconds(seconds) },
            "signature-expired");
    }

    [Fact]
    public async Task Call_Replayed_Is401()
    {
        var (_, keyId, key) = await HandSignedCall.KeyAsync(platform);
        var call = new HandSignedCall { KeyId = keyId, Key = key, Path = Departments, Body = "{\"items\":[]}" };
        using var first = await platform.Http.SendAsync(call.Build());
        await first.JsonAsync(HttpStatusCode.OK);
        await RefusedAsync(call, "nonce-reused");
    }

    [Fact]
    public async Task Schedule_ForAnUnknownDepartment_IsRejectedByItself()
    {
        var (_, keyId, key) = await HandSignedCall.KeyAsync(platform);
        const string body = """
            {"items":[{"id":"bad-1","departmentCode":"no-such-department","doctorName":"李医师","doctorTitle":"主治医师","skill":"","date":"2099-01-01","period":"morning","released":10,"available":10,"fee":30.00,"status":"open"}]}
            """;
        using var answer = await platform.Http.SendAsync(new HandSignedCall { KeyId = keyId, Key = key, Path = "/hospital/v2/schedules", Body = body }.Build());
        var result = await answer.JsonAsync(HttpStatusCode.OK);
        Assert.Equal(0, result.GetProperty("accepted").GetInt32());
        var rejected = Assert.Single(result.GetProperty("rejected").EnumerateArray());
        Assert.Equal(0, rejected.GetProperty("index").GetInt32());
        Assert.Equal("unknown-department", rejected.Text("code"));
    }

    [Fact]
    public async Task Call_SignedButMalformed_Is400()
    {
        var (_, keyId, key) = await HandSignedCall.KeyAsync(platform);
        using var answer = await platform.Http.SendAsync(new HandSignedCall { KeyId = keyId, Key = key, Path = Departments, Body = "{\"items\":[" }.Build());
        await answer.ProblemAsync(HttpStatusCode.BadRequest, "malformed-json");
    }

    private async Task RefusedAsync(HandSignedCall call, string code)
    {
        using var answer = await platform.Http.SendAsync(call.Build());
        await answer.ProblemAsync(HttpStatusCode.Unauthorized, code);
    }

    private static string Header(HttpResponseMessage answer, string name) => Assert.Single(answer.Headers.TryGetValues(name, out var v) ? v : answer.Content.Headers.GetValues(name));
}
