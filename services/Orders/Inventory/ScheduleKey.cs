using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Yilai.Orders.Inventory;

/// <summary>A schedule by its hospital and the hospital's own id; publicly <c>{hospitalCode}.{id}</c>.</summary>
internal sealed partial record ScheduleKey(string HospitalCode, string Id)
{
    public static bool TryParse(string? text, [NotNullWhen(true)] out ScheduleKey? key)
    {
        var match = Shape().Match(text ?? "");
        key = match.Success ? new ScheduleKey(match.Groups["hospital"].Value, match.Groups["id"].Value) : null;
        return match.Success;
    }

    public override string ToString() => $"{HospitalCode}.{Id}";

    // \z, not $: a trailing line break is no part of an id.
    [GeneratedRegex(@"\A(?<hospital>[A-Za-z0-9_-]{1,32})\.(?<id>[A-Za-z0-9_.-]{1,64})\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Shape();
}
