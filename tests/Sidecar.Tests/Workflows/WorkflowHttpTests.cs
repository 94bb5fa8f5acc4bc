using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Yilai.Sidecar.Tests.Support;

namespace Yilai.Sidecar.Tests.Workflows;

/// <summary>The workflow HTTP API, and its errors.</summary>
public sealed class WorkflowHttpTests : IAsyncLifetime
{
    private TestSidecar sidecar = null!;
    private Worker worker = null!;
    private HttpClient http = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        sidecar = await TestSidecar.StartAsync(Worker.InMemory, ("app", 0));
        http = sidecar.Http("app");
        worker = await Worker.StartAsync(sidecar.Ports("app").GrpcPort, o =>
        {
            o.RegisterWorkflow<string, string>("wait", (context, _) => context.WaitForExternalEventAsync<string>("go"));
            o.RegisterWorkflow<string, string>("broken", (_, _) => throw new InvalidOperationException("no such doctor"));
        });
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await worker.DisposeAsync();
        await sidecar.DisposeAsync();
    }

    private async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(HttpMethod method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(method, $"/v1.0/workflows/dapr/{path}") { Content = body is null ? null : new StringContent(body) };
        using var response = await http.SendAsync(request, Cancellation);
        var text = await response.Content.ReadAsStringAsync(Cancellation);
        return (response.StatusCode, text.Length == 0 ? default : JsonDocument.Parse(text).RootElement);
    }

    private async Task<JsonElement> UntilAsync(string id, string status)
    {
        JsonElement state = default;
        await WaitFor.ConditionAsync(async () => (state = (await SendAsync(HttpMethod.Get, id)).Body).GetProperty("runtimeStatus").GetString() == status);
        return state;
    }

    [Fact]
    public async Task Life_OfAnInstance_IsDrivenOverHttp()
    {
        var started = await SendAsync(HttpMethod.Post, "wait/start?instanceID=w1", "\"in\"");
        Assert.Equal((HttpStatusCode.Accepted, "w1"), (started.Status, started.Body.GetProperty("instanceID").GetString()));
        await UntilAsync("w1", "RUNNING");
        Assert.Equal(HttpStatusCode.Accepted, (await SendAsync(HttpMethod.Post, "w1/pause")).Status);
        await UntilAsync("w1", "SUSPENDED");
        Assert.Equal(HttpStatusCode.Accepted, (await SendAsync(HttpMethod.Post, "w1/resume")).Status);
        await UntilAsync("w1", "RUNNING");
        Assert.Equal(HttpStatusCode.Accepted, (await SendAsync(HttpMethod.Post, "w1/raiseEvent/go", "\"out\"")).Status);

        var state = await UntilAsync("w1", "COMPLETED");

        Assert.Equal("wait", state.GetProperty("workflowName").GetString());
        Assert.Equal("\"in\"", state.GetProperty("properties").GetProperty("dapr.workflow.input").GetString());
        Assert.Equal("\"out\"", state.GetProperty("properties").GetProperty("dapr.workflow.output").GetString());
        Assert.Equal(HttpStatusCode.Accepted, (await SendAsync(HttpMethod.Post, "w1/purge")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(HttpMethod.Get, "w1")).Status);
    }

    [Fact]
    public async Task Terminate_EndsTheInstance()
    {
        await SendAsync(HttpMethod.Post, "wait/start?instanceID=w2");
        Assert.Equal(HttpStatusCode.Accepted, (await SendAsync(HttpMethod.Post, "w2/terminate")).Status);
        await UntilAsync("w2", "TERMINATED");
    }

    [Fact]
    public async Task Failure_IsToldInTheProperties()
    {
        var id = (await SendAsync(HttpMethod.Post, "broken/start", "")).Body.GetProperty("instanceID").GetString()!;

        var properties = (await UntilAsync(id, "FAILED")).GetProperty("properties");

        Assert.Equal("no such doctor", properties.GetProperty("dapr.workflow.failure.error_message").GetString());
        Assert.False(properties.TryGetProperty("dapr.workflow.output", out _));
    }

    [Theory]
    [InlineData("GET", "nobody", 404, "ERR_INSTANCE_ID_NOT_FOUND")]
    [InlineData("GET", "no.body", 400, "ERR_INSTANCE_ID_INVALID")]
    [InlineData("POST", "wait/start?instanceID=a%7C%7Cb", 400, "ERR_INSTANCE_ID_INVALID")]
    [InlineData("POST", "wait/start?instanceID=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 400, "ERR_INSTANCE_ID_TOO_LONG")]
    [InlineData("POST", "nobody/terminate", 404, "ERR_INSTANCE_ID_NOT_FOUND")]
    [InlineData("POST", "nobody/purge", 404, "ERR_INSTANCE_ID_NOT_FOUND")]
    [InlineData("POST", "nobody/pause", 500, "ERR_PAUSE_WORKFLOW")]
    [InlineData("POST", "nobody/resume", 500, "ERR_RESUME_WORKFLOW")]
    [InlineData("POST", "nobody/raiseEvent/go", 500, "ERR_RAISE_EVENT_WORKFLOW")]
    public async Task BadCall_GivesDaprsError(string method, string path, int status, string code)
    {
        var (got, body) = await SendAsync(new HttpMethod(method), path);

        Assert.Equal((status, code), ((int)got, body.GetProperty("errorCode").GetString()));
    }

    [Fact]
    public async Task Start_WithTheIdOfARunningOne_IsRefused()
    {
        await SendAsync(HttpMethod.Post, "wait/start?instanceID=w3");
        var (status, body) = await SendAsync(HttpMethod.Post, "wait/start?instanceID=w3");

        Assert.Equal((HttpStatusCode.InternalServerError, "ERR_START_WORKFLOW"), (status, body.GetProperty("errorCode").GetString()));
        Assert.EndsWith("an active workflow with ID 'w3' already exists", body.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_WithoutAnActorStateStore_SaysWhatIsMissing()
    {
        await using var bare = await TestSidecar.StartAsync(ComponentYaml.InMemoryState, ("app", 0));
        using var client = bare.Http("app");
        using var response = await client.GetAsync("/v1.0-beta1/workflows/dapr/w", Cancellation);

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Equal("ERR_ACTOR_RUNTIME_NOT_FOUND", (await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("errorCode").GetString());
    }
}
