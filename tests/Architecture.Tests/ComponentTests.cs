using System.Reflection;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;
using Yilai.Contracts;

namespace Yilai.Architecture.Tests;

/// <summary>Component YAML, <c>dapr.yaml</c> and the AppHost tell the same story.</summary>
public sealed partial class ComponentTests
{
    private static readonly string[] AppIdValues = ConstantsOf(typeof(AppIds));

    public static TheoryData<string> ComponentSets() =>
        [.. Repository.Files("components/*/*.yaml").Select(f => Path.GetDirectoryName(f)!).Distinct()];

    [Theory]
    [MemberData(nameof(ComponentSets))]
    public void ComponentSet_HasOneComponentPerFile_NamedLikeIt(string folder)
    {
        foreach (var file in Repository.Files($"{folder}/*.yaml"))
        {
            var documents = Load(file);
            var document = Assert.Single(documents);
            Assert.Equal("dapr.io/", Text(document, "apiVersion")[..8]);
            Assert.Equal(Path.GetFileNameWithoutExtension(file), Text(document, "metadata", "name"));
        }
    }

    [Theory]
    [MemberData(nameof(ComponentSets))]
    public void ComponentSet_NamesEveryComponentThatCodeMentions(string folder)
    {
        var present = Repository.Files($"{folder}/*.yaml").SelectMany(Load).Where(d => Text(d, "kind") == "Component").Select(d => Text(d, "metadata", "name"));
        var mentioned = ConstantsOf(typeof(ComponentNames)).Except([ComponentNames.DeadLetterTopic]);
        Assert.Empty(mentioned.Except(present));
    }

    [Theory]
    [MemberData(nameof(ComponentSets))]
    public void ComponentSet_ScopesNameKnownApps(string folder)
    {
        var scopes = Repository.Files($"{folder}/*.yaml").SelectMany(Load).Where(d => d.Children.ContainsKey("scopes"))
            .SelectMany(d => ((YamlSequenceNode)d["scopes"]).Select(s => ((YamlScalarNode)s).Value!));
        Assert.Empty(scopes.Except(AppIdValues));
    }

    [Fact]
    public void ComponentFolders_HoldYamlOnly() =>
        Assert.Empty(Repository.Files("components/*").Where(f => !f.EndsWith(".yaml", StringComparison.Ordinal) && !f.EndsWith(".md", StringComparison.Ordinal)));

    [Fact]
    public void AppIds_AreTheServices_InContractsAppHostAndDaprYaml()
    {
        var services = Repository.Services().Select(s => s.ToLowerInvariant()).ToArray();
        Assert.Equal(services, AppIdValues.Order(StringComparer.Ordinal));
        var inAppHost = ServiceName().Matches(Repository.Read("AppHost/AppHost.cs")).Select(m => m.Groups[1].Value);
        Assert.Equal(services, inAppHost.Order(StringComparer.Ordinal));
        var inDaprYaml = ((YamlSequenceNode)Assert.Single(Load("dapr.yaml"))["apps"]).Select(a => ((YamlScalarNode)a["appID"]).Value!);
        Assert.Equal(services, inDaprYaml.Order(StringComparer.Ordinal));
    }

    private static string[] ConstantsOf(Type type) =>
        [.. type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string)f.GetRawConstantValue()!)];

    private static YamlMappingNode[] Load(string file)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(Repository.Read(file)));
        return [.. stream.Documents.Select(d => (YamlMappingNode)d.RootNode)];
    }

    private static string Text(YamlNode node, params string[] path) =>
        ((YamlScalarNode)path.Aggregate(node, (n, key) => n[key])).Value!;

    [GeneratedRegex(@"AddService<Projects\.\w+>\(\s*""([a-z]+)""")]
    private static partial Regex ServiceName();
}
