using System.Diagnostics;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using Yilai.Contracts.Events;
using Yilai.ServiceDefaults.Events;
using Yilai.ServiceDefaults.Paging;
using Yilai.ServiceDefaults.Security;

namespace Yilai.ServiceDefaults.Tests.Support;

/// <summary>An event of the service under test.</summary>
internal sealed record NoteTaken(string Text) : IIntegrationEvent
{
    public static string Topic => "note-taken";

    public required Guid EventId { get; init; }

    public required DateTimeOffset OccurredAt { get; init; }
}

/// <summary>Writes down what it is told; the text "bad" it cannot bear.</summary>
internal sealed class WriteNote : IEventHandler<NoteTaken>
{
    public Task HandleAsync(NoteTaken message, NpgsqlConnection connection, CancellationToken cancellationToken) =>
        message.Text == "bad"
            ? throw new InvalidOperationException("bad note")
            : connection.ExecuteAsync(
                "insert into note (event_id, text, trace_id) values (@EventId, @Text, @TraceId)",
                new { message.EventId, message.Text, TraceId = Activity.Current?.TraceId.ToString() });
}

/// <summary>Endpoints that go wrong in every way.</summary>
internal static class NoteEndpoints
{
    public static void MapNotes(this WebApplication app)
    {
        app.MapEvent<NoteTaken, WriteNote>();
        app.MapPost("/notes", (NewNote note) => TypedResults.Ok(note));
        app.MapGet("/notes", ([AsParameters] NoteFilter filter, PageRequest page) => TypedResults.Ok(page));
        app.MapGet("/notes/{id:int}", (int id) => TypedResults.Ok(id));
        app.MapGet("/mine", (CurrentUser user) => TypedResults.Ok(user)).RequireUser();
        app.MapGet("/throws/{what}", (string what) => Throw(what));
    }

    private static Ok Throw(string what) => throw (what switch
    {
        "neighbour" => new HttpRequestException("away"),
        "timeout" => new TaskCanceledException("too slow", new TimeoutException()),
        _ => new InvalidOperationException("secret inner workings"),
    });
}

/// <summary>A request body.</summary>
internal sealed record NewNote(string Text, int Stars, Colour? Colour, string? Hint = null, TimeOnly? RemindAt = null);

/// <summary>What of a list is wanted.</summary>
internal sealed record NoteFilter(string? TextPart);

/// <summary>For names in JSON.</summary>
internal enum Colour
{
    /// <summary>One word.</summary>
    Red,

    /// <summary>Two words.</summary>
    DarkBlue,
}
