using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using Yilai.HospitalSdk.Messages;

namespace Yilai.HospitalSimulator.Keys;

/// <summary>Gives every hospital a key; those that have one keep it.</summary>
internal static class WriteKeys
{
    // The file is also read by people and shell scripts, to whom "\u002B" is not a plus sign.
    private static readonly JsonSerializerOptions Readable = new(HospitalJson.Options)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <exception cref="SimulatorException">The file is there but is not a keys file, or it cannot be written.</exception>
    public static string Run(string file, IEnumerable<string> hospitalCodes)
    {
        var entries = File.Exists(file) ? HospitalKeys.Read(file) : [];
        var before = entries.Count;
        foreach (var code in hospitalCodes)
        {
            entries.TryAdd(code, NewEntry(code));
        }

        try
        {
            Replace(file, JsonSerializer.SerializeToUtf8Bytes(entries, Readable));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SimulatorException($"{file} cannot be written: {exception.Message}", exception);
        }

        return $"{file}: {entries.Count} keys, {entries.Count - before} new.";
    }

    private static KeyEntry NewEntry(string code) => new(
        $"{code}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}",
        Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));

    // Written beside and moved over it: a reader, or a crash, never meets half a file; and never readable by others.
    private static void Replace(string file, byte[] content)
    {
        var path = Path.GetFullPath(file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var draft = $"{path}.{Environment.ProcessId}.tmp";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var stream = new FileStream(draft, options))
        {
            stream.Write(content);
            stream.Flush(flushToDisk: true);
        }

        File.Move(draft, path, overwrite: true);
    }
}
