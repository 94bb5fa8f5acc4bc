using System.Text.Json.Nodes;

namespace Yilai.Hospitals.Tests.Support;

/// <summary>Records as hospitals send them.</summary>
internal static class Samples
{
    public static DateOnly Today => DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().AddHours(8).DateTime);

    public static JsonObject Hospital(string name, string region = "110105", string level = "3A") => new()
    {
        ["name"] = name,
        ["level"] = level,
        ["type"] = "综合医院",
        ["regionCode"] = region,
        ["address"] = "幸福路 1 号",
        ["intro"] = "一家医院。",
        ["route"] = "地铁 1 号线。",
        ["bookingRule"] = new JsonObject { ["cycleDays"] = 14, ["releaseTime"] = "00:00", ["notes"] = new JsonArray("请带身份证。") },
    };

    public static JsonObject Department(string code, string group = "g1", string groupName = "内科") => new()
    {
        ["code"] = code,
        ["name"] = $"科室{code}",
        ["groupCode"] = group,
        ["groupName"] = groupName,
        ["intro"] = "简介",
    };

    public static JsonObject Schedule(string id, string department, DateOnly? date = null, string status = "open") => new()
    {
        ["id"] = id,
        ["departmentCode"] = department,
        ["doctorName"] = "张医师",
        ["doctorTitle"] = "主任医师",
        ["skill"] = "疑难病",
        ["date"] = $"{date ?? Today.AddDays(1):yyyy-MM-dd}",
        ["period"] = "morning",
        ["released"] = 20,
        ["available"] = 20,
        ["fee"] = 50.5,
        ["status"] = status,
    };

    public static JsonObject With(this JsonObject record, string field, JsonNode? value)
    {
        record[field] = value;
        return record;
    }

    public static JsonObject Items(IEnumerable<JsonNode?> items) => new() { ["items"] = new JsonArray([.. items]) };

    public static JsonObject Items(params JsonNode?[] items) => Items(items.AsEnumerable());

    /// <summary>What orders would say of a department.</summary>
    public static JsonObject Availability(int cycleDays, params JsonNode?[] items) => new()
    {
        ["rule"] = new JsonObject { ["releaseTime"] = "00:00", ["stopTime"] = "23:59", ["cycleDays"] = cycleDays },
        ["items"] = new JsonArray(items),
    };

    public static JsonObject Left(string id, DateOnly date, int remaining, string status = "open") => new()
    {
        ["id"] = id,
        ["departmentCode"] = "d",
        ["date"] = $"{date:yyyy-MM-dd}",
        ["period"] = "morning",
        ["released"] = 20,
        ["remaining"] = remaining,
        ["status"] = status,
    };
}
