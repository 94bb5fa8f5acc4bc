using System.Diagnostics;
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Yilai.Hosting;
using Yilai.Sidecar.Tests.Support;

namespace Yilai.Sidecar.Tests;

/// <summary>A sidecar process an app, as daprd is run.</summary>
public sealed class OneAppModeTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Invoke_AppBesideAnotherSidecar_IsFoundAndForgottenWhenItStops()
    {
        var folder = Directory.CreateTempSubdirectory("yilai-neighbours-").FullName;
        await using var app = await TestApp.StartAsync(a => a.MapGet("/x", (HttpRequest r) => $"for {r.Headers["dapr-caller-app-id"]}"));
        await using var caller = await TestSidecar.StartAsync("", o => o with { NeighboursPath = folder }, ("caller", 0));
        using var http = caller.Http("caller");
        await using (await TestSidecar.StartAsync("", o => o with { NeighboursPath = folder }, ("target", app.Port)))
        {
            Assert.Equal("for caller", await http.GetStringAsync("/v1.0/invoke/target/method/x", Cancellation));
        }

        using var gone = await http.GetAsync("/v1.0/invoke/target/method/x", Cancellation);
        Assert.Contains("failed to resolve address", await gone.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Invoke_NoteOfAProcessThatWasKilled_CountsForNothing()
    {
        var folder = Directory.CreateTempSubdirectory("yilai-neighbours-").FullName;
        var note = Path.Combine(folder, "target@4194304-1.json"); // No process has an id as high as this.
        await File.WriteAllTextAsync(note, """{"ProcessId":4194304,"AppId":"target","AppPort":1}""", Cancellation);
        await using var caller = await TestSidecar.StartAsync("", o => o with { NeighboursPath = folder }, ("caller", 0));
        using var http = caller.Http("caller");

        using var answer = await http.GetAsync("/v1.0/invoke/target/method/x", Cancellation);

        Assert.Contains("failed to resolve address", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.False(File.Exists(note));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task AppHealth_UnwellApp_IsLeftAloneUntilItIsWellAgain()
    {
        var isWell = true;
        await using var app = await TestApp.StartAsync(a =>
        {
            a.MapGet("/well", () => Results.StatusCode(isWell ? 200 : 503));
            a.MapGet("/x", () => "here");
        });
        var health = new AppHealthOptions("/well", TimeSpan.FromMilliseconds(20), TimeSpan.FromSeconds(5), 2);
        await using var sidecar = await TestSidecar.StartAsync("", o => o with { AppHealth = health }, ("app", app.Port));
        using var http = sidecar.Http("app");
        await WaitFor.ConditionAsync(async () => await StatusAsync(http, "/v1.0/healthz") == HttpStatusCode.NoContent);

        isWell = false;
        await WaitFor.ConditionAsync(async () => await StatusAsync(http, "/v1.0/healthz") == HttpStatusCode.InternalServerError);
        using (var refused = await http.GetAsync("/v1.0/invoke/app/method/x", Cancellation))
            Assert.Contains("app is not in a healthy state", await refused.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);

        isWell = true;
        await WaitFor.ConditionAsync(async () => await StatusAsync(http, "/v1.0/healthz") == HttpStatusCode.NoContent);
        Assert.Equal("here", await http.GetStringAsync("/v1.0/invoke/app/method/x", Cancellation));
    }

    [Fact]
    public async Task Process_StartedWithDaprdsFlags_SaysReadyAndEndsInOrderOnSigterm()
    {
        var home = Directory.CreateTempSubdirectory("yilai-home-").FullName;
        var (http, grpc) = (FreePorts.Any(), FreePorts.Any());
        var start = new ProcessStartInfo(
            Path.Combine(AppContext.BaseDirectory, "Yilai.Sidecar"),
            ["--app-id", "solo", $"--dapr-http-port={http}", $"-dapr-grpc-port={grpc}", "--log-as-json", "--enable-metrics=false", "--placement-host-address", "localhost:50005"])
        {
            RedirectStandardOutput = true,
            Environment = { ["HOME"] = home },
        };
        using var process = Process.Start(start)!;
        var ready = false;
        while (!ready && await process.StandardOutput.ReadLineAsync(Cancellation) is { } line)
            ready = line.Contains("dapr initialized. Status: Running. Init Elapsed", StringComparison.Ordinal);
        Assert.True(ready);
        using (var client = new HttpClient())
            Assert.Equal(HttpStatusCode.NoContent, await StatusAsync(client, $"http://127.0.0.1:{http}/v1.0/healthz"));

        using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await process.WaitForExitAsync(Cancellation);

        Assert.Equal(0, process.ExitCode);
        Directory.Delete(home, recursive: true);
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient http, string path)
    {
        using var answer = await http.GetAsync(path, Cancellation);
        return answer.StatusCode;
    }
}
