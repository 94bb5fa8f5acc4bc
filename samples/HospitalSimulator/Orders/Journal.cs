using System.Text;
using System.Text.Json;
using Yilai.HospitalSdk.Messages;

namespace Yilai.HospitalSimulator.Orders;

/// <summary>A line of the journal: an order as it has become, or a schedule that somebody had a hospital push.</summary>
internal sealed record JournalLine(BookedOrder? Order = null, string? HospitalCode = null, Schedule? Schedule = null);

/// <summary>
/// The file of what the hospitals have promised, a line a change; the last one of a thing counts. A hospital does not
/// forget its patients because a program of it was killed. Without a file, everything is forgotten at the end.
/// </summary>
internal sealed class Journal : IDisposable
{
    private readonly Lock gate = new();
    private readonly FileStream? file;

    /// <exception cref="SimulatorException">The file cannot be opened, or is something else.</exception>
    public Journal(SimulatorSettings settings)
    {
        if (settings.BooksFile is not { } path)
        {
            return;
        }

        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
            Lines = Read(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new SimulatorException($"{path} cannot be opened as books: {exception.Message}", exception);
        }
    }

    /// <summary>What was written before this start.</summary>
    public IReadOnlyList<JournalLine> Lines { get; } = [];

    /// <summary>Writes a line; when this returns, only the machine's own end could lose it.</summary>
    public void Write(JournalLine line)
    {
        if (file is null)
        {
            return;
        }

        var bytes = JsonSerializer.SerializeToUtf8Bytes(line, HospitalJson.Options);
        lock (gate)
        {
            file.Write([.. bytes, (byte)'\n']);
        }
    }

    public void Dispose() => file?.Dispose();

    /// <summary>All whole lines; one that was cut off by a kill was promised to nobody, and goes.</summary>
    private static List<JournalLine> Read(FileStream file)
    {
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        var end = Array.LastIndexOf(bytes, (byte)'\n') + 1;
        file.SetLength(end);
        file.Position = end;
        return [.. Encoding.UTF8.GetString(bytes, 0, end).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonSerializer.Deserialize<JournalLine>(line, HospitalJson.Options)!)];
    }
}
