using Yilai.HospitalSimulator.Keys;

namespace Yilai.HospitalSimulator.Tests.Keys;

public sealed class WriteKeysTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Run_NoFile_GivesEachHospitalAKeyOfItsOwn()
    {
        var file = Path.Combine(folder.File("secrets"), "hospitals.json");

        WriteKeys.Run(file, ["a", "b"]);

        var keys = HospitalKeys.Load(file);
        Assert.Equal(["a", "b"], keys.Keys);
        Assert.All(keys.Values, key => Assert.Equal(32, key.Bytes.Length));
        Assert.False(keys["a"].Bytes.SequenceEqual(keys["b"].Bytes));
        Assert.NotEqual(keys["a"].KeyId, keys["b"].KeyId);
        Assert.Single(Directory.GetFiles(folder.File("secrets")));
    }

    [Fact]
    public void Run_Again_KeepsKeysAndAddsMissingOnes()
    {
        WriteKeys.Run(folder.File("k"), ["a", "gone"]);
        var before = HospitalKeys.Read(folder.File("k"));

        WriteKeys.Run(folder.File("k"), ["a", "b"]);

        var after = HospitalKeys.Read(folder.File("k"));
        Assert.Equal(["a", "b", "gone"], after.Keys);
        Assert.Equal(before["a"], after["a"]);
        Assert.Equal(before["gone"], after["gone"]);
    }

    [Fact]
    public void Run_AnyFile_IsForItsOwnerOnly()
    {
        WriteKeys.Run(folder.Write("k", "{}"), ["a"]);

        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(folder.File("k")) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"a\":1}")]
    public void Run_OverAnotherFile_LeavesItAlone(string text)
    {
        folder.Write("k", text);

        Assert.Throws<SimulatorException>(() => WriteKeys.Run(folder.File("k"), ["a"]));
        Assert.Equal(text, File.ReadAllText(folder.File("k")));
    }
}
