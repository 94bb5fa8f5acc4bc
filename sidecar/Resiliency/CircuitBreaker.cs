namespace Yilai.Sidecar.Resiliency;

/// <summary>
/// Leaves a failing target alone for a while. Dapr opens by counts (so many failures in a row), for which Polly's
/// breaker, which goes by the share of failures in a time, has no setting.
/// </summary>
/// <param name="policy">When it opens, and for how long.</param>
/// <param name="clock">The clock.</param>
/// <param name="became">Told of each new state.</param>
internal sealed class CircuitBreaker(CircuitBreakerPolicy policy, TimeProvider clock, Action<string> became)
{
    private enum State
    {
        Closed,
        Open,
        HalfOpen,
    }

    private static readonly string[] Names = ["closed", "open", "half-open"];

    private readonly Lock gate = new();
    private State state;
    private BreakerCounts counts;
    private DateTimeOffset? until; // Of an open breaker: when it may be tried; of a closed one: when the counts start anew.
    private int era; // Outcomes of attempts that began in an earlier state no longer count.

    /// <summary>The state as Dapr calls it.</summary>
    public string Name
    {
        get
        {
            lock (gate)
            {
                Advance();
                return Names[(int)state];
            }
        }
    }

    /// <summary>Lets an attempt through; its outcome is told to <see cref="Leave"/> with the number given.</summary>
    /// <exception cref="CircuitOpenException">The target is being left alone.</exception>
    public int Enter()
    {
        lock (gate)
        {
            Advance();
            if (state == State.Open)
                throw new CircuitOpenException("circuit breaker is open");
            if (state == State.HalfOpen && counts.Requests >= policy.MaxRequests)
                throw new CircuitOpenException("too many requests");
            counts = counts with { Requests = counts.Requests + 1 };
            return era;
        }
    }

    public void Leave(int entered, bool failed)
    {
        lock (gate)
        {
            Advance();
            if (entered != era)
                return;
            counts = failed
                ? counts with { TotalFailures = counts.TotalFailures + 1, ConsecutiveFailures = counts.ConsecutiveFailures + 1, ConsecutiveSuccesses = 0 }
                : counts with { TotalSuccesses = counts.TotalSuccesses + 1, ConsecutiveSuccesses = counts.ConsecutiveSuccesses + 1, ConsecutiveFailures = 0 };
            if (failed && (state == State.HalfOpen || policy.Trip(counts)))
                Become(State.Open);
            else if (state == State.HalfOpen && counts.ConsecutiveSuccesses >= policy.MaxRequests)
                Become(State.Closed);
        }
    }

    private void Advance()
    {
        if (!(until <= clock.GetUtcNow()))
            return;
        Become(state == State.Open ? State.HalfOpen : State.Closed);
    }

    private void Become(State next)
    {
        if (state != next)
            became(Names[(int)next]);
        state = next;
        counts = default;
        era++;
        until = next switch
        {
            State.Open => clock.GetUtcNow() + policy.Timeout,
            State.Closed when policy.Interval > TimeSpan.Zero => clock.GetUtcNow() + policy.Interval,
            _ => null,
        };
    }
}

/// <summary>The breaker of a target is open; the attempt was not made, and is not made again.</summary>
internal sealed class CircuitOpenException(string message) : Exception(message);
