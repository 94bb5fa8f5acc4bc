using System.Reflection;
using System.Text.RegularExpressions;
using Yilai.Contracts.Events;

namespace Yilai.Architecture.Tests;

/// <summary>One definition per event, one topic per event, nothing personal inside.</summary>
public sealed partial class EventTests
{
    private static readonly Type[] Events =
        [.. typeof(IIntegrationEvent).Assembly.GetTypes().Where(t => t is { IsInterface: false } && t.IsAssignableTo(typeof(IIntegrationEvent)))];

    [Fact]
    public void Events_LiveInContractsOnly()
    {
        Assert.NotEmpty(Events);
        var elsewhere = Repository.Files("*.cs").Where(f => !f.StartsWith("services/Contracts/", StringComparison.Ordinal) && !f.StartsWith("tests/", StringComparison.Ordinal))
            .Where(f => Definition().IsMatch(Repository.Read(f)));
        Assert.Empty(elsewhere);
    }

    [Fact]
    public void Topics_AreKebabCaseAndUnique()
    {
        var topics = Events.Select(e => (string)e.GetProperty("Topic", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!).ToArray();
        Assert.All(topics, t => Assert.Matches("^[a-z]+(-[a-z]+)*$", t));
        Assert.Equal(topics.Length, topics.Distinct().Count());
    }

    [Fact]
    public void Events_CarryNoPatientData()
    {
        string[] personal = ["Phone", "CertificatesNo", "PatientName", "CardNo", "Birthday"];
        var carried = Events.SelectMany(e => e.GetProperties()).Select(p => p.Name).Intersect(personal);
        Assert.Empty(carried);
    }

    [Fact]
    public void Events_SurviveTheWire_IdIncluded()
    {
        var sent = new OrderClosed(
            Guid.Parse("0198c0de-0000-7000-8000-000000000001"), Guid.Parse("0198c0de-0000-7000-8000-000000000002"),
            new VisitFacts("H1", "医院", "内科", "张医师", "主任医师", new DateOnly(2026, 11, 30), "morning", 7, 50.00m), "cancelled")
        {
            EventId = Guid.Parse("0198c0de-0000-7000-8000-000000000003"),
            OccurredAt = new DateTimeOffset(2026, 11, 24, 1, 2, 3, TimeSpan.Zero),
        };
        var received = System.Text.Json.JsonSerializer.Deserialize<OrderClosed>(System.Text.Json.JsonSerializer.Serialize(sent));
        Assert.Equal(sent, received);
    }

    [GeneratedRegex(@"\)\s*:\s*IIntegrationEvent\b|(class|record)\s+\w+\s*:\s*IIntegrationEvent\b")]
    private static partial Regex Definition();
}
