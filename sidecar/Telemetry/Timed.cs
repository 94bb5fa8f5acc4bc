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
    public static async Task<T> DoAsync<T>(Timed? timed, Func<Task<T>> work, string first, string? second = null, Func<T, bool>? isSuccess = null)
    {
        var (since, succeeded) = (timed?.Now ?? 0, false);
        try
        {
            var result = await work();
            succeeded = isSuccess?.Invoke(result) ?? true;
            return result;
        }
        finally
        {
            if (second is null)
                timed?.Add(since, first, timed.Said(succeeded));
            else
                timed?.Add(since, first, second, timed.Said(succeeded));
        }
    }

    private long Now => clock.GetTimestamp();

    private string Said(bool succeeded) => (tellsStatus, succeeded) switch
    {
        (true, true) => "success",
        (true, false) => "failed",
        (false, true) => "true",
        (false, false) => "false",
    };
}
