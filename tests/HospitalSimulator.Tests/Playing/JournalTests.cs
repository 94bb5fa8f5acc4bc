using Yilai.HospitalSdk.Messages;
using Yilai.HospitalSimulator.Orders;
using Yilai.HospitalSimulator.Schedules;

namespace Yilai.HospitalSimulator.Tests.Playing;

public sealed class JournalTests : IDisposable
{
    private static readonly Schedule Extra = new("x-1", "0301", "张医师", "主任医师", "", new DateOnly(2026, 3, 3), Period.Morning, 3, 3, 50m, ScheduleStatus.Open);
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Open_AfterAKill_KnowsOrdersNumbersAndSchedules()
    {
        using (var journal = Open())
        {
            new ExtraSchedules(journal).Remember(Stage.Code, Extra);
            var book = new OrderBook(TimeProvider.System, journal);
            book.Book(Stage.Code, Submissions.For(Extra, "o-1"), Extra);
            book.Book(Stage.Code, Submissions.For(Extra, "o-2"), Extra);
            book.Change(Stage.Code, "o-1", HospitalOrderStatus.Paid);
            book.Change(Stage.Code, "o-2", HospitalOrderStatus.Cancelled);
        }

        File.AppendAllText(folder.File("books.jsonl"), """{"order":{"hospitalCode":"cut of""");
        using var again = Open();
        var after = new OrderBook(TimeProvider.System, again);
        Assert.Equal(Extra, new ExtraSchedules(again).Find(Stage.Code, Extra.Id));
        Assert.Equal(HospitalOrderStatus.Paid, after.Find(Stage.Code, "o-1")!.Status);
        Assert.Equal(HospitalOrderStatus.Cancelled, after.Find(Stage.Code, "o-2")!.Status);
        Assert.Equal(1, after.CountTaken(Stage.Code, Extra.Id));
        Assert.Equal("00000003", after.Book(Stage.Code, Submissions.For(Extra, "o-3"), Extra)!.HospitalRecordId);
    }

    [Fact]
    public void Open_SomethingElse_IsSaidInOneLine()
    {
        File.WriteAllText(folder.File("books.jsonl"), "province,city\n");

        Assert.Contains("cannot be opened as books", Assert.Throws<SimulatorException>(Open).Message, StringComparison.Ordinal);
    }

    private Journal Open() => new(new SimulatorSettings(new Uri("http://localhost"), new Dictionary<string, HospitalSdk.HospitalKey>(), folder.File("books.jsonl")));
}
