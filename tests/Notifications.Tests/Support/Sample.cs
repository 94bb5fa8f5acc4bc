using Yilai.Contracts.Events;

namespace Yilai.Notifications.Tests.Support;

/// <summary>Events as orders sends them.</summary>
public static class Sample
{
    private static readonly DateTimeOffset At = new(2026, 3, 10, 1, 30, 0, TimeSpan.Zero);

    public static VisitFacts Visit { get; } = new(
        "1000_0", "北京协和医院", "心内科门诊", "李明", "主任医师", new DateOnly(2026, 3, 15), "morning", 7, 60m);

    public static OrderPlaced Placed(Guid userId) => new(Guid.CreateVersion7(At), userId, Visit, At.AddMinutes(15))
    {
        EventId = Guid.CreateVersion7(At),
        OccurredAt = At,
    };

    public static OrderConfirmed Confirmed(Guid userId, string? time = "2026-03-15 08:30 前", string? address = "门诊楼一层") =>
        new(Guid.CreateVersion7(At), userId, Visit, time, address)
        {
            EventId = Guid.CreateVersion7(At),
            OccurredAt = At,
        };

    public static VisitDue Due(Guid userId, string occasion, string? time = null, string? address = "门诊楼一层") =>
        new(Guid.CreateVersion7(At), userId, Visit, occasion, time, address)
        {
            EventId = Guid.CreateVersion7(At),
            OccurredAt = At,
        };

    public static BookingBanned Banned(Guid userId) => new(Guid.CreateVersion7(At), userId, Visit, 3, 90, At.AddDays(90))
    {
        EventId = Guid.CreateVersion7(At),
        OccurredAt = At,
    };

    public static OrderClosed Closed(Guid userId, string outcome) =>
        new(Guid.CreateVersion7(At), userId, Visit with { DoctorTitle = "", Period = "afternoon" }, outcome)
        {
            EventId = Guid.CreateVersion7(At),
            OccurredAt = At,
        };
}
