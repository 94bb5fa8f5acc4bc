using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Yilai.TestSupport;

namespace Yilai.Hosting.Tests.WholeAppHost;

/// <summary><c>--sidecar daprd</c>, with stand-ins for Dapr's programs: this machine need not have them.</summary>
public sealed partial class DaprdTests : IDisposable
{
    private static readonly string[] All = ["daprd", "placement", "scheduler"];
    private static readonly string[] Apps = ["dictionary", "gateway", "hospitals", "identity", "ingest", "notifications", "orders", "workflows"];
    private readonly string _home = Directory.CreateTempSubdirectory("yilai-daprd-").FullName;

    private string Data => Path.Combine(_home, ".data");

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Theory]
    [InlineData("daprd")]
    [InlineData("placement")]
    [InlineData("scheduler")]
    public async Task Start_OneProgramIsMissing_SaysWhichAndWhereAndHow_AndStartsNothing(string missing)
    {
        var others = new DaprStandIns(_home, [.. All.Except([missing])]);
        await using var apphost = AppHostProcess.Start(_home, others.Programs, "--sidecar", "daprd", "--data", Data);

        Assert.Equal(1, await apphost.EndsAsync());
        Assert.Matches($@"^--sidecar daprd needs Dapr's program {missing}, which is neither in {_home}/\.dapr/bin nor on PATH\. Try: dapr init --slim [^\n]*$", apphost.Output);
        Assert.False(Directory.Exists(Data));
    }

    [Fact]
    public async Task Start_ComponentsOfOneProcess_IsRefused_NamingTheFile()
    {
        var programs = new DaprStandIns(_home, All).Programs;
        await using var apphost = AppHostProcess.Start(_home, programs, "--sidecar", "daprd", "--components", "components/embedded", "--data", Data);

        Assert.Equal(2, await apphost.EndsAsync());
        Assert.Matches(@"^[^\n]*/components/embedded/pubsub\.yaml: [^\n]*pubsub\.in-memory[^\n]*components/redis[^\n]*$", apphost.Output);
        Assert.False(Directory.Exists(Data));
    }

    [Fact]
    public async Task Start_AllPrograms_BooksByCurl_AndADaprdThatIsKilledComesBack()
    {
        var programs = new DaprStandIns(_home, All);
        await using var apphost = AppHostProcess.Start(
            _home, $"{programs.Programs}:{Environment.GetEnvironmentVariable("PATH")}", "--sidecar", "daprd", "--data", Data, "--port", "0", "--no-frontend", "--no-dashboard");
        await apphost.SaysAsync("医来 Yilai is up ");

        Assert.Equal(Told(), programs.ToldTo("daprd").Select(WithoutPorts).Order(StringComparer.Ordinal));
        Assert.Equal("--listen-address 127.0.0.1 --port N --healthz-listen-address 127.0.0.1 --healthz-port N --enable-metrics=false --id dapr-placement-0 --initial-cluster dapr-placement-0=127.0.0.1:N", WithoutPorts(Assert.Single(programs.ToldTo("placement"))));
        Assert.StartsWith("--listen-address 127.0.0.1 --port N --override-broadcast-host-port 127.0.0.1:N --healthz-listen-address 127.0.0.1 --healthz-port N ", WithoutPorts(Assert.Single(programs.ToldTo("scheduler"))), StringComparison.Ordinal);
        await HospitalsAreThereAsync(Simulator().Match(apphost.Output).Groups[1].Value);
        await ReadmeScript.BookAsync(Gateway().Match(apphost.Output).Value, Data);

        // The one beside orders dies; the new one takes its place on its ports.
        var before = Assert.Single(NotesOfOrders());
        using (var killed = Process.GetProcessById(int.Parse(before.Split('@', '-')[1], CultureInfo.InvariantCulture)))
        {
            killed.Kill();
        }
        await apphost.SaysAsync("orders-daprd: was killed; starting it again");
        await Eventually.TrueAsync("the others know the new one", () => Task.FromResult(NotesOfOrders().Except([before]).Any()));
        await ReadmeScript.BookAsync(Gateway().Match(apphost.Output).Value, Data);

        await apphost.InterruptAsync();
        Assert.Equal(0, await apphost.EndsAsync());
    }

    private IEnumerable<string> NotesOfOrders() => Directory.GetFiles(Path.Combine(_home, ".dapr", "run"), "orders@*.json").Select(note => Path.GetFileName(note));

    private IEnumerable<string> Told() => Apps.Select(app =>
        $"--app-id {app} --app-port N --app-protocol http --dapr-http-port N --dapr-grpc-port N --metrics-port N"
        + " --dapr-listen-addresses 127.0.0.1 --dapr-internal-grpc-listen-address 127.0.0.1 --metrics-listen-address 127.0.0.1"
        + $" --resources-path {RepositoryRoot.File("components", "redis")} --config {Data}/dapr/config.yaml --config {RepositoryRoot.File("components", "redis", "configuration.yaml")}"
        + " --placement-host-address 127.0.0.1:N --scheduler-host-address 127.0.0.1:N"
        + " --enable-app-health-check --app-health-check-path /health tokens 32 32");

    private static async Task HospitalsAreThereAsync(string simulator)
    {
        using var http = new HttpClient { BaseAddress = new Uri(simulator) };
        await Eventually.TrueAsync("the simulator has pushed its hospitals", async () => (await http.GetStringAsync("/simulator/state")).Contains("\"done\":true", StringComparison.Ordinal), TimeSpan.FromMinutes(2));
    }

    private static string WithoutPorts(string told) => Port().Replace(told.Trim(), "N");

    [GeneratedRegex(@"(?<=[ :])\d{4,5}\b")]
    private static partial Regex Port();

    [GeneratedRegex(@"(?<!-)simulator +healthy +(http://[\d.:]+)")]
    private static partial Regex Simulator();

    [GeneratedRegex(@"http://localhost:\d+")]
    private static partial Regex Gateway();
}
