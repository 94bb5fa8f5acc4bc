using System.Globalization;

namespace Yilai.Alipay;

/// <summary>How Alipay writes times and amounts.</summary>
public static class AlipayFormats
{
    private const string TimeFormat = "yyyy-MM-dd HH:mm:ss";
    private static readonly TimeSpan China = TimeSpan.FromHours(8);

    /// <summary>An instant as the clock in China shows it, to the second.</summary>
    public static string Time(DateTimeOffset instant) => instant.ToOffset(China).ToString(TimeFormat, CultureInfo.InvariantCulture);

    /// <summary>The same to the millisecond, as a notification's <c>gmt_refund</c> has it.</summary>
    public static string TimeToTheMillisecond(DateTimeOffset instant) => instant.ToOffset(China).ToString($"{TimeFormat}.fff", CultureInfo.InvariantCulture);

    /// <summary>The instant of a time in China, with a fraction of a second or without; null when it is none.</summary>
    public static DateTimeOffset? ReadTime(string? text) =>
        DateTime.TryParseExact(text, [TimeFormat, $"{TimeFormat}.FFF"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? new DateTimeOffset(time, China).ToUniversalTime()
            : null;

    /// <summary>CNY with two decimals.</summary>
    public static string Amount(decimal amount) => amount.ToString("0.00", CultureInfo.InvariantCulture);

    /// <summary>An amount in CNY; null when it is none, negative, or finer than a cent.</summary>
    public static decimal? ReadAmount(string? text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) && decimal.Round(amount, 2) == amount
            ? amount
            : null;
}
