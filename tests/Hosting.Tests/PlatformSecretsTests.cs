using System.Text.Json;
using Yilai.Hosting.Secrets;

namespace Yilai.Hosting.Tests;

public sealed class PlatformSecretsTests : IDisposable
{
    private const string Postgres = "Host=127.0.0.1;Port=5000;Username=yilai;Password=p@ss/word;Database=yilai";
    private readonly string _folder = Directory.CreateTempSubdirectory("yilai-secrets-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task WriteAsync_SecondStart_KeepsKeysAndTakesNewAddresses()
    {
        await PlatformSecrets.WriteAsync(_folder, Postgres, "mongodb://127.0.0.1:1/yilai", [], CancellationToken.None);
        var (first, firstOperator) = (Read("secrets.json"), Read("operator.json"));
        await PlatformSecrets.WriteAsync(_folder, Postgres, "mongodb://127.0.0.1:2/yilai", [], CancellationToken.None);
        var second = Read("secrets.json");

        Assert.Equal(32, Convert.FromBase64String(first["data-key"]).Length);
        Assert.Equal(32, Convert.FromBase64String(first["index-key"]).Length);
        Assert.NotEqual(first["data-key"], first["index-key"]);
        Assert.Equal((first["data-key"], first["index-key"]), (second["data-key"], second["index-key"]));
        Assert.Equal(firstOperator["key"], Read("operator.json")["key"]);
        Assert.Equal("mongodb://127.0.0.1:2/yilai", second["mongodb"]);
    }

    [Fact]
    public async Task WriteAsync_Files_AreTheOwnersOnly()
    {
        await PlatformSecrets.WriteAsync(_folder, Postgres, "mongodb://127.0.0.1:1/yilai", [], CancellationToken.None);

        Assert.Equal(["operator.json", "payment-simulator.json", "secrets.json"], Directory.GetFiles(_folder).Select(Path.GetFileName).Order());
        Assert.All(Directory.GetFiles(_folder), file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(file)));
    }

    [Fact]
    public void PostgresUrl_SpecialCharacters_AreEscaped() =>
        Assert.Equal("postgres://yilai:p%40ss%2Fword@127.0.0.1:5000/yilai?sslmode=prefer", PlatformSecrets.PostgresUrl(Postgres));

    private Dictionary<string, string> Read(string file) =>
        JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(Path.Combine(_folder, file)))!;
}
