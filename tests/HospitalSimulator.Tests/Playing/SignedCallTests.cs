using System.Net;
using System.Net.Http.Json;
using System.Text;
using Yilai.HospitalSdk;
using Yilai.HospitalSdk.Signatures;

namespace Yilai.HospitalSimulator.Tests.Playing;

public sealed class SignedCallTests : IAsyncLifetime
{
    private const string Path = $"/hospital/{Stage.Code}/orders/o-1";
    private Stage stage = null!;

    public async ValueTask InitializeAsync() => stage = await Stage.SetAsync(2);

    public ValueTask DisposeAsync() => stage.DisposeAsync();

    [Fact]
    public async Task Call_Unsigned_IsRefused() => Assert.Equal("signature-missing", await SendAsync(null));

    [Fact]
    public async Task Call_Replayed_IsRefused()
    {
        var signed = Sign(Stage.Code);

        Assert.Equal("order-unknown", await SendAsync(signed));
        Assert.Equal("nonce-reused", await SendAsync(signed));
    }

    [Fact]
    public async Task Call_ForAnotherHospital_IsRefused() => Assert.Equal("key-unknown", await SendAsync(Sign("110101002")));

    [Fact]
    public async Task Call_Stale_IsRefused()
    {
        var signed = Sign(Stage.Code);
        stage.Time.Advance(TimeSpan.FromSeconds(301));

        Assert.Equal("signature-expired", await SendAsync(signed));
    }

    [Fact]
    public async Task Call_WithTheWrongKey_IsRefused() => Assert.Equal(
        "signature-invalid", await SendAsync(Sign(new HospitalKey(stage.Keys[Stage.Code].KeyId, new byte[32]))));

    [Fact]
    public async Task Call_TooLong_IsRefused()
    {
        using var content = new StringContent(new string(' ', 100_000), Encoding.UTF8, "application/json");
        using var response = await stage.Anyone.PostAsync(new Uri($"/hospital/{Stage.Code}/orders", UriKind.Relative), content);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    private SignatureHeaders Sign(string code) => Sign(stage.Keys[code]);

    private SignatureHeaders Sign(HospitalKey key) =>
        RequestSignature.Sign(new("GET", Path, "", default), key, stage.Time.GetUtcNow(), RequestSignature.NewNonce());

    private async Task<string?> SendAsync(SignatureHeaders? signed)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Path);
        if (signed is not null)
        {
            request.Headers.Add(SignatureHeaders.SignatureInputName, signed.SignatureInput);
            request.Headers.Add(SignatureHeaders.SignatureName, signed.Signature);
        }

        using var response = await stage.Anyone.SendAsync(request);
        var problem = await response.Content.ReadFromJsonAsync<System.Text.Json.JsonElement>();
        return problem.GetProperty("code").GetString();
    }
}
