using System.Text.Json.Nodes;

namespace Yilai.Ingest.Tests.Support;

/// <summary>Records as hospitals send them.</summary>
internal static class Samples
{
    private static DateOnly Tomorrow => DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().AddHours(32).DateTime);

    public static JsonObject Hospital() => new()
    {
        ["name"] = "第一人民医院",
        ["level"] = "3A",
        ["regionCode"] = "110105",
        ["bookingRule"] = new JsonObject { ["cycleDays"] = 7 },
    };

    public static JsonObject Department(string code) => new() { ["code"] = code, ["name"] = "内科", ["groupCode"] = "g", ["groupName"] = "内科" };

    public static JsonObject Schedule(string id, int released = 20, string department = "d") => new()
    {
        ["id"] = id,
        ["departmentCode"] = department,
        ["doctorName"] = "张医师",
        ["doctorTitle"] = "主任医师",
        ["date"] = $"{Tomorrow:yyyy-MM-dd}",
        ["period"] = "afternoon",
        ["released"] = released,
        ["available"] = released,
        ["fee"] = 50,
        ["status"] = "open",
    };

    public static JsonObject Items(params JsonNode?[] items) => new() { ["items"] = new JsonArray(items) };
}
