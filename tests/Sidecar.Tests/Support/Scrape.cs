using System.Globalization;

namespace Yilai.Sidecar.Tests.Support;

/// <summary>What Prometheus reads at one moment: samples by their name and all their labels, sorted, as name{a="1",b="2"}.</summary>
public sealed class Scrape
{
    private readonly Dictionary<string, double> samples = new(StringComparer.Ordinal);

    public string ContentType { get; private init; } = "";

    public IReadOnlyDictionary<string, double> Samples => samples;

    public IEnumerable<string> Names => samples.Keys.Select(k => k.Split('{')[0]).Distinct();

    public double this[string sample] => samples.GetValueOrDefault(sample);

    public static Task<Scrape> OfAsync(TestSidecar sidecar) => OfAsync(sidecar.MetricsPort);

    public static async Task<Scrape> OfAsync(int port, string path = "/")
    {
        using var http = new HttpClient();
        using var answer = await http.GetAsync($"http://127.0.0.1:{port}{path}", TestContext.Current.CancellationToken);
        var scrape = new Scrape { ContentType = answer.Content.Headers.ContentType!.ToString() };
        foreach (var line in (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith('#'))
                continue;
            var space = line.LastIndexOf(' ');
            var (name, labels) = line[..space].Split('{', 2) is [var n, var l] ? (n, l.TrimEnd('}')) : (line[..space], "");
            var sorted = string.Join(',', labels.Split(',', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)); // No value of a test has a comma.
            scrape.samples.Add($"{name}{{{sorted}}}", double.Parse(line[(space + 1)..], CultureInfo.InvariantCulture));
        }
        return scrape;
    }

    /// <summary>Reads until a sample has the value. Some things are counted after their answer has been sent.</summary>
    public static async Task<Scrape> UntilAsync(TestSidecar sidecar, string sample, double value)
    {
        var scrape = await OfAsync(sidecar);
        try
        {
            await WaitFor.ConditionAsync(async () => (scrape = await OfAsync(sidecar))[sample] == value);
        }
        catch (Xunit.Sdk.FailException)
        {
            Assert.Fail($"{sample} is {scrape[sample]}, not {value}; there are:\n{string.Join('\n', scrape.samples.Keys.Where(k => k.StartsWith(sample.Split('{')[0], StringComparison.Ordinal)))}");
        }
        return scrape;
    }

    /// <summary>Waits for each sample to be there, once.</summary>
    public static async Task HasAsync(TestSidecar sidecar, params string[] samples)
    {
        foreach (var sample in samples)
            await UntilAsync(sidecar, sample, 1);
    }
}
