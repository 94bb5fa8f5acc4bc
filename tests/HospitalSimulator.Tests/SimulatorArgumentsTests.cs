namespace Yilai.HospitalSimulator.Tests;

public sealed class SimulatorArgumentsTests
{
    [Fact]
    public void Parse_BothOptions_TakesThem() =>
        Assert.Equal(new SimulatorArguments("h.csv", "k.json"), SimulatorArguments.Parse(["--write-keys", "k.json", "--hospitals", "h.csv"]));

    [Theory]
    [InlineData("--hospitals")]
    [InlineData("--hospital", "h.csv")]
    [InlineData("h.csv")]
    public void Parse_AnythingElse_IsRefused(params string[] args) =>
        Assert.Throws<SimulatorException>(() => SimulatorArguments.Parse(args));
}
