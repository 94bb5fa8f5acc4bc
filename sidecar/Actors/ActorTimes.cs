using System.Globalization;
using System.Text.RegularExpressions;
using Yilai.Sidecar.Bindings;
using Yilai.Sidecar.Components;

namespace Yilai.Sidecar.Actors;

/// <summary>When a timer or reminder fires: first, then every so often (or by a cron expression), so many times, until it expires.</summary>
internal sealed partial record ActorTimes(DateTimeOffset First, TimeSpan? Every, string? Cron, int? Times, DateTimeOffset? Expires)
{
    public bool Repeats => (Every is not null || Cron is not null) && Times is not 1;

    /// <summary>The period as the scheduler of Dapr shows it.</summary>
    public string Schedule => Cron ?? (Every is { } every ? $"@every {Go(every)}" : "");

    /// <summary>Reads what an app gave.</summary>
    /// <exception cref="FormatException">It makes no sense.</exception>
    public static ActorTimes Parse(string kind, string? dueTime, string? period, string? ttl, DateTimeOffset now)
    {
        var (every, cron, times) = Period(kind, period);
        DateTimeOffset? due = string.IsNullOrEmpty(dueTime) ? null : Moment(dueTime, now) ?? throw new FormatException($"error parsing {kind} due time: '{dueTime}' is no time");
        // Without a due time, a reminder first waits its period; a timer does not.
        var first = due ?? (kind == "timer" ? now : cron is not null ? CronSchedule.Parse(cron).Next(now, TimeZoneInfo.Local) ?? now : now + (every ?? TimeSpan.Zero));
        DateTimeOffset? expires = string.IsNullOrEmpty(ttl) ? null : Moment(ttl, due ?? now) ?? throw new FormatException($"error parsing {kind} TTL: '{ttl}' is no time");
        if (expires is { } end && (end < now || due > end))
            throw new FormatException($"{kind} has already expired: dueTime: {dueTime} TTL: {ttl}");
        return new ActorTimes(first, every, cron, times, expires);
    }

    /// <summary>The time after one that has passed; ticks that were missed are made up for once, not each.</summary>
    public DateTimeOffset? Next(DateTimeOffset last, DateTimeOffset now)
    {
        if (!Repeats)
            return null;
        DateTimeOffset? next;
        if (Cron is not null)
            next = CronSchedule.Parse(Cron).Next(now, TimeZoneInfo.Local);
        else
            next = last + Every!.Value is var following && following > now ? following : last + Every.Value * (Math.Floor((now - last) / Every.Value) + 1);
        return next is null || next >= Expires ? null : next;
    }

    private static (TimeSpan? Every, string? Cron, int? Times) Period(string kind, string? text)
    {
        if (string.IsNullOrEmpty(text))
            return default;
        if (Iso().Match(text) is { Success: true } iso && text.Length > 1)
        {
            int? times = iso.Groups["r"].Success && iso.Groups["r"].ValueSpan is { IsEmpty: false } digits ? int.Parse(digits, CultureInfo.InvariantCulture) : null;
            if (times is 0)
                throw new FormatException($"invalid {kind} period: has zero repetitions");
            return (Positive(Duration(iso) ?? throw Unreadable(kind, text)), null, times is < 0 ? null : times);
        }
        if (GoDuration.Parse(text) is { } time)
            return time < TimeSpan.Zero ? throw Unreadable(kind, text) : (Positive(time), null, null);
        const string every = "@every ";
        if (text.StartsWith(every, StringComparison.Ordinal) && GoDuration.Parse(text[every.Length..]) is { Ticks: > 0 } step)
            return (step, null, null);
        try
        {
            CronSchedule.Parse(text);
            return kind == "timer" ? throw Unreadable(kind, text) : (null, text, null);
        }
        catch (ComponentException)
        {
            throw Unreadable(kind, text);
        }
    }

    private static TimeSpan? Positive(TimeSpan time) => time > TimeSpan.Zero ? time : null;

    private static DateTimeOffset? Moment(string text, DateTimeOffset from)
    {
        if (GoDuration.Parse(text) is { } go)
            return After(from, go);
        if (Iso().Match(text) is { Success: true } iso && !iso.Groups["r"].Success && text.Length > 1)
            return Duration(iso) is { } time ? After(from, time) : null;
        return text.Contains('T', StringComparison.Ordinal) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment.ToUniversalTime() : null;
    }

    /// <summary>The end of all time is as late as it gets.</summary>
    private static DateTimeOffset After(DateTimeOffset from, TimeSpan time) => time > DateTimeOffset.MaxValue - from ? DateTimeOffset.MaxValue : from + time;

    /// <summary>Years and months have no fixed length, so they are refused, as Dapr's scheduler does.</summary>
    private static TimeSpan? Duration(Match iso)
    {
        if (iso.Groups["y"].Success || iso.Groups["mo"].Success)
            return null;
        double Number(string name) => iso.Groups[name].Success ? double.Parse(iso.Groups[name].ValueSpan, CultureInfo.InvariantCulture) : 0;
        var seconds = Number("w") * 604_800 + Number("d") * 86_400 + Number("h") * 3_600 + Number("m") * 60 + Number("s");
        return seconds < TimeSpan.MaxValue.TotalSeconds / 100 ? TimeSpan.FromSeconds(seconds) : null;
    }

    private static FormatException Unreadable(string kind, string text) => new($"invalid {kind} period: parse error: '{text}' is no duration");

    /// <summary>As Go writes durations: 1h0m5s, 500ms.</summary>
    private static string Go(TimeSpan time)
    {
        if (time < TimeSpan.FromSeconds(1))
            return string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds}ms");
        var hours = (long)time.TotalHours;
        var seconds = string.Create(CultureInfo.InvariantCulture, $"{time.Seconds + time.Ticks % TimeSpan.TicksPerSecond / (double)TimeSpan.TicksPerSecond}s");
        return hours > 0 ? $"{hours}h{time.Minutes}m{seconds}" : time.Minutes > 0 ? $"{time.Minutes}m{seconds}" : seconds;
    }

    [GeneratedRegex(@"^(R(?<r>-?\d{0,9})/)?P(?=\d|T\d)((?<y>\d{1,9})Y)?((?<mo>\d{1,9})M)?((?<w>\d{1,9})W)?((?<d>\d{1,9})D)?(T(?=\d)((?<h>\d{1,9})H)?((?<m>\d{1,9})M)?((?<s>\d{1,9}(\.\d{1,9})?)S)?)?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Iso();
}
