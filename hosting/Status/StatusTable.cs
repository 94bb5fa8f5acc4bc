using System.Text;

namespace Yilai.Hosting.Status;

/// <summary>The parts, their states and addresses.</summary>
internal sealed class StatusTable(IEnumerable<ExecutableResource> parts)
{
    private readonly Lock _lock = new();
    private readonly ExecutableResource[] _parts = [.. parts];
    private readonly Dictionary<string, Row> _rows = [];

    private sealed record Row(string State, bool IsSettled, bool IsWell);

    /// <summary>Whether every part is healthy, or has ended for good.</summary>
    public bool IsSettled => All(row => row.IsSettled);

    /// <summary>Whether every part is healthy, or has done what it had to.</summary>
    public bool IsWell => All(row => row.IsWell);

    /// <summary>Takes a part's state.</summary>
    public void Update(string part, string? state, bool healthy, int? exitCode)
    {
        var row = state switch
        {
            _ when state == KnownResourceStates.Running => healthy ? new Row("healthy", true, true) : new Row("unhealthy", false, false),
            _ when state == KnownResourceStates.Finished || state == KnownResourceStates.Exited =>
                exitCode is 0 ? new Row("done", true, true) : new Row($"exit code {exitCode}", true, false),
            _ when state == KnownResourceStates.FailedToStart => new Row("failed", true, false),
            _ => new Row(state?.ToLowerInvariant() ?? "waiting", false, false),
        };
        lock (_lock)
        {
            _rows[part] = row;
        }
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = new StringBuilder();
        lock (_lock)
        {
            foreach (var part in _parts)
            {
                text.AppendLine(null, $"  {part.Name,-20}{_rows.GetValueOrDefault(part.Name)?.State ?? "waiting",-12}{Address(part)}");
            }
        }
        return text.ToString().TrimEnd();
    }

    private static string? Address(ExecutableResource part) =>
        part.TryGetEndpoints(out var endpoints) && endpoints.ToArray() is [{ AllocatedEndpoint: { } endpoint }]
            ? endpoint.UriString
            : null;

    private bool All(Predicate<Row> condition)
    {
        lock (_lock)
        {
            return _parts.All(part => _rows.TryGetValue(part.Name, out var row) && condition(row));
        }
    }
}
