using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Yilai.Sidecar.PubSub;

/// <summary>Consumes a queue, and begins again whenever that ends: the server went away, or somebody deleted the queue.</summary>
internal sealed class RabbitMqSubscription(
    RabbitMqLink link, RabbitMqSettings settings, RabbitMqQueue queue, MessageHandler handler, TimeProvider clock, ILogger log) : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentDictionary<Task, bool> underWay = new();
    private Task loop = Task.CompletedTask;

    public async Task StartAsync(TimeSpan patience, CancellationToken cancellation)
    {
        loop = Task.Run(LoopAsync, cancellation);
        await Task.WhenAny(ready.Task, Carrier.WaitAsync(patience, clock, cancellation));
    }

    /// <summary>Stops; the server gives what is under way to whoever consumes next.</summary>
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await loop;
        stop.Dispose();
    }

    private async Task LoopAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await using var channel = await link.OpenAsync(stop.Token);
                var end = await ConsumeAsync(channel);
                log.CannotRead(queue.Topic, queue.Consumer, await end.WaitAsync(stop.Token));
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                break;
            }
            catch (Exception error) when (RabbitMqPubSub.IsBroken(error))
            {
                log.CannotRead(queue.Topic, queue.Consumer, error.Message);
            }
            await Carrier.WaitAsync(settings.ReconnectWait, clock, stop.Token);
        }
        await Task.WhenAll(underWay.Keys);
    }

    /// <returns>A task that ends when the channel does, with the reason.</returns>
    private async Task<Task<string>> ConsumeAsync(IChannel channel)
    {
        var ended = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await queue.DeclareAsync(channel, stop.Token);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivery) => TakeAsync(channel, delivery);
        consumer.ShutdownAsync += (_, reason) => Ended(reason.Exception?.Message ?? reason.ReplyText);
        consumer.UnregisteredAsync += (_, _) => Ended("the queue is gone");
        channel.ChannelShutdownAsync += (_, reason) => Ended(reason.Exception?.Message ?? reason.ReplyText);
        await channel.BasicConsumeAsync(queue.Name, settings.AutoAck, consumer, stop.Token);
        ready.TrySetResult();
        return ended.Task;

        Task Ended(string reason)
        {
            ended.TrySetResult(reason);
            return Task.CompletedTask;
        }
    }

    private Task TakeAsync(IChannel channel, BasicDeliverEventArgs delivery)
    {
        // The bytes are the client's, and only for now.
        var message = new TopicMessage(queue.Topic, delivery.Body.ToArray(), settings.TellsProperties ? Properties(delivery.BasicProperties) : new Dictionary<string, string>());
        var work = Task.Run(() => CarryAsync(channel, delivery.DeliveryTag, message));
        underWay[work] = true;
        _ = work.ContinueWith(done => underWay.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        return settings.IsSingle ? work : Task.CompletedTask;
    }

    private async Task CarryAsync(IChannel channel, ulong tag, TopicMessage message)
    {
        var verdict = await Carrier.CarryAsync(message, handler, TimeSpan.Zero, clock, stop.Token);
        if (settings.AutoAck || verdict is VerdictKind.Absent)
            return;
        try
        {
            if (verdict is VerdictKind.Done)
                await channel.BasicAckAsync(tag, multiple: false, stop.Token);
            else
                await channel.BasicNackAsync(tag, multiple: false, settings.RequeueInFailure, stop.Token);
        }
        catch (Exception error) when (RabbitMqPubSub.IsBroken(error) || error is OperationCanceledException && stop.IsCancellationRequested)
        {
            log.CannotAcknowledge(queue.Topic, queue.Consumer, error.Message);
        }
    }

    private static Dictionary<string, string> Properties(IReadOnlyBasicProperties properties)
    {
        var all = new Dictionary<string, string>(StringComparer.Ordinal);
        Add("metadata.messageid", properties.MessageId);
        Add("metadata.correlationid", properties.CorrelationId);
        Add("metadata.contenttype", properties.ContentType);
        Add("metadata.type", properties.Type);
        foreach (var (name, value) in properties.Headers ?? new Dictionary<string, object?>())
            Add($"metadata.{name}", value is byte[] bytes ? Encoding.UTF8.GetString(bytes) : Convert.ToString(value, CultureInfo.InvariantCulture));
        return all;

        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
                all[name] = value;
        }
    }
}
