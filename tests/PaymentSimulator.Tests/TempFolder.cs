namespace Yilai.PaymentSimulator.Tests;

/// <summary>A folder that goes when the test ends.</summary>
internal sealed class TempFolder : IDisposable
{
    private readonly string path = Directory.CreateTempSubdirectory("yilai-payments-").FullName;

    public string File(string name) => Path.Combine(path, name);

    public string Write(string name, string text)
    {
        System.IO.File.WriteAllText(File(name), text);
        return File(name);
    }

    public void Dispose() => Directory.Delete(path, recursive: true);
}
