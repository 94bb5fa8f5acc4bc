using System.Text.Json;
using Yilai.HospitalSdk;
using Yilai.HospitalSdk.Messages;

namespace Yilai.HospitalSimulator.Keys;

/// <summary>An entry of the keys file.</summary>
internal sealed record KeyEntry(string KeyId, string Key);

/// <summary>The keys file: the key of each hospital by its code.</summary>
internal static class HospitalKeys
{
    /// <summary>The entries of a file.</summary>
    /// <exception cref="SimulatorException">It cannot be read or is not a keys file.</exception>
    public static SortedDictionary<string, KeyEntry> Read(string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            return JsonSerializer.Deserialize<SortedDictionary<string, KeyEntry>>(stream, HospitalJson.Options)
                ?? throw new SimulatorException($"{file} is empty.");
        }
        catch (JsonException exception)
        {
            throw new SimulatorException($"{file} is not a keys file: {exception.Message}", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SimulatorException($"{file} cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>The keys of a file, ready to sign with.</summary>
    /// <exception cref="SimulatorException">It cannot be read or is not a keys file.</exception>
    public static Dictionary<string, HospitalKey> Load(string file)
    {
        try
        {
            return Read(file).ToDictionary(entry => entry.Key, entry => HospitalKey.FromBase64(entry.Value.KeyId, entry.Value.Key));
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException)
        {
            throw new SimulatorException($"{file} holds a key that is none: {exception.Message}", exception);
        }
    }
}
