using System.Collections.Concurrent;

namespace Yilai.Orders.Reconciliation;

/// <summary>Who did not answer in a run: after a few times in a row nobody is kept waiting for them any more.</summary>
internal sealed class Silences
{
    private const int Enough = 3;

    private readonly ConcurrentDictionary<string, int> inARow = new();

    public bool IsGivenUp(string name) => inARow.GetValueOrDefault(name) >= Enough;

    public void Silent(string name) => inARow.AddOrUpdate(name, 1, (_, times) => times + 1);

    public void Heard(string name) => inARow.TryRemove(name, out _);
}
