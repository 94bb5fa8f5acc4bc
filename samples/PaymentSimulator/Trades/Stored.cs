using System.Globalization;

namespace Yilai.PaymentSimulator.Trades;

/// <summary>How amounts and instants stand in the books.</summary>
internal static class Stored
{
    public static long Cents(decimal amount) => (long)(amount * 100);

    /// <summary>Always with two decimals, so that it is written with them.</summary>
    public static decimal Money(long cents) => new((int)cents, (int)(cents >> 32), 0, isNegative: false, scale: 2);

    public static long Time(DateTimeOffset instant) => instant.ToUnixTimeMilliseconds();

    public static long? Time(DateTimeOffset? instant) => instant?.ToUnixTimeMilliseconds();

    public static DateTimeOffset Instant(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    public static DateTimeOffset? Instant(long? milliseconds) => milliseconds is { } value ? Instant(value) : null;
}

/// <summary>Numbers that the provider gives, in the form of the real ones: the day in China first, digits only, never twice.</summary>
internal static class Numbers
{
    private static readonly TimeSpan China = TimeSpan.FromHours(8);

    public static string Trade(long id, DateTimeOffset now) =>
        string.Create(CultureInfo.InvariantCulture, $"{now.ToOffset(China):yyyyMMdd}22001{id:D15}");

    public static string Notification(long id, DateTimeOffset now) =>
        string.Create(CultureInfo.InvariantCulture, $"{now.ToOffset(China):yyyyMMdd}00222{now.ToOffset(China):HHmmss}{id:D15}");
}
