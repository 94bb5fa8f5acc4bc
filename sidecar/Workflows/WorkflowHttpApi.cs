using System.Text;
using System.Text.Json;
using Dapr.DurableTask.Protobuf;
using Yilai.Sidecar.Http;

namespace Yilai.Sidecar.Workflows;

/// <summary>/workflows/{component}/…; any component name will do, as with daprd.</summary>
internal sealed class WorkflowHttpApi(WorkflowOperations workflows) : IHttpApi
{
    public IReadOnlyList<ApiRoute> Routes =>
    [
        new(ApiRoute.Get, "workflows/{component}/{id}", GetAsync),
        new(ApiRoute.Post, "workflows/{component}/{workflow}/start", StartAsync),
        new(ApiRoute.Post, "workflows/{component}/{id}/raiseEvent/{event}", RaiseAsync),
        new(ApiRoute.Post, "workflows/{component}/{id}/pause", call => Accept(call, workflows.PauseAsync(call.App, call[1], call.Cancellation))),
        new(ApiRoute.Post, "workflows/{component}/{id}/resume", call => Accept(call, workflows.ResumeAsync(call.App, call[1], call.Cancellation))),
        new(ApiRoute.Post, "workflows/{component}/{id}/terminate", call => Accept(call, workflows.TerminateAsync(call.App, call[1], call.Cancellation))),
        new(ApiRoute.Post, "workflows/{component}/{id}/purge", call => Accept(call, workflows.PurgeAsync(call.App, call[1], call.Cancellation))),
    ];

    private async Task StartAsync(ApiCall call)
    {
        var input = Encoding.UTF8.GetString(await call.BodyAsync());
        var id = await workflows.StartAsync(call.App, call[1], call.Query("instanceID"), input, call.Query("dapr.workflow.start_time"), call.Cancellation);
        call.Http.Response.StatusCode = StatusCodes.Status202Accepted;
        await call.WriteJsonAsync(json =>
        {
            json.WriteStartObject();
            json.WriteString("instanceID", id);
            json.WriteEndObject();
        });
    }

    private async Task RaiseAsync(ApiCall call)
    {
        var data = await call.BodyAsync();
        await Accept(call, workflows.RaiseAsync(call.App, call[1], call[3], data.Length == 0 ? null : Encoding.UTF8.GetString(data), call.Cancellation));
    }

    private async Task GetAsync(ApiCall call)
    {
        var state = await workflows.GetAsync(call.App, call[1], call.Cancellation) ?? throw WorkflowOperations.NotFound(call[1]);
        await call.WriteJsonAsync(json => Write(json, state));
    }

    private static void Write(Utf8JsonWriter json, WorkflowState state)
    {
        json.WriteStartObject();
        json.WriteString("instanceID", state.InstanceId);
        json.WriteString("workflowName", state.Name);
        json.WriteString("createdAt", state.CreatedTimestamp?.ToDateTimeOffset().UtcDateTime ?? default);
        json.WriteString("lastUpdatedAt", state.LastUpdatedTimestamp?.ToDateTimeOffset().UtcDateTime ?? default);
        json.WriteString("runtimeStatus", WorkflowOperations.Name(state.WorkflowStatus));
        json.WriteStartObject("properties");
        foreach (var (name, value) in WorkflowOperations.Properties(state))
            json.WriteString(name, value);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static async Task Accept(ApiCall call, Task work)
    {
        await work;
        call.Http.Response.StatusCode = StatusCodes.Status202Accepted;
    }
}
