using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Yilai.Contracts;
using Yilai.Identity.Keys;
using Yilai.Identity.Tests.Support;
using Yilai.ServiceDefaults.Privacy;
using Yilai.ServiceDefaults.Secrets;

namespace Yilai.Identity.Tests.Sessions;

public sealed class KeyRotationTests(IdentityFixture identity) : IClassFixture<IdentityFixture>
{
    [Fact]
    public async Task SigningKeys_After90Days_ChangeWithoutInvalidatingAnyToken()
    {
        var keys = identity.Service<SigningKeys>();
        var old = keys.Current.Kid;

        identity.Clock.Advance(TimeSpan.FromDays(90));
        await keys.RefreshAsync(CancellationToken.None);
        // The next key is published, and does not sign yet.
        Assert.Equal(2, keys.All.Count);
        Assert.Equal(old, keys.Current.Kid);

        identity.Clock.Advance(TimeSpan.FromMinutes(10));
        var next = keys.Current.Kid;
        Assert.NotEqual(old, next);
        await keys.RefreshAsync(CancellationToken.None);
        Assert.Contains(keys.All, k => k.Kid == old);

        // The last token of the old key has expired.
        identity.Clock.Advance(TimeSpan.FromMinutes(21));
        await keys.RefreshAsync(CancellationToken.None);
        Assert.Equal(next, Assert.Single(keys.All).Kid);
    }

    [Fact]
    public async Task Start_OnADatabaseOfAnotherDataKey_SaysWhichKeysAndWhatToDoAndAddsNone()
    {
        var before = await KeysAsync();
        var other = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        await using var app = await IdentityApp.CreateAsync([], builder =>
        {
            builder.Configuration.AddInMemoryCollection(identity.Platform.SettingsOf(AppIds.Identity));
            builder.Configuration.AddInMemoryCollection([new($"ConnectionStrings:{SecretNames.DataKey}", other), new("URLS", "http://127.0.0.1:0")]);
            builder.Logging.ClearProviders();
            // The next key is due, and must not be made with this data key.
            builder.Services.AddSingleton<TimeProvider>(new FakeTimeProvider(identity.Clock.GetUtcNow().AddDays(91)));
        });

        var wrong = await Assert.ThrowsAsync<UnknownDataKeyException>(() => app.StartAsync());

        Assert.Matches("data key [0-9a-f]{8}, but the secret 'data-key' is key [0-9a-f]{8}.*secrets/secrets.json", wrong.Message);
        Assert.DoesNotContain(other, wrong.Message, StringComparison.Ordinal);
        Assert.Equal(before, await KeysAsync());
    }

    private Task<string?> KeysAsync() =>
        identity.QueryAsync<string>("select string_agg(kid || coalesce(published_until::text, ''), ',' order by kid) from identity.signing_key");
}
