using Yilai.Sidecar.Hosting;

namespace Yilai.Sidecar.Tests;

public sealed class CommandLineTests
{
    private static SidecarOptions Parse(string args, params (string Name, string Value)[] environment) =>
        CommandLine.Parse(args.Split(' ', StringSplitOptions.RemoveEmptyEntries), name => environment.FirstOrDefault(e => e.Name == name).Value);

    [Fact]
    public void Parse_ManyApps_ComeFromTheEnvironment()
    {
        var options = Parse(
            "--resources-path a --resources-path=b --max-body-size 8Mi",
            ("YILAI_SIDECAR_APPS", """[{"appId":"orders","appPort":1,"httpPort":2,"grpcPort":3}]"""), ("DAPR_API_TOKEN", "d"), ("APP_API_TOKEN", ""));

        Assert.Equal([new SidecarApp("orders", 1, 2, 3)], options.Apps);
        Assert.Equal(["a", "b"], options.ResourcesPaths);
        Assert.Equal(8 * 1024 * 1024, options.MaxBodySize);
        Assert.Equal("d", options.DaprApiToken);
        Assert.Null(options.AppApiToken);
    }

    [Fact]
    public void Parse_DaprdsFlags_MakeOneApp()
    {
        var options = Parse("-app-id orders --app-port 5000 --dapr-http-port=3501 --enable-metrics --dapr-grpc-port 50002 --log-level debug --components-path c --mode standalone");

        Assert.Equal([new SidecarApp("orders", 5000, 3501, 50002)], options.Apps);
        Assert.Equal(["c"], options.ResourcesPaths);
    }

    [Theory]
    [InlineData("--app-id a --no-such-flag 1", "--no-such-flag is not a flag of the embedded sidecar")]
    [InlineData("--app-id a --app-port x", "--app-port x is not a value it can take")]
    [InlineData("--app-id a --app-port 70000", "--app-port 70000 is not a value it can take")]
    [InlineData("--app-id a --max-body-size big", "--max-body-size big is not a value it can take")]
    [InlineData("orders", "'orders' is not a flag")]
    [InlineData("", "no app to stand beside")]
    public void Parse_WhatMakesNoSense_SaysSo(string args, string expected)
    {
        var error = Assert.Throws<SidecarStartException>(() => Parse(args));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[1]")]
    public void Parse_BrokenApps_SaysSo(string json)
    {
        var error = Assert.Throws<SidecarStartException>(() => Parse("", ("YILAI_SIDECAR_APPS", json)));

        Assert.StartsWith("YILAI_SIDECAR_APPS is not the JSON it should be", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]", "there is no app to stand beside")]
    [InlineData("""[{"appPort":1}]""", "an app has no appId")]
    [InlineData("""[{"appId":"a"},{"appId":"a"}]""", "the app-id 'a' is there twice")]
    public async Task Start_WithImpossibleApps_SaysSo(string json, string expected)
    {
        var error = await Assert.ThrowsAsync<SidecarStartException>(() => SidecarHost.StartAsync(Parse("", ("YILAI_SIDECAR_APPS", json)), TestContext.Current.CancellationToken));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }
}
