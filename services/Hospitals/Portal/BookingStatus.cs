using Yilai.Hospitals.Schedules;

namespace Yilai.Hospitals.Portal;

/// <summary>What a patient can expect of a day or of a schedule.</summary>
internal enum BookingStatus
{
    /// <summary>There are numbers and they can be taken now.</summary>
    Bookable,

    /// <summary>约满: all numbers are taken.</summary>
    Full,

    /// <summary>Numbers are released later.</summary>
    NotReleased,

    /// <summary>Booking is over or was stopped.</summary>
    Closed,

    /// <summary>停诊</summary>
    Suspended,
}

/// <summary>How status follows from the window and from what is left.</summary>
internal static class BookingStatuses
{
    public static BookingStatus Of(PushedStatus pushed, int remaining, WindowState window) => (pushed, window) switch
    {
        (PushedStatus.Suspended, _) => BookingStatus.Suspended,
        (_, WindowState.Past) or (PushedStatus.Stopped, _) => BookingStatus.Closed,
        (_, WindowState.Ahead) => BookingStatus.NotReleased,
        _ when remaining <= 0 => BookingStatus.Full,
        _ => BookingStatus.Bookable,
    };

    /// <summary>A day is as good as the best of its schedules.</summary>
    public static BookingStatus OfDay(IEnumerable<BookingStatus> schedules)
    {
        var present = schedules.ToHashSet();
        return BestFirst.First(s => present.Contains(s));
    }

    private static readonly BookingStatus[] BestFirst =
        [BookingStatus.Bookable, BookingStatus.NotReleased, BookingStatus.Full, BookingStatus.Closed, BookingStatus.Suspended];
}
