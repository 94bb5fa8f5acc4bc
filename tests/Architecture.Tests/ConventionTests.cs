using System.Text.RegularExpressions;

namespace Yilai.Architecture.Tests;

/// <summary>The shape that lets a stranger find a line and read a file.</summary>
public sealed partial class ConventionTests
{
    private const int LongestFile = 250;
    private const int LongestProgram = 30;
    private const int LongestAppHost = 120;

    [Fact]
    public void Sources_StayShort()
    {
        var tooLong = Repository.Sources().Select(f => (File: f, Lines: LinesOf(f))).Where(f => f.Lines > LongestFile).Select(f => $"{f.File}: {f.Lines}");
        Assert.Empty(tooLong);
    }

    [Fact]
    public void Sources_AreMostlyUnder120Lines()
    {
        var all = Repository.Files("*.cs").Select(LinesOf).ToArray();
        var share = all.Count(l => l <= 120) / (double)all.Length;
        Assert.True(share >= 0.85, $"only {share:P0} of the C# files have 120 lines or fewer");
    }

    [Fact]
    public void Programs_FitOnOneScreen() =>
        Assert.Empty(Repository.Files("*Program.cs").Where(f => LinesOf(f) > LongestProgram));

    [Fact]
    public void AppHost_ReadsAsTheDiagram() =>
        Assert.InRange(LinesOf("AppHost/AppHost.cs"), 1, LongestAppHost);

    [Fact]
    public void Folders_AreNamedForTheDomain_NotForKindsOfCode()
    {
        string[] kinds = ["Controllers", "Models", "Validators", "Helpers", "Utils", "Repositories", "Dtos", "Managers"];
        Assert.Empty(Repository.Files("*.cs").Where(f => f.Split('/').Intersect(kinds).Any()));
    }

    [Fact]
    public void Migrations_AreNumberedWithoutGaps()
    {
        foreach (var folder in Repository.Files("services/*.sql").Where(f => f.Split('/') is [_, _, "Migrations", _]).GroupBy(Path.GetDirectoryName))
        {
            var numbers = folder.Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal).ToArray();
            Assert.All(numbers, n => Assert.Matches(@"^\d{4}_[a-z0-9_]+\.sql$", n));
            Assert.Equal(Enumerable.Range(1, numbers.Length).Select(i => $"{i:0000}"), numbers.Select(n => n[..4]));
        }
    }

    [Fact]
    public void Tests_AreNeverSkipped()
    {
        var skipped = Repository.Files("tests/*.cs").Where(f => SkippedFact().IsMatch(Repository.Read(f)));
        Assert.Empty(skipped);
    }

    [Fact]
    public void Tests_AreNamedAsSentences()
    {
        var wrong = Repository.Files("tests/*Tests.cs").SelectMany(f => TestMethod().Matches(Repository.Read(f)).Select(m => m.Groups[1].Value)
            .Where(n => !n.Contains('_', StringComparison.Ordinal)).Select(n => $"{f}: {n}"));
        Assert.Empty(wrong);
    }

    private static int LinesOf(string file) => File.ReadLines(Path.Combine(Repository.Root, file)).Count();

    [GeneratedRegex(@"\[(Fact|Theory)\([^)]*Skip\b|Assert\.Skip")]
    private static partial Regex SkippedFact();

    [GeneratedRegex(@"\[(?:Fact|Theory)[^\]]*\](?:\s*\[[^\n]*\])*\s*public\s+(?:async\s+)?[\w<>]+\s+(\w+)\s*\(")]
    private static partial Regex TestMethod();
}
