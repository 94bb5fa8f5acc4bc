using System.Buffers.Binary;
using System.Numerics;
using Microsoft.Win32.SafeHandles;

namespace Yilai.Sidecar.PubSub;

/// <summary>
/// An append-only file of checked records: length, checksum, bytes. A record that is cut short at the end was never
/// confirmed to anybody and is cut off; damage before the end is set aside, not thrown away.
/// </summary>
internal sealed class JournalFile : IDisposable
{
    private const int HeaderLength = 8;
    private const int LongestRecord = 64 * 1024 * 1024;
    private static readonly byte[] Magic = "YILAIJ01"u8.ToArray();

    private readonly SafeFileHandle handle;

    private JournalFile(SafeFileHandle handle, string path, long length)
    {
        this.handle = handle;
        Path = path;
        Length = length;
    }

    public string Path { get; }

    public long Length { get; private set; }

    /// <summary>Opens for this process alone; reads the records there are.</summary>
    public static JournalFile Open(string path, Action<byte[]> read, Action<string> damaged)
    {
        var handle = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        try
        {
            var file = new JournalFile(handle, path, 0);
            var size = RandomAccess.GetLength(handle);
            if (size < Magic.Length)
                file.Write(Magic, durable: true);
            else
                file.ReadAll(size, read, damaged);
            return file;
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>A new file with these records, in the place of the one at the path; the change is atomic.</summary>
    public static JournalFile Replace(string path, IEnumerable<byte[]> records)
    {
        var next = path + ".next";
        File.Delete(next);
        var handle = File.OpenHandle(next, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        try
        {
            var file = new JournalFile(handle, path, 0);
            file.Write(Magic, durable: false);
            foreach (var chunk in records.Select(Frame).Chunk(256))
                file.Write(chunk.SelectMany(f => f).ToArray(), durable: false);
            RandomAccess.FlushToDisk(handle);
            File.Move(next, path, overwrite: true);
            return file;
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>A record as it stands in the file.</summary>
    public static byte[] Frame(byte[] record)
    {
        var frame = new byte[HeaderLength + record.Length];
        BinaryPrimitives.WriteInt32LittleEndian(frame, record.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(frame.AsSpan(4), Checksum(record));
        record.CopyTo(frame, HeaderLength);
        return frame;
    }

    /// <summary>Appends; when it fails, the file is as it was before.</summary>
    public void Write(ReadOnlySpan<byte> frames, bool durable)
    {
        try
        {
            RandomAccess.Write(handle, frames, Length);
            if (durable)
                RandomAccess.FlushToDisk(handle);
            Length += frames.Length;
        }
        catch (IOException)
        {
            RandomAccess.SetLength(handle, Length);
            throw;
        }
    }

    public void Dispose() => handle.Dispose();

    private void ReadAll(long size, Action<byte[]> read, Action<string> damaged)
    {
        using var stream = new BufferedStream(new FileStream(new SafeFileHandle(handle.DangerousGetHandle(), ownsHandle: false), FileAccess.Read, bufferSize: 0), 256 * 1024);
        var magic = new byte[Magic.Length];
        stream.ReadExactly(magic);
        if (!magic.AsSpan().SequenceEqual(Magic))
            throw new IOException($"{Path} is not a journal");
        Length = Magic.Length;
        Span<byte> header = stackalloc byte[HeaderLength];
        while (Length < size)
        {
            if (size - Length < HeaderLength)
                break;
            stream.ReadExactly(header);
            var length = BinaryPrimitives.ReadInt32LittleEndian(header);
            if (length is <= 0 or > LongestRecord || length > size - Length - HeaderLength)
                break;
            var record = new byte[length];
            stream.ReadExactly(record);
            if (Checksum(record) != BinaryPrimitives.ReadUInt32LittleEndian(header[4..]))
                break;
            read(record);
            Length += HeaderLength + length;
        }
        if (Length < size)
            CutOff(size, damaged);
    }

    private void CutOff(long size, Action<string> damaged)
    {
        var copy = $"{Path}.damaged-at-{Length}";
        var rest = new byte[Math.Min(size - Length, LongestRecord)];
        var read = RandomAccess.Read(handle, rest, Length);
        File.WriteAllBytes(copy, rest[..read]);
        RandomAccess.SetLength(handle, Length);
        damaged(copy);
    }

    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        while (bytes.Length >= sizeof(ulong))
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }
        foreach (var one in bytes)
            crc = BitOperations.Crc32C(crc, one);
        return ~crc;
    }
}
