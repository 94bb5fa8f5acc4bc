using Yilai.Hosting.CommandLine;

namespace Yilai.Hosting.Tests;

public sealed class AppHostArgumentsTests
{
    [Fact]
    public void Parse_Nothing_GivesTheDefaults()
    {
        var options = AppHostArguments.Parse([]);

        Assert.Equal(RepositoryRoot.File(".data"), options.Data);
        Assert.Equal(RepositoryRoot.File("components", "embedded"), options.Components);
        Assert.Equal(8080, options.Port);
        Assert.True(options is { Frontend: true, Dashboard: true, Simulator: true, Reset: false, Hospitals: null, Help: false });
    }

    [Fact]
    public void Parse_EveryOption_IsTaken()
    {
        var folder = Path.GetTempPath();
        var file = RepositoryRoot.File("Yilai.slnx");

        var options = AppHostArguments.Parse(
            ["--data", "/somewhere/else", "--reset", "--port", "0", "--no-frontend", "--no-dashboard", "--no-simulator", "--hospitals", file, $"--components={folder}", "--sidecar", "embedded"]);

        Assert.Equal("/somewhere/else", options.Data);
        Assert.Equal(file, options.Hospitals);
        Assert.Equal(Path.GetFullPath(folder), options.Components);
        Assert.True(options is { Port: 0, Reset: true, Frontend: false, Dashboard: false, Simulator: false });
    }

    [Fact]
    public void Parse_Daprd_TakesComponentsThatSeveralProcessesShare()
    {
        Assert.Equal(RepositoryRoot.File("components", "redis"), AppHostArguments.Parse(["--sidecar", "daprd"]).Components);
        Assert.Equal(RepositoryRoot.File("components", "rabbitmq-redis"), AppHostArguments.Parse(["--sidecar=daprd", "--components", "components/rabbitmq-redis"]).Components);
    }

    [Fact]
    public void Parse_Configuration_IsPassedOn() => Assert.Equal(
        ["--ConnectionStrings:postgres=Host=db;Port=1", "--ConnectionStrings:mongodb=mongodb://db/yilai"],
        AppHostArguments.Parse(["--ConnectionStrings:postgres=Host=db;Port=1", "--no-frontend", "--ConnectionStrings:mongodb", "mongodb://db/yilai"]).Configuration);

    [Theory]
    [InlineData("unknown option --fast", "--fast")]
    [InlineData("unknown option fast", "fast")]
    [InlineData("--data needs a value", "--data")]
    [InlineData("--data needs a value", "--data", "--reset")]
    [InlineData("--port http is not a port", "--port", "http")]
    [InlineData("--port 70000 is not a port", "--port", "70000")]
    [InlineData("there is no file /no/such.csv", "--hospitals", "/no/such.csv")]
    [InlineData("there is no folder /no/such", "--components", "/no/such")]
    [InlineData("--sidecar istio is unknown", "--sidecar", "istio")]
    public void Parse_WrongCommandLine_SaysSoInOneLineAndEndsWithTwo(string says, params string[] args)
    {
        var wrong = Assert.Throws<UsageException>(() => AppHostArguments.Parse(args));

        Assert.StartsWith(says, wrong.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', wrong.Message);
        Assert.Equal(2, wrong.ExitCode);
    }
}
