using Yilai.Hospitals.Documents;
using Yilai.Hospitals.Schedules;

namespace Yilai.Hospitals.Portal;

/// <summary>Something that patients of a hospital should know.</summary>
/// <param name="Id">Stays the same for the same matter.</param>
/// <param name="Title">What it is about.</param>
/// <param name="Content">The whole of it, a line for each case.</param>
/// <param name="PublishedAt">When it last changed.</param>
internal sealed record Notice(string Id, string Title, string Content, DateTimeOffset PublishedAt)
{
    /// <summary>One notice for each day on which doctors do not come.</summary>
    public static IReadOnlyList<Notice> Of(IEnumerable<ScheduleDocument> suspended) =>
    [
        .. suspended.GroupBy(s => s.Date).OrderBy(g => g.Key).Select(day => new Notice(
            $"suspension-{day.Key:yyyy-MM-dd}",
            $"{day.Key.Month}月{day.Key.Day}日停诊通知",
            string.Join('\n', day.Select(s => $"{s.DepartmentName} {s.DoctorName}（{s.DoctorTitle}）{(s.Period == Period.Morning ? "上午" : "下午")}停诊")),
            day.Max(s => s.UpdatedAt))),
    ];
}
