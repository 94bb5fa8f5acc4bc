using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;
using Yilai.Hosting.CommandLine;
using Yilai.Hosting.Services;

namespace Yilai.Hosting.Tests;

/// <summary><c>dapr.yaml</c> runs what the AppHost runs: neither changes without the other.</summary>
public sealed partial class DaprYamlTests
{
    private static readonly string AppHost = File.ReadAllText(RepositoryRoot.File("AppHost", "AppHost.cs"));
    private static readonly YamlMappingNode Document = Load();
    private static readonly YamlMappingNode[] Apps = [.. ((YamlSequenceNode)Document["apps"]).Cast<YamlMappingNode>()];

    [Fact]
    public void Apps_AreTheAppHostsServices_ByIdFolderAndProgram()
    {
        var services = Service().Matches(AppHost).Select(m => (Id: m.Groups["id"].Value, Project: m.Groups["project"].Value));

        Assert.Equal(
            services.Select(s => (s.Id, s.Project == "Workflows" ? "workflows" : $"services/{s.Project}", $"bin/Debug/net10.0/Yilai.{s.Project}")).Order(),
            Apps.Select(a => (Text(a, "appID"), Text(a, "appDirPath"), Text(Assert.Single((YamlSequenceNode)a["command"])))).Order());
    }

    [Fact]
    public void Environment_HasTheNamesThatTheAppHostSets()
    {
        foreach (var app in Apps)
        {
            var id = Text(app, "appID");
            var set = AppHost.Split(';').Where(statement => Receiver().Match(statement) is { Success: true } m && m.Groups["id"].Value == id)
                .SelectMany(statement => Variable().Matches(statement)).Select(m => m.Groups["name"].Value);
            var environment = (YamlMappingNode)app["env"];

            // Those two every service gets; tokens and the sidecar's ports are Dapr's tool's to set.
            Assert.Equal(set.Concat(["APP_ID", "ASPNETCORE_URLS"]).Order(StringComparer.Ordinal), environment.Children.Keys.Select(Text).Order(StringComparer.Ordinal));
            Assert.Equal(id, Text(environment, "APP_ID"));
            Assert.EndsWith($":{Text(app, "appPort")}", Text(environment, "ASPNETCORE_URLS"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Ports_AreDistinct_AndTheGatewaysIsTheAppHosts()
    {
        var ports = Apps.SelectMany(a => (string[])[Text(a, "appPort"), Text(a, "daprHTTPPort"), Text(a, "daprGRPCPort")]).ToArray();

        Assert.Equal(ports.Length, ports.Distinct().Count());
        Assert.Equal($"{new AppHostOptions().Port}", Text(Apps.Single(a => Text(a, "appID") == "gateway"), "appPort"));
    }

    [Fact]
    public void Common_ComponentsAndHealthChecks_AreThoseOfSidecarDaprd()
    {
        var common = Document["common"];

        Assert.Equal(new AppHostOptions { Daprd = true }.Components, RepositoryRoot.File(Text(Assert.Single((YamlSequenceNode)common["resourcesPaths"]))));
        Assert.Equal(("true", ServiceExtensions.HealthPath), (Text(common, "enableAppHealthCheck"), Text(common, "appHealthCheckPath")));
    }

    private static YamlMappingNode Load()
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(File.ReadAllText(RepositoryRoot.File("dapr.yaml"))));
        return (YamlMappingNode)Assert.Single(stream.Documents).RootNode;
    }

    private static string Text(YamlNode node, string key) => Text(node[key]);

    private static string Text(YamlNode node) => ((YamlScalarNode)node).Value!;

    [GeneratedRegex(@"AddService<Projects\.(?<project>\w+)>\(""(?<id>\w+)""\)")]
    private static partial Regex Service();

    /// <summary>Whom a statement is about: a new service, or the variable that is named as it is.</summary>
    [GeneratedRegex(@"AddService<Projects\.\w+>\(""(?<id>\w+)""\)|^[\s{}]*(?<id>\w+)\.With")]
    private static partial Regex Receiver();

    [GeneratedRegex(@"With(?:Environment|AddressBook)\(""(?<name>\w+)""")]
    private static partial Regex Variable();
}
