using System.Buffers;
using System.Threading.Channels;

namespace Yilai.Sidecar.PubSub;

/// <summary>
/// Writes records in the order they come. One writer takes all that wait together (group commit): the slower the disk,
/// the more publishers share one flush. When most of the file is of the past, a new file with what is left replaces it.
/// </summary>
internal sealed class Journal : IAsyncDisposable
{
    /// <summary>How much of the past may lie about before a new file is worth it.</summary>
    private const long SmallestToCompact = 4 * 1024 * 1024;
    private const int LargestGroup = 4 * 1024 * 1024;

    private readonly Channel<Entry> queue = Channel.CreateUnbounded<Entry>(new UnboundedChannelOptions { SingleReader = true });
    private readonly List<byte[]> found = [];
    private readonly ILogger log;
    private JournalFile file;
    private Func<List<byte[]>> snapshot = () => [];
    private Func<long> liveBytes = () => 0;
    private long notBefore;
    private Task run = Task.CompletedTask;

    private sealed record Entry(byte[] Frame, TaskCompletionSource? Written);

    private Journal(string path, ILogger log)
    {
        this.log = log;
        file = JournalFile.Open(path, found.Add, copy => log.Damaged(path, copy));
    }

    public static Journal Open(string path, ILogger log)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return new Journal(path, log);
    }

    /// <summary>Hands out what an earlier process left, then begins to write.</summary>
    public void Start(Action<JournalRecord> replay, Func<List<byte[]>> currentState, Func<long> currentSize)
    {
        foreach (var record in found)
            replay(JournalRecord.Read(record));
        found.Clear();
        found.TrimExcess();
        snapshot = currentState;
        liveBytes = currentSize;
        run = Task.Run(WriteAsync);
    }

    /// <summary>Ends when the record is on the disk.</summary>
    public Task AppendAsync(byte[] record)
    {
        var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return queue.Writer.TryWrite(new Entry(JournalFile.Frame(record), written)) ? written.Task
            : Task.FromException(new IOException("the journal is closed"));
    }

    /// <summary>Writes with the next group; nobody waits for it.</summary>
    public void Append(byte[] record) => queue.Writer.TryWrite(new Entry(JournalFile.Frame(record), null));

    public async ValueTask DisposeAsync()
    {
        queue.Writer.TryComplete();
        await run;
        file.Dispose();
    }

    private async Task WriteAsync()
    {
        var buffer = new ArrayBufferWriter<byte>(64 * 1024);
        var waiting = new List<TaskCompletionSource>();
        while (await queue.Reader.WaitToReadAsync())
        {
            buffer.ResetWrittenCount();
            waiting.Clear();
            while (buffer.WrittenCount < LargestGroup && queue.Reader.TryRead(out var entry))
            {
                buffer.Write(entry.Frame);
                if (entry.Written is not null)
                    waiting.Add(entry.Written);
            }
            WriteGroup(buffer.WrittenSpan, waiting);
            if (file.Length > notBefore && file.Length > SmallestToCompact + 2 * liveBytes())
                Compact();
        }
    }

    private void WriteGroup(ReadOnlySpan<byte> frames, List<TaskCompletionSource> waiting)
    {
        try
        {
            file.Write(frames, durable: waiting.Count > 0);
            waiting.ForEach(w => w.SetResult());
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            log.WriteFailed(error.Message);
            waiting.ForEach(w => w.SetException(new IOException($"the journal cannot be written: {error.Message}", error)));
        }
    }

    private void Compact()
    {
        try
        {
            var next = JournalFile.Replace(file.Path, snapshot());
            file.Dispose();
            file = next;
            notBefore = 0;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            log.CompactionFailed(error.Message);
            notBefore = file.Length + SmallestToCompact;
        }
    }
}

internal static partial class PubSubLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "App {AppId} has never come to say what it subscribes to; beyond the first {Count}, events are no longer kept for it")]
    public static partial void NeverCame(this ILogger log, string appId, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The end of {Path} could not be read and was cut off; it is kept as {Copy}. It is what a crash leaves of a record that was being written")]
    public static partial void Damaged(this ILogger log, string path, string copy);

    [LoggerMessage(Level = LogLevel.Error, Message = "The journal cannot be written: {Reason}")]
    public static partial void WriteFailed(this ILogger log, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The journal could not be compacted, it goes on growing: {Reason}")]
    public static partial void CompactionFailed(this ILogger log, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Name} has {Count} messages from before that are still to be delivered")]
    public static partial void Recovered(this ILogger log, string name, int count);
}
