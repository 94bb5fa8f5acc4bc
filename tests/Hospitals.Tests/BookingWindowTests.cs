using Yilai.Hospitals.Portal;
using Yilai.Hospitals.Schedules;

namespace Yilai.Hospitals.Tests;

public sealed class BookingWindowTests
{
    private static readonly DateOnly Today = new(2026, 11, 25);
    private static readonly BookingWindow Window = BookingWindow.Of(10, "08:30", "12:30");

    [Theory]
    [InlineData(-1, "00:00", "Past")]
    [InlineData(0, "00:00", "Open")]
    [InlineData(0, "12:29", "Open")]
    [InlineData(0, "12:30", "Past")]
    [InlineData(1, "23:59", "Open")]
    [InlineData(8, "00:00", "Open")]
    [InlineData(9, "08:29", "Ahead")]
    [InlineData(9, "08:30", "Open")]
    [InlineData(10, "23:59", "Ahead")]
    public void StateOf_DayAtClockTimeInChina_FollowsTheRule(int daysAhead, string time, string expected) =>
        Assert.Equal(Enum.Parse<WindowState>(expected), Window.StateOf(Today.AddDays(daysAhead), At(time)));

    [Fact]
    public void ReleasesAt_DayBeyondTheWindow_IsTheReleaseTimeOfTheDayItEnters() =>
        Assert.Equal(new DateTimeOffset(2026, 11, 27, 0, 30, 0, TimeSpan.Zero), Window.ReleasesAt(new DateOnly(2026, 12, 6)));

    [Fact]
    public void StateOf_CycleOfOneDay_OpensTodayAtItsReleaseTime()
    {
        var window = BookingWindow.Of(1, "06:00", "16:00");
        Assert.Equal(WindowState.Ahead, window.StateOf(Today, At("05:59")));
        Assert.Equal(WindowState.Open, window.StateOf(Today, At("06:00")));
        Assert.Equal(WindowState.Ahead, window.StateOf(Today.AddDays(1), At("23:00")));
    }

    [Theory]
    [InlineData("Open", 1, "Open", "Bookable")]
    [InlineData("Open", 0, "Open", "Full")]
    [InlineData("Open", 5, "Ahead", "NotReleased")]
    [InlineData("Open", 5, "Past", "Closed")]
    [InlineData("Stopped", 5, "Open", "Closed")]
    [InlineData("Suspended", 5, "Open", "Suspended")]
    [InlineData("Suspended", 5, "Ahead", "Suspended")]
    public void Status_OfSchedule_FollowsFromPushAndWindow(string pushed, int remaining, string window, string expected) =>
        Assert.Equal(
            Enum.Parse<BookingStatus>(expected),
            BookingStatuses.Of(Enum.Parse<PushedStatus>(pushed), remaining, Enum.Parse<WindowState>(window)));

    [Theory]
    [InlineData("Suspended,Suspended", "Suspended")]
    [InlineData("Suspended,Full", "Full")]
    [InlineData("Full,Bookable", "Bookable")]
    [InlineData("Closed,Suspended", "Closed")]
    [InlineData("NotReleased,Suspended", "NotReleased")]
    public void Status_OfDay_IsTheBestOfItsSchedules(string schedules, string expected) =>
        Assert.Equal(Enum.Parse<BookingStatus>(expected), BookingStatuses.OfDay(schedules.Split(',').Select(Enum.Parse<BookingStatus>)));

    private static DateTimeOffset At(string time) => new(Today.ToDateTime(TimeOnly.Parse(time, null)), TimeSpan.FromHours(8));
}
