using Npgsql;
using Yilai.Contracts.Events;

namespace Yilai.ServiceDefaults.Events;

/// <summary>Reacts to one kind of event, once per event.</summary>
public interface IEventHandler<in TEvent>
    where TEvent : IIntegrationEvent
{
    /// <summary>
    /// Handles <paramref name="message"/> in the transaction open on <paramref name="connection"/>, which also remembers
    /// that it was handled. Effects outside the database may happen again after a crash and must bear that.
    /// </summary>
    Task HandleAsync(TEvent message, NpgsqlConnection connection, CancellationToken cancellationToken);
}
