using System.Buffers;
using System.Globalization;

namespace Yilai.Sidecar.Components;

/// <summary>Durations as Go writes them: 1h30m, 500ms, 1.5s.</summary>
internal static class GoDuration
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789.");

    private const double LongestTicks = long.MaxValue / 100d; // Go counts nanoseconds: 292 years.

    /// <summary>Reads a duration; a bare integer is a number of seconds, as component metadata allow.</summary>
    public static TimeSpan? ParseOrSeconds(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds) && Math.Abs(seconds) < int.MaxValue
            ? TimeSpan.FromSeconds(seconds)
            : Parse(text);

    public static TimeSpan? Parse(string text)
    {
        var rest = text.AsSpan().Trim();
        var negative = rest.StartsWith("-");
        if (negative || rest.StartsWith("+"))
            rest = rest[1..];
        if (rest is "0")
            return TimeSpan.Zero;
        if (rest.IsEmpty)
            return null;
        var ticks = 0d;
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExcept(Digits);
            if (digits <= 0 || !double.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
                return null;
            rest = rest[digits..];
            var (length, unit) = rest switch
            {
                ['n', 's', ..] => (2, TimeSpan.TicksPerMillisecond / 1e6),
                ['u' or 'µ' or 'μ', 's', ..] => (2, TimeSpan.TicksPerMicrosecond),
                ['m', 's', ..] => (2, TimeSpan.TicksPerMillisecond),
                ['s', ..] => (1, TimeSpan.TicksPerSecond),
                ['m', ..] => (1, TimeSpan.TicksPerMinute),
                ['h', ..] => (1, (double)TimeSpan.TicksPerHour),
                _ => (0, 0d),
            };
            if (length == 0)
                return null;
            ticks += number * unit;
            rest = rest[length..];
        }
        return ticks < LongestTicks ? TimeSpan.FromTicks((long)(negative ? -ticks : ticks)) : null;
    }
}
