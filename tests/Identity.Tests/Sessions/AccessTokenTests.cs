using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Yilai.Contracts;
using Yilai.Identity.Keys;
using Yilai.Identity.Tests.Support;
using Yilai.TestSupport;

namespace Yilai.Identity.Tests.Sessions;

public sealed class AccessTokenTests(IdentityFixture identity) : IClassFixture<IdentityFixture>
{
    [Fact]
    public async Task AccessToken_ByTheKeySet_IsValidForAQuarterOfAnHour()
    {
        var user = await identity.LogInAsync();
        var token = await ValidateAsync(user.AccessToken);
        Assert.Equal(user.UserId.ToString(), token.Subject);
        Assert.Equal((AccessTokens.Issuer, AccessTokens.Type, AccessTokens.Algorithm), (token.Issuer, token.Typ, token.Alg));
        Assert.Equal([AccessTokens.Audience], token.Audiences);
        Assert.Equal(identity.Clock.GetUtcNow().UtcDateTime + TimeSpan.FromMinutes(15), token.ValidTo);
    }

    [Fact]
    public async Task PublicKeys_HoldNothingPrivate()
    {
        var set = (JsonObject)await GetKeysAsync();
        var key = Assert.Single(set["keys"]!.AsArray())!.AsObject();
        Assert.Equal(["alg", "crv", "kid", "kty", "use", "x", "y"], key.Select(m => m.Key).Order(StringComparer.Ordinal));
        var stored = await identity.QueryAsync<string>("select private_key from identity.signing_key");
        Assert.DoesNotContain("MIGH", stored, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Instances_StartedTogether_ShareOneKey()
    {
        var platform = await TestPlatform.StartAsync(AppIds.Identity);
        await using var _ = platform;
        var apps = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => IdentityApp.CreateAsync([], b =>
        {
            b.Configuration.AddInMemoryCollection(platform.SettingsOf(AppIds.Identity));
            b.Configuration["URLS"] = "http://127.0.0.1:0";
            b.Logging.ClearProviders();
        })));
        await Task.WhenAll(apps.Select(a => a.StartAsync()));
        Assert.Single(apps.Select(a => Assert.Single(a.Services.GetRequiredService<SigningKeys>().All).Kid).Distinct());
        foreach (var app in apps)
        {
            await app.StopAsync();
            await app.DisposeAsync();
        }
    }

    private async Task<JsonWebToken> ValidateAsync(string accessToken)
    {
        var result = await new JsonWebTokenHandler().ValidateTokenAsync(accessToken, new TokenValidationParameters
        {
            IssuerSigningKeys = new JsonWebKeySet((await GetKeysAsync()).ToJsonString()).GetSigningKeys(),
            ValidIssuer = AccessTokens.Issuer,
            ValidAudience = AccessTokens.Audience,
            ValidTypes = [AccessTokens.Type],
            LifetimeValidator = (from, until, _, _) => from <= identity.Clock.GetUtcNow() && until > identity.Clock.GetUtcNow(),
        });
        Assert.True(result.IsValid, result.Exception?.Message);
        return (JsonWebToken)result.SecurityToken;
    }

    private async Task<JsonNode> GetKeysAsync()
    {
        using var answer = await identity.SendAsync(HttpMethod.Get, "/.well-known/jwks.json", null);
        return await answer.JsonAsync();
    }
}
