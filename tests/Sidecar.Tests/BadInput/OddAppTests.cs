using System.Collections.Concurrent;
using Dapr.AppCallback.Autogen.Grpc.v1;
using Dapr.Client.Autogen.Grpc.v1;
using Dapr.DurableTask.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Yilai.Sidecar.Tests.Support;

namespace Yilai.Sidecar.Tests.BadInput;

/// <summary>Apps that were given something on a stream, and say of it what nobody should.</summary>
public sealed class OddAppTests : IAsyncLifetime
{
    private SweptSidecar swept = null!;
    private GrpcChannel channel = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        swept = await SweptSidecar.StartAsync(withWorker: false);
        channel = GrpcChannel.ForAddress(swept.Grpc.BaseAddress!);
    }

    public async ValueTask DisposeAsync()
    {
        channel.Dispose();
        await swept.DisposeAsync();
    }

    [Fact]
    public async Task WorkflowWorker_WithOddAnswers_HarmsNothingButItsWorkflows()
    {
        var client = new TaskHubSidecarService.TaskHubSidecarServiceClient(channel);
        var answers = OddMessages.Of(WorkflowResponse.Descriptor).Cast<WorkflowResponse>().ToList();
        var stuck = new ConcurrentQueue<string>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var working = Task.Run(() => WorkAsync(client, answers, stop.Token), Cancellation);

        await Parallel.ForEachAsync(Enumerable.Range(0, answers.Count), new ParallelOptions { MaxDegreeOfParallelism = 64, CancellationToken = Cancellation }, async (n, token) =>
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(token);
            limit.CancelAfter(TimeSpan.FromSeconds(20));
            try
            {
                await client.StartInstanceAsync(new CreateInstanceRequest { InstanceId = $"i{n}", Name = "odd" }, cancellationToken: limit.Token);
                await client.TerminateInstanceAsync(new TerminateRequest { InstanceId = $"i{n}" }, cancellationToken: limit.Token);
            }
            catch (Exception error) when (error is RpcException or OperationCanceledException && !token.IsCancellationRequested)
            {
                stuck.Enqueue($"{(error as RpcException)?.StatusCode} {answers[n]}");
            }
        });

        await stop.CancelAsync();
        await working;
        Assert.True(await swept.IsWellAsync());
        Assert.True(stuck.IsEmpty && !swept.Errors.Any(), $"{stuck.Count} of {answers.Count}\n{string.Join('\n', stuck.Concat(swept.Errors).Take(50))}");
    }

    [Fact]
    public async Task Subscriber_WithOddJudgements_GetsItsEventsAllTheSame()
    {
        using var stream = await EventStream.OpenAsync(swept.Grpc.BaseAddress!.Port, "t");
        foreach (var odd in OddMessages.Of(SubscribeTopicEventsRequestProcessedAlpha1.Descriptor).Cast<SubscribeTopicEventsRequestProcessedAlpha1>())
            await stream.SendAsync(new SubscribeTopicEventsRequestAlpha1 { EventProcessed = odd });
        using var sent = await swept.Http.PostAsync("/v1.0/publish/pubsub/t", new StringContent("1"), Cancellation);
        var given = await stream.NextAsync();
        await stream.JudgeAsync(given, (TopicEventResponse.Types.TopicEventResponseStatus)99);

        Assert.Equal(given.Id, (await stream.NextAsync()).Id);
        Assert.Empty(swept.Errors);
    }

    /// <summary>Gives the first turn of each instance its odd answer, and ends it with the next.</summary>
    private static async Task WorkAsync(TaskHubSidecarService.TaskHubSidecarServiceClient client, List<WorkflowResponse> answers, CancellationToken cancellation)
    {
        try
        {
            using var work = client.GetWorkItems(new GetWorkItemsRequest(), cancellationToken: cancellation);
            await foreach (var item in work.ResponseStream.ReadAllAsync(cancellation))
            {
                if (item.ActivityRequest is { } activity)
                {
                    await client.CompleteActivityTaskAsync(new ActivityResponse { InstanceId = activity.WorkflowInstance.InstanceId, TaskId = activity.TaskId }, cancellationToken: cancellation);
                    continue;
                }
                var id = item.WorkflowRequest.InstanceId;
                var isFirst = item.WorkflowRequest.PastEvents.Count == 0 && id.StartsWith('i');
                var answer = isFirst ? answers[int.Parse(id[1..], System.Globalization.CultureInfo.InvariantCulture)].Clone()
                    : new WorkflowResponse { Actions = { new WorkflowAction { CompleteWorkflow = new CompleteWorkflowAction { WorkflowStatus = OrchestrationStatus.Completed } } } };
                (answer.InstanceId, answer.CompletionToken) = (id, item.CompletionToken);
                await client.CompleteWorkflowTaskAsync(answer, cancellationToken: cancellation);
            }
        }
        catch (Exception error) when (cancellation.IsCancellationRequested && error is RpcException or OperationCanceledException)
        {
            // Stopped.
        }
    }
}
