using System.Collections.Concurrent;
using System.Net;

namespace Yilai.Chaos.Tests.Patients;

/// <summary>What people were told; afterwards it has to be true.</summary>
internal sealed class Knowledge
{
    /// <summary>An order that somebody was told to have, and the key that it was asked for with.</summary>
    public sealed record KnownOrder(Account Account, string ScheduleId, string PatientId, string? Key);

    public ConcurrentDictionary<string, KnownOrder> Orders { get; } = new();

    /// <summary>How often which refusal was given, and which trouble was met on the way.</summary>
    public ConcurrentDictionary<string, int> Refusals { get; } = new();

    /// <inheritdoc cref="Refusals"/>
    public ConcurrentDictionary<string, int> Troubles { get; } = new();

    /// <summary>How many pages said that they were paid.</summary>
    public int Paid => paid;

    private int paid;

    public void Refused(Answer answer) => Refusals.AddOrUpdate($"{(int)answer.Status} {answer.Code}", 1, (_, count) => count + 1);

    public void Trouble(HttpStatusCode? status) => Troubles.AddOrUpdate(status is { } known ? $"{(int)known}" : "no answer", 1, (_, count) => count + 1);

    public void WasPaid() => Interlocked.Increment(ref paid);

    public static string Counts(ConcurrentDictionary<string, int> counts) =>
        counts.IsEmpty ? "none" : string.Join(", ", counts.OrderByDescending(c => c.Value).Select(c => $"{c.Value} × {c.Key}"));
}
