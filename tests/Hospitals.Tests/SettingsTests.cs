using System.Net;
using System.Security.Cryptography;
using Dapper;
using Npgsql;
using Yilai.Hospitals.Settings;
using Yilai.Hospitals.Tests.Support;
using Yilai.TestSupport;

namespace Yilai.Hospitals.Tests;

public sealed class SettingsTests(HospitalsFixture fixture)
{
    [Fact]
    public async Task FindKey_OfBundledHospital_GivesKeyAndAddress()
    {
        using var response = await fixture.Client.GetAsync(new Uri("/internal/keys/T2099-1", UriKind.Relative));
        var key = await response.JsonAsync();
        Assert.Equal("T2099", (string?)key["hospitalCode"]);
        Assert.Equal(fixture.Keys["T2099"], (string?)key["key"]);
        Assert.True((bool?)key["enabled"]);
        Assert.Equal("http://127.0.0.1:9/hospital/T2099/", (string?)key["apiUrl"]);
    }

    [Fact]
    public async Task FindKey_Unknown_IsNotFound()
    {
        using var response = await fixture.Client.GetAsync(new Uri("/internal/keys/nobody", UriKind.Relative));
        await response.ExpectProblemAsync(HttpStatusCode.NotFound, "key-unknown");
    }

    [Fact]
    public async Task Keys_AtRest_AreNotReadable()
    {
        await using var connection = new NpgsqlConnection(fixture.Database);
        var stored = await connection.ExecuteScalarAsync<byte[]>("select sign_key from hospitals.hospital_key where key_id = 'T0000-1'");
        Assert.DoesNotContain(Convert.ToHexString(Convert.FromBase64String(fixture.Keys["T0000"])), Convert.ToHexString(stored!));
    }

    [Fact]
    public async Task FindSettings_NewestKeyRetired_SignsWithTheOneBefore()
    {
        var code = fixture.TakeHospital();
        await using var connection = new NpgsqlConnection(fixture.Database);
        await connection.ExecuteAsync(
            """
            insert into hospitals.hospital_key (key_id, hospital_code, sign_key, create_time, retired_time)
            values (@id, @code, '', now() + interval '1 second', now())
            """,
            new { code, id = $"{code}-2" });
        using var settings = await fixture.Client.GetAsync(new Uri($"/internal/hospitals/{code}/settings", UriKind.Relative));
        Assert.Equal($"{code}-1", (string?)(await settings.JsonAsync())["keyId"]);
        using var retired = await fixture.Client.GetAsync(new Uri($"/internal/keys/{code}-2", UriKind.Relative));
        await retired.ExpectProblemAsync(HttpStatusCode.NotFound, "key-unknown");
    }

    [Fact]
    public void Decrypt_ForAnotherKeyId_Fails()
    {
        var cipher = new KeyCipher(RandomNumberGenerator.GetBytes(32));
        var encrypted = cipher.Encrypt([1, 2, 3], "a");
        Assert.Equal([1, 2, 3], cipher.Decrypt(encrypted, "a"));
        Assert.Throws<AuthenticationTagMismatchException>(() => cipher.Decrypt(encrypted, "b"));
    }
}
