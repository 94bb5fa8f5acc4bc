using System.Globalization;

namespace Yilai.PaymentSimulator.Notifications;

/// <summary>How long a notification that was not taken waits, from one time to the next; then it is given up.</summary>
/// <remarks>The real one waits 4 minutes, 10, 10, 1 hour, 2, 6, 15: too long for tests.</remarks>
internal sealed class RetryWaits(IReadOnlyList<TimeSpan> waits)
{
    private static readonly RetryWaits Default = new(
        [.. new[] { 1, 2, 4, 8, 15, 30, 60 }.Concat(Enumerable.Repeat(60, 60)).Select(seconds => TimeSpan.FromSeconds(seconds))]);

    /// <summary>The wait after so many attempts; null when it was the last.</summary>
    public TimeSpan? After(int attempts) => attempts <= waits.Count ? waits[attempts - 1] : null;

    /// <summary>Seconds, divided by commas.</summary>
    /// <exception cref="SimulatorException">They are not.</exception>
    public static RetryWaits Read(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return Default;
        }

        var waits = new List<TimeSpan>();
        foreach (var part in text.Split(','))
        {
            if (!double.TryParse(part, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var seconds)
                || seconds is < 0 or > 86_400)
            {
                throw new SimulatorException("PAYMENT_NOTIFY_WAITS must be seconds such as 1,2,4,8.");
            }

            waits.Add(TimeSpan.FromSeconds(seconds));
        }

        return new(waits);
    }
}
