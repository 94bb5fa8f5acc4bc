using Dapper;
using Dapr;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Yilai.Contracts;
using Yilai.Contracts.Events;

namespace Yilai.ServiceDefaults.Events;

/// <summary>Subscriptions to integration events.</summary>
public static class EventEndpoints
{
    /// <summary>
    /// Subscribes <typeparamref name="THandler"/> to <typeparamref name="TEvent"/>; an event already in the inbox is
    /// acknowledged without being handled again. Register the handler by <see cref="AddEventHandler{TEvent, THandler}"/>.
    /// </summary>
    public static RouteHandlerBuilder MapEvent<TEvent, THandler>(this IEndpointRouteBuilder app)
        where TEvent : IIntegrationEvent
        where THandler : class, IEventHandler<TEvent> =>
        app.MapTopic<TEvent>(async ([FromBody] TEvent message, THandler handler, NpgsqlDataSource database, CancellationToken cancellationToken) =>
        {
            await using var connection = await database.OpenConnectionAsync(cancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            var isNew = await connection.ExecuteAsync(new CommandDefinition(
                "insert into inbox (event_id, consumer) values (@EventId, @consumer) on conflict do nothing",
                new { message.EventId, consumer = typeof(THandler).Name },
                transaction,
                cancellationToken: cancellationToken));
            if (isNew == 1)
            {
                await handler.HandleAsync(message, connection, cancellationToken);
                await transaction.CommitAsync(cancellationToken);
            }

            return TypedResults.Ok();
        });

    /// <summary>Subscribes a plain handler, which must itself bear an event's repetition; events nobody can handle go to the dead-letter topic.</summary>
    public static RouteHandlerBuilder MapTopic<TEvent>(this IEndpointRouteBuilder app, Delegate handler)
        where TEvent : IIntegrationEvent =>
        app.MapPost($"/events/{TEvent.Topic}", handler)
            .WithTopic(new TopicOptions { PubsubName = ComponentNames.PubSub, Name = TEvent.Topic, DeadLetterTopic = ComponentNames.DeadLetterTopic })
            .ExcludeFromDescription();

    /// <summary>Registers a handler for <see cref="MapEvent{TEvent, THandler}"/>.</summary>
    public static IServiceCollection AddEventHandler<TEvent, THandler>(this IServiceCollection services)
        where TEvent : IIntegrationEvent
        where THandler : class, IEventHandler<TEvent> => services.AddScoped<THandler>();
}
