using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using Yilai.ServiceDefaults.Errors;

namespace Yilai.Hospitals.Settings;

/// <summary>Whose key a signature names. Retired keys are unknown ones.</summary>
internal static class FindKey
{
    public static async Task<Results<Ok<HospitalKeyAnswer>, ProblemHttpResult>> HandleAsync(
        string keyId, NpgsqlDataSource database, KeyCipher cipher, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var row = await connection.QuerySingleOrDefaultAsync<Row>(new CommandDefinition(
            """
            select s.hospital_code, k.sign_key, s.status = 1 as enabled, s.api_url
            from hospital_key k join hospital_set s using (hospital_code)
            where k.key_id = @keyId and k.retired_time is null
            """,
            new { keyId },
            cancellationToken: cancellationToken));
        return row is null
            ? Problems.NotFound("key-unknown", "没有这个密钥。")
            : TypedResults.Ok(new HospitalKeyAnswer(
                row.HospitalCode, keyId, Convert.ToBase64String(cipher.Decrypt(row.SignKey, keyId)), row.Enabled, row.ApiUrl));
    }

    private sealed record Row(string HospitalCode, byte[] SignKey, bool Enabled, string ApiUrl);
}

/// <summary>A key and whose it is.</summary>
/// <param name="HospitalCode">The hospital's code.</param>
/// <param name="KeyId">The key's id.</param>
/// <param name="Key">The key, base64.</param>
/// <param name="Enabled">Whether the hospital is open on the platform.</param>
/// <param name="ApiUrl">Where the hospital's side of the contract is.</param>
internal sealed record HospitalKeyAnswer(string HospitalCode, string KeyId, string Key, bool Enabled, string ApiUrl);
