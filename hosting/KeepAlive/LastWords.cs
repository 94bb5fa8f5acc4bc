using System.Globalization;

namespace Yilai.Hosting.KeepAlive;

/// <summary>What a part said on standard error before it ended: mostly, why.</summary>
internal static class LastWords
{
    /// <summary>Its last such line since then that is not a line of a stack trace; null if there is none.</summary>
    public static async Task<string?> OfAsync(IAsyncEnumerable<IReadOnlyList<LogLine>> log, DateTimeOffset since, CancellationToken cancellationToken)
    {
        string? last = null;
        await foreach (var lines in log.WithCancellation(cancellationToken))
        {
            foreach (var line in lines.Where(line => line.IsErrorMessage))
            {
                // The time it was said, then what.
                if (line.Content.Split(' ', 2) is [var when, var said] && said.Length > 0 && !char.IsWhiteSpace(said[0])
                    && DateTimeOffset.TryParse(when, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) && at >= since)
                {
                    last = said;
                }
            }
        }
        return last;
    }
}
