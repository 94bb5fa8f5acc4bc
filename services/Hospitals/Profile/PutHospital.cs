using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using MongoDB.Driver;
using Npgsql;
using Yilai.Hospitals.Codes;
using Yilai.Hospitals.Documents;
using Yilai.ServiceDefaults.Errors;

namespace Yilai.Hospitals.Profile;

/// <summary>A hospital tells what it is; the whole of it replaces what was there.</summary>
internal static class PutHospital
{
    private static readonly string[] LevelsByRank = ["3A", "3B", "3C", "2A", "2B", "2C", "1A", "1B", "1C"];
    private static readonly ReplaceOptions Upsert = new() { IsUpsert = true };

    public static async Task<Results<Ok<HospitalPut>, ProblemHttpResult>> HandleAsync(
        string code,
        HospitalInput input,
        CodeLists codes,
        HospitalDocuments documents,
        NpgsqlDataSource database,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var errors = input.Check();
        if (errors.Any)
        {
            return errors.ToProblem();
        }

        if (await codes.FindRegionAsync(input.RegionCode!, cancellationToken) is not { } region)
        {
            return errors.Require(false, "regionCode", "没有这个行政区划代码。").ToProblem("unknown-region");
        }

        if (await codes.FindLevelAsync(input.Level!, cancellationToken) is not { } level)
        {
            return errors.Require(false, "level", "没有这个医院等级代码。").ToProblem("unknown-level");
        }

        if (await UpdateSettingsAsync(code, input.Name!, database, cancellationToken) is not { } enabled)
        {
            return Problems.NotFound("hospital-not-found", "没有这家医院。");
        }

        var logo = input.Logo is null ? null : LogoImage.Read(input.Logo);
        var rank = Array.IndexOf(LevelsByRank, level.Value);
        var hospital = new HospitalDocument
        {
            Code = code,
            Name = input.Name!.Trim(),
            SearchName = SearchText.Of(input.Name),
            Level = level.Value,
            LevelName = level.Name,
            LevelRank = rank < 0 ? LevelsByRank.Length : rank,
            Type = input.Type,
            RegionCode = region.Code,
            RegionName = region.FullName,
            Address = input.Address,
            Phone = input.Phone,
            Intro = input.Intro,
            Route = input.Route,
            LogoTag = logo?.Tag,
            BookingRule = (input.BookingRule ?? BookingRuleInput.Nothing).WithDefaults(),
            Enabled = enabled,
            UpdatedAt = clock.GetUtcNow(),
        };
        await PutLogoAsync(code, logo, documents, cancellationToken);
        await documents.Hospitals.ReplaceOneAsync(h => h.Code == code, hospital, Upsert, cancellationToken);
        return TypedResults.Ok(new HospitalPut(hospital.Name, hospital.BookingRule));
    }

    /// <returns>Whether the hospital is open; null when there is none.</returns>
    private static async Task<bool?> UpdateSettingsAsync(string code, string name, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<bool?>(new CommandDefinition(
            """
            update hospital_set set hospital_name = @name, update_time = now()
            where hospital_code = @code returning status = 1
            """,
            new { code, name },
            cancellationToken: cancellationToken));
    }

    private static Task PutLogoAsync(string code, LogoImage? logo, HospitalDocuments documents, CancellationToken cancellationToken) => logo is null
        ? documents.Logos.DeleteOneAsync(l => l.HospitalCode == code, cancellationToken)
        : documents.Logos.ReplaceOneAsync(
            l => l.HospitalCode == code,
            new LogoDocument { HospitalCode = code, ContentType = logo.ContentType, Tag = logo.Tag, Image = logo.Bytes.ToArray() },
            Upsert,
            cancellationToken);
}

/// <summary>What of a hospital others must know: orders keeps its name and rules.</summary>
/// <param name="Name">The hospital's name.</param>
/// <param name="BookingRule">Its rules, defaults filled in.</param>
internal sealed record HospitalPut(string Name, BookingRule BookingRule);
