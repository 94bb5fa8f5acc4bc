using System.Text.Json;
using System.Text.RegularExpressions;

namespace Yilai.Sidecar.PubSub;

/// <summary>What the operators of a route's condition do with values: text, numbers, truth, null, lists and JSON.</summary>
internal static class RouteValues
{
    public static bool IsTrue(object? value) => Plain(value) as bool? ?? throw new RouteMismatchException();

    public static object? Member(object? value, string name) =>
        value is JsonElement { ValueKind: JsonValueKind.Object } json && json.TryGetProperty(name, out var member) ? member : throw new RouteMismatchException();

    public static bool Compare(object? left, string sign, object? right)
    {
        if (sign == "in")
            return Items(right).Any(i => AreEqual(left, i));
        if (sign is "==" or "!=")
            return AreEqual(left, right) == (sign == "==");
        var order = (Plain(left), Plain(right)) switch
        {
            (double a, double b) => a.CompareTo(b),
            (string a, string b) => string.CompareOrdinal(a, b),
            _ => throw new RouteMismatchException(),
        };
        return sign switch { "<" => order < 0, "<=" => order <= 0, ">" => order > 0, _ => order >= 0 };
    }

    public static bool Test(object? value, string test, object? argument)
    {
        if (Plain(value) is not string text || Plain(argument) is not string part)
            throw new RouteMismatchException();
        return test switch
        {
            "startsWith" => text.StartsWith(part, StringComparison.Ordinal),
            "endsWith" => text.EndsWith(part, StringComparison.Ordinal),
            "contains" => text.Contains(part, StringComparison.Ordinal),
            _ => Matches(text, part),
        };
    }

    public static object Size(object? value) => Plain(value) is string text ? (double)text.Length : (double)Items(value).Count();

    private static bool AreEqual(object? left, object? right) => Equals(Plain(left), Plain(right));

    private static IEnumerable<object?> Items(object? value) => value switch
    {
        List<object?> list => list,
        JsonElement { ValueKind: JsonValueKind.Array } json => json.EnumerateArray().Select(i => (object?)i),
        JsonElement { ValueKind: JsonValueKind.Object } json => json.EnumerateObject().Select(p => (object?)p.Name),
        _ => throw new RouteMismatchException(),
    };

    /// <summary>A JSON scalar as the value it is.</summary>
    private static object? Plain(object? value) => value is not JsonElement json ? value : json.ValueKind switch
    {
        JsonValueKind.String => json.GetString(),
        JsonValueKind.Number => json.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Null => null,
        _ => value,
    };

    private static bool Matches(string text, string pattern)
    {
        try
        {
            return Regex.IsMatch(text, pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            throw new RouteMismatchException();
        }
    }
}
