using Dapr.DurableTask.Protobuf;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Yilai.Sidecar.State;

namespace Yilai.Sidecar.Workflows;

/// <summary>Reads and writes instances in the layout of Dapr. Only what is new of a history is written.</summary>
internal sealed class InstanceStore(ITransactionalStateStore store, WorkflowKeys keys, StoreWriter writer)
{
    /// <summary>The ids of all instances of the app, in order.</summary>
    public async Task<IReadOnlyList<string>> IdsAsync(CancellationToken cancellation)
    {
        if (store is not IListingStateStore listing)
            throw new StateException("the state store cannot list its keys");
        var found = await listing.KeysAsync(keys.Prefix, WorkflowKeys.MetadataSuffix, cancellation);
        return [.. found.Select(keys.InstanceOf).Order(StringComparer.Ordinal)];
    }

    /// <summary>Those that have not ended and those that have, told by the last row of their history: the rest is not read.</summary>
    public async Task<(List<string> Live, List<(string Id, OrchestrationStatus End, DateTimeOffset At)> Ended)> AllAsync(CancellationToken cancellation)
    {
        var live = new List<string>();
        var ended = new List<(string Id, OrchestrationStatus End, DateTimeOffset At)>();
        foreach (var ids in (await IdsAsync(cancellation)).Chunk(500))
        {
            var metadata = await store.GetManyAsync([.. ids.Select(keys.Metadata)], cancellation);
            var lengths = metadata.ToDictionary(row => keys.InstanceOf(row.Key), row => (int)BackendWorkflowStateMetadata.Parser.ParseFrom(row.Data.Span).HistoryLength);
            var rows = await store.GetManyAsync([.. lengths.Where(l => l.Value > 0).Select(l => keys.History(l.Key, l.Value - 1))], cancellation);
            var lasts = rows.ToDictionary(row => row.Key, row => HistoryEvent.Parser.ParseFrom(row.Data.Span), StringComparer.Ordinal);
            foreach (var (id, length) in lengths)
            {
                if (lasts.GetValueOrDefault(keys.History(id, length - 1)) is { ExecutionCompleted: { } end } last)
                    ended.Add((id, end.WorkflowStatus, last.Timestamp.ToDateTimeOffset()));
                else
                    live.Add(id);
            }
        }
        return (live, ended);
    }

    public bool CanList => store is IListingStateStore;

    public async Task<InstanceState?> LoadAsync(string id, CancellationToken cancellation)
    {
        if (await store.GetAsync(keys.Metadata(id), cancellation) is not { } row)
            return null;
        var metadata = BackendWorkflowStateMetadata.Parser.ParseFrom(row.Data.Span);
        var history = Enumerable.Range(0, (int)metadata.HistoryLength).Select(i => keys.History(id, i)).ToList();
        var inbox = Enumerable.Range(0, (int)metadata.InboxLength).Select(i => keys.Inbox(id, i)).ToList();
        var rows = (await store.GetManyAsync([.. history, .. inbox, keys.CustomStatus(id)], cancellation)).ToDictionary(r => r.Key, r => r.Data);

        var state = new InstanceState(id, metadata.Generation);
        history.ForEach(key => state.History.Add(Event(rows, key)));
        inbox.ForEach(key => state.Inbox.Add(new Waiting(Event(rows, key), IsSaved: true)));
        if (rows.TryGetValue(keys.CustomStatus(id), out var status))
            state.CustomStatus = StringValue.Parser.ParseFrom(status.Span).Value is { Length: > 0 } text ? text : null;
        return state;
    }

    /// <summary>Saves an instance as it shall be, given what the store has of it. Another generation begins with an empty history.</summary>
    public Task SaveAsync(string id, InstanceState? saved, ulong generation, IReadOnlyList<HistoryEvent> added, IReadOnlyList<Waiting> inbox, string? customStatus)
    {
        var writes = new List<StateWrite>();
        var kept = saved?.Generation == generation ? saved.History.Events.Count : 0;
        for (var i = 0; i < added.Count; i++)
            writes.Add(Set(keys.History(id, kept + i), added[i]));
        for (var i = kept + added.Count; i < saved?.History.Events.Count; i++)
            writes.Add(Delete(keys.History(id, i)));
        for (var i = 0; i < inbox.Count; i++)
            writes.Add(Set(keys.Inbox(id, i), inbox[i].Event));
        for (var i = inbox.Count; i < saved?.SavedInbox; i++)
            writes.Add(Delete(keys.Inbox(id, i)));
        if (customStatus != saved?.CustomStatus)
            writes.Add(Set(keys.CustomStatus(id), new StringValue { Value = customStatus ?? "" }));
        writes.Add(Metadata(id, kept + added.Count, inbox.Count, generation));
        return writer.SaveAsync(writes);
    }

    /// <summary>Puts more events into the inbox.</summary>
    public Task AppendAsync(InstanceState state, IReadOnlyList<HistoryEvent> events)
    {
        var first = state.SavedInbox;
        return writer.SaveAsync([
            .. events.Select((e, i) => Set(keys.Inbox(state.InstanceId, first + i), e)),
            Metadata(state.InstanceId, state.History.Events.Count, first + events.Count, state.Generation),
        ]);
    }

    public Task DeleteAsync(InstanceState state)
    {
        var id = state.InstanceId;
        return writer.SaveAsync([
            .. Enumerable.Range(0, state.History.Events.Count).Select(i => Delete(keys.History(id, i))),
            .. Enumerable.Range(0, state.SavedInbox).Select(i => Delete(keys.Inbox(id, i))),
            Delete(keys.CustomStatus(id)),
            Delete(keys.Metadata(id)),
        ]);
    }

    private StateWrite Metadata(string id, int history, int inbox, ulong generation) => Set(keys.Metadata(id), new BackendWorkflowStateMetadata
    {
        HistoryLength = (ulong)history,
        InboxLength = (ulong)inbox,
        Generation = generation,
    });

    private static HistoryEvent Event(Dictionary<string, ReadOnlyMemory<byte>> rows, string key) =>
        rows.TryGetValue(key, out var data) ? HistoryEvent.Parser.ParseFrom(data.Span) : throw new StateException($"the workflow's row '{key}' is missing");

    private static StateWrite Set(string key, IMessage message) => new(key, message.ToByteArray(), null, false, null);

    private static StateWrite Delete(string key) => new(key, null, null, false, null);
}
