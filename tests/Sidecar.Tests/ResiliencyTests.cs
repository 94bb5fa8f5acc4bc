using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using Yilai.Hosting;
using Yilai.Sidecar.Resiliency;
using Yilai.Sidecar.Tests.Support;

namespace Yilai.Sidecar.Tests;

public sealed class ResiliencyTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Invoke_FailingTarget_IsRepeatedWithItsBodyUntilItAnswers()
    {
        var bodies = new List<string>();
        await using var app = await TestApp.StartAsync(a => a.MapPost("/x", async (HttpRequest request) =>
        {
            using var reader = new StreamReader(request.Body);
            bodies.Add(await reader.ReadToEndAsync(Cancellation));
            return bodies.Count < 3 ? Results.StatusCode(503) : Results.Text("done");
        }));
        await using var sidecar = await TestSidecar.StartAsync(Policy("retry: quick"), ("caller", 0), ("target", app.Port));
        using var http = sidecar.Http("caller");

        using var answer = await http.PostAsync("/v1.0/invoke/target/method/x", new StringContent("body"), Cancellation);

        Assert.Equal("done", await answer.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal(["body", "body", "body"], bodies);
    }

    [Fact]
    public async Task Invoke_RetriesUsedUp_GivesTheLastAnswer()
    {
        var calls = 0;
        await using var app = await TestApp.StartAsync(a => a.MapGet("/x", () => Results.Text($"no {++calls}", statusCode: 500)));
        await using var sidecar = await TestSidecar.StartAsync(Policy("retry: quick"), ("caller", 0), ("target", app.Port));
        using var http = sidecar.Http("caller");

        using var answer = await http.GetAsync("/v1.0/invoke/target/method/x", Cancellation);

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Equal("no 4", await answer.Content.ReadAsStringAsync(Cancellation));
    }

    [Fact]
    public async Task Invoke_StatusThatIsNotListed_IsNotRepeated()
    {
        var calls = 0;
        await using var app = await TestApp.StartAsync(a => a.MapGet("/x", () => Results.StatusCode(++calls == 1 ? 404 : 200)));
        await using var sidecar = await TestSidecar.StartAsync(Policy("retry: servers"), ("caller", 0), ("target", app.Port));
        using var http = sidecar.Http("caller");

        using var answer = await http.GetAsync("/v1.0/invoke/target/method/x", Cancellation);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal(1, calls);
    }

    [Fact]
    public async Task Invoke_SlowTarget_EndsAtTheTimeout()
    {
        await using var app = await TestApp.StartAsync(a => a.MapGet("/x", (HttpContext context) => Task.Delay(Timeout.Infinite, context.RequestAborted)));
        await using var sidecar = await TestSidecar.StartAsync(Policy("timeout: short"), ("caller", 0), ("target", app.Port));
        using var http = sidecar.Http("caller");

        using var answer = await http.GetAsync("/v1.0/invoke/target/method/x", Cancellation);

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Contains("no answer within", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Invoke_AfterThreeFailuresInARow_LeavesTheTargetAlone()
    {
        var calls = 0;
        await using var app = await TestApp.StartAsync(a => a.MapGet("/x", () => Results.StatusCode(++calls > 0 ? 500 : 200)));
        await using var sidecar = await TestSidecar.StartAsync(Policy("circuitBreaker: three"), ("caller", 0), ("target", app.Port));
        using var http = sidecar.Http("caller");
        for (var i = 0; i < 3; i++)
            (await http.GetAsync("/v1.0/invoke/target/method/x", Cancellation)).Dispose();

        using var answer = await http.GetAsync("/v1.0/invoke/target/method/x", Cancellation);

        Assert.Contains("circuit breaker is open", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.Equal(3, calls);
    }

    [Fact]
    public async Task Invoke_TargetBeingStarted_WaitsForItWithoutAnyPolicy()
    {
        var port = FreePorts.Any();
        await using var sidecar = await TestSidecar.StartAsync("", ("caller", 0), ("target", port));
        using var http = sidecar.Http("caller");

        var call = http.GetAsync("/v1.0/invoke/target/method/x", Cancellation);
        await using var app = await TestApp.StartAsync(a => a.MapGet("/x", () => "here"), port);

        using var answer = await call;
        Assert.Equal("here", await answer.Content.ReadAsStringAsync(Cancellation));
    }

    [Fact]
    public async Task Binding_Failing_IsRepeatedAsOutboundSays()
    {
        var calls = 0;
        await using var app = await TestApp.StartAsync(a => a.MapPost("/", () => Results.StatusCode(++calls < 3 ? 500 : 200)));
        var yaml = ComponentYaml.Documents(Policy("retry: quick"), ComponentYaml.Component("target", "bindings.http", metadata: ("url", $"http://127.0.0.1:{app.Port}/")));
        await using var sidecar = await TestSidecar.StartAsync(yaml, ("caller", 0));
        using var dapr = sidecar.Dapr("caller");

        await dapr.InvokeBindingAsync("target", "create", "data", cancellationToken: Cancellation);

        Assert.Equal(3, calls);
    }

    [Fact]
    public void CircuitBreaker_WhenItsTimeIsOver_TriesOnceAndClosesOnSuccess()
    {
        var clock = new FakeTimeProvider();
        var breaker = new CircuitBreaker(new CircuitBreakerPolicy(1, TimeSpan.Zero, TimeSpan.FromSeconds(30), c => c.ConsecutiveFailures > 1), clock, _ => { });
        breaker.Leave(breaker.Enter(), failed: true);
        breaker.Leave(breaker.Enter(), failed: true);
        Assert.Throws<CircuitOpenException>(() => breaker.Enter());

        clock.Advance(TimeSpan.FromSeconds(30));
        var probe = breaker.Enter();
        Assert.Throws<CircuitOpenException>(() => breaker.Enter());
        breaker.Leave(probe, failed: false);

        breaker.Leave(breaker.Enter(), failed: true);
        breaker.Leave(breaker.Enter(), failed: false);
    }

    private static string Policy(string target) => $$"""
        apiVersion: dapr.io/v1alpha1
        kind: Resiliency
        metadata:
          name: resiliency
        spec:
          policies:
            timeouts:
              short: 100ms
            retries:
              quick: {policy: constant, duration: 5ms, maxRetries: 3}
              servers: {policy: constant, duration: 5ms, maxRetries: 3, matching: { httpStatusCodes: "429,500-599"} }
            circuitBreakers:
              three: {trip: "consecutiveFailures >= 3", timeout: 1h}
          targets:
            apps:
              target: { {{target}} }
            components:
              target:
                outbound: { {{target}} }
        """;
}
