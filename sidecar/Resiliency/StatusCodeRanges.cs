using System.Globalization;

namespace Yilai.Sidecar.Resiliency;

/// <summary>Status codes as retry policies list them: "429,500-599".</summary>
internal sealed class StatusCodeRanges
{
    private readonly (int From, int To)[] ranges;

    private StatusCodeRanges((int From, int To)[] ranges) => this.ranges = ranges;

    public bool Has(int status) => Array.Exists(ranges, r => r.From <= status && status <= r.To);

    /// <summary>Nothing if it cannot be understood.</summary>
    public static StatusCodeRanges? Parse(string text)
    {
        var ranges = new List<(int, int)>();
        foreach (var part in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var ends = part.Split('-');
            if (ends.Length > 2 || !Number(ends[0], out var from) || !Number(ends[^1], out var to) || to < from)
                return null;
            ranges.Add((from, to));
        }
        return ranges.Count > 0 ? new StatusCodeRanges([.. ranges]) : null;
    }

    private static bool Number(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
