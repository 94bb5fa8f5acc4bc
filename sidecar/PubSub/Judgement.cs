using Grpc.Core;
using Yilai.Sidecar.Apps;

namespace Yilai.Sidecar.PubSub;

/// <summary>What an app made of an event.</summary>
internal enum Answer
{
    Success,
    Retry,
    Drop,
    Absent,
}

/// <summary>An answer and why it is that. A drop may be in order: it is what the app or its routes want.</summary>
internal readonly record struct Judgement(Answer Answer, string Reason, bool IsInOrder = false)
{
    public static readonly Judgement Unmentioned = Retry("the app does not say what became of the event");

    /// <summary>What metrics call it. An app that is not there gets the event again.</summary>
    public static string Name(Answer answer) => answer switch
    {
        Answer.Success => "success",
        Answer.Drop => "drop",
        _ => "retry",
    };

    public static Judgement Drop(string reason) => new(Answer.Drop, reason);

    public static Judgement Retry(string reason) => new(Answer.Retry, reason);

    /// <summary>The words of the API; no word at all means success.</summary>
    public static Judgement Of(string? status) => status switch
    {
        null or "" or "SUCCESS" => new(Answer.Success, ""),
        "DROP" => Drop("the app says DROP") with { IsInOrder = true },
        "RETRY" => Retry("the app says RETRY"),
        _ => Retry($"the app says '{status}', which is no status"),
    };

    /// <summary>What a gRPC app's refusal means; one that lacks the method would refuse again.</summary>
    public static Judgement Of(RpcException error, string method) => error.StatusCode == StatusCode.Unimplemented
        ? Drop($"the app does not implement {method}")
        : Retry($"the app answers {error.StatusCode}: {error.Status.Detail}");

    /// <summary>Asks the app, within a time if there is one; what goes wrong on the way is a judgement too.</summary>
    public static async Task<Judgement> AskAsync(Func<CancellationToken, Task<Judgement>> ask, TimeSpan? timeout, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (timeout is { } time)
            limit.CancelAfter(time);
        try
        {
            return await ask(limit.Token);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return new(Answer.Absent, "the app is going");
        }
        catch (OperationCanceledException)
        {
            return Retry($"no answer within {timeout}");
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            return new(AppChannel.IsAbsent(error) ? Answer.Absent : Answer.Retry, error.Message);
        }
    }
}

/// <summary>The way events take into an app.</summary>
internal interface IEventTaker
{
    /// <summary>Gives an event to the app, at a path of its own choice.</summary>
    Task<Judgement> TakeAsync(string path, TopicMessage message, ReceivedEvent received, CancellationToken cancellation);
}
