using Prometheus;

namespace Yilai.Sidecar.Telemetry;

/// <summary>How often something happened and how long it took, by the same labels.</summary>
internal sealed class Timed(Counter count, Histogram latency, TimeProvider clock, bool tellsStatus)
{
    public void Add(long since, params ReadOnlySpan<string> labels) => Add(clock.GetElapsedTime(since), labels);

    public void Add(TimeSpan took, params ReadOnlySpan<string> labels)
    {
        count.WithLabels(labels).Inc();
        latency.WithLabels(labels).Observe(took.TotalMilliseconds);
    }

    /// <summary>Both with their labels bound, for what happens often.</summary>
    public (Counter.Child Count, Histogram.Child Latency) Bind(params ReadOnlySpan<string> labels) => (count.WithLabels(labels), latency.WithLabels(labels));

    /// <summary>Does something and, if it is to be, counts it: its last label says how it went.</summary>
    public static Task<T> DoAsync<T>(Timed? timed, Func<Task<T>> work, string first, string? second = null, Func<T, bool>? isSuccess = null) =>
        timed is null ? work() : timed.CountAsync(work, first, second, isSuccess);

    private async Task<T> CountAsync<T>(Func<Task<T>> work, string first, string? second, Func<T, bool>? isSuccess)
    {
        var (since, succeeded) = (clock.GetTimestamp(), false);
        try
        {
            var result = await work();
            succeeded = isSuccess?.Invoke(result) ?? true;
            return result;
        }
        finally
        {
            if (second is null)
                Add(since, first, Said(succeeded));
            else
                Add(since, first, second, Said(succeeded));
        }
    }

    private string Said(bool succeeded) => (tellsStatus, succeeded) switch
    {
        (true, true) => "success",
        (true, false) => "failed",
        (false, true) => "true",
        (false, false) => "false",
    };
}
