using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Npgsql;
using Yilai.Orders.Lifecycle;
using Yilai.ServiceDefaults.Json;

namespace Yilai.Orders.Visits.Queue;

/// <summary>
/// Writes an order's place in its queue as server-sent events. Changes made through this process are told at once; for those
/// of other instances the table is looked at every few seconds.
/// </summary>
internal sealed class QueueStream(OrderRow order, NpgsqlDataSource database, QueueChanges changes, TimeProvider clock) : IResult
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(5);

    /// <summary>Proxies close what is silent for too long.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var stopping = httpContext.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted, stopping);
        try
        {
            await WriteAsync(httpContext, end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // Whoever watched has gone, or comes again to another instance.
        }
    }

    private async Task WriteAsync(HttpContext context, CancellationToken cancellationToken)
    {
        context.Features.GetRequiredFeature<IHttpResponseBodyFeature>().DisableBuffering();
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        // Heeded by nginx and its kin.
        context.Response.Headers["X-Accel-Buffering"] = "no";
        using var watch = changes.Of(VisitQueue.IdOf(order));
        using var timer = new PeriodicTimer(Look, clock);
        var changed = watch.NextAsync(cancellationToken).AsTask();
        var tick = timer.WaitForNextTickAsync(cancellationToken).AsTask();
        QueueView? last = null;
        var lastWritten = clock.GetTimestamp();
        while (true)
        {
            var view = await ReadAsync(cancellationToken);
            var line = view == last ? null : $"data: {JsonSerializer.Serialize(view, JsonSettings.Web)}\n\n";
            line ??= clock.GetElapsedTime(lastWritten) >= Silence ? ": still here\n\n" : null;
            if (line is not null)
            {
                await context.Response.WriteAsync(line, cancellationToken);
                await context.Response.Body.FlushAsync(cancellationToken);
                (last, lastWritten) = (view, clock.GetTimestamp());
            }

            if (view.State == QueueState.Done)
            {
                return;
            }

            if (await Task.WhenAny(changed, tick) == changed)
            {
                await changed;
                changed = watch.NextAsync(cancellationToken).AsTask();
            }
            else
            {
                await tick;
                tick = timer.WaitForNextTickAsync(cancellationToken).AsTask();
            }
        }
    }

    /// <summary>An order that has been checked in has a place until its visit is over; one that is gone has none any more.</summary>
    private async Task<QueueView> ReadAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await FindOrder.AnyAsync(connection, order.Id, cancellationToken) is { } now
            && await QueueView.OfAsync(connection, now, cancellationToken) is { } view
                ? view
                : new QueueView(order.Number, 0, 0, 0, QueueState.Done);
    }
}
