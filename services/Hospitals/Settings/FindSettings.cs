using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using Yilai.ServiceDefaults.Errors;

namespace Yilai.Hospitals.Settings;

/// <summary>What the platform needs to call a hospital: where it is and the newest key in force.</summary>
internal static class FindSettings
{
    public static async Task<Results<Ok<SettingsAnswer>, ProblemHttpResult>> HandleAsync(
        string code, NpgsqlDataSource database, KeyCipher cipher, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var row = await connection.QuerySingleOrDefaultAsync<Row>(new CommandDefinition(
            """
            select s.hospital_code, s.hospital_name, k.key_id, k.sign_key, s.api_url, s.status = 1 as enabled
            from hospital_set s join hospital_key k using (hospital_code)
            where s.hospital_code = @code and k.retired_time is null
            order by k.create_time desc, k.key_id limit 1
            """,
            new { code },
            cancellationToken: cancellationToken));
        return row is null
            ? Problems.NotFound("hospital-not-found", "没有这家医院，或其没有可用的密钥。")
            : TypedResults.Ok(new SettingsAnswer(
                row.HospitalCode,
                row.HospitalName,
                row.KeyId,
                Convert.ToBase64String(cipher.Decrypt(row.SignKey, row.KeyId)),
                row.ApiUrl,
                row.Enabled));
    }

    private sealed record Row(string HospitalCode, string HospitalName, string KeyId, byte[] SignKey, string ApiUrl, bool Enabled);
}

/// <summary>How to call a hospital.</summary>
/// <param name="HospitalCode">The hospital's code.</param>
/// <param name="Name">Its name.</param>
/// <param name="KeyId">The id of the key to sign with.</param>
/// <param name="Key">The key, base64.</param>
/// <param name="ApiUrl">The base address, with a slash at its end.</param>
/// <param name="Enabled">Whether the hospital is open on the platform.</param>
internal sealed record SettingsAnswer(string HospitalCode, string Name, string KeyId, string Key, string ApiUrl, bool Enabled);
