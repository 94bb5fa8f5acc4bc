using System.Xml.Linq;

namespace Yilai.Architecture.Tests;

/// <summary>Who may know whom.</summary>
public sealed class ReferenceTests
{
    private static readonly string[] Shared = ["Contracts", "ServiceDefaults", "HospitalSdk", "Alipay"];

    [Fact]
    public void Services_ReferenceSharedProjectsOnly_NeverEachOther()
    {
        var services = Repository.Services().ToArray();
        Assert.NotEmpty(services);
        var wrong = services.SelectMany(s => References(Repository.ProjectOf(s)).Where(r => !Shared.Contains(r)).Select(r => $"{s} references {r}"));
        Assert.Empty(wrong);
    }

    [Fact]
    public void Contracts_ReferencesNothing_SoThatEveryServiceCanShareIt() =>
        Assert.Empty(References("services/Contracts/Contracts.csproj"));

    [Fact]
    public void Sdk_ReferencesNothing_BecauseHospitalsInstallIt() =>
        Assert.Empty(References("sdk/dotnet/HospitalSdk.csproj"));

    [Fact]
    public void Sidecar_ReferencesNoService_SoThatItStandsAlone() =>
        Assert.Empty(References("sidecar/Sidecar.csproj"));

    [Fact]
    public void Projects_AreAllInTheSolution()
    {
        var inSolution = XDocument.Parse(Repository.Read("Yilai.slnx")).Descendants("Project").Select(p => p.Attribute("Path")!.Value);
        Assert.Equal(Repository.Files("*.csproj").Order(StringComparer.Ordinal), inSolution.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Packages_HaveTheirVersionsInOnePlace()
    {
        var own = Repository.Files("*.csproj").Where(p => XDocument.Parse(Repository.Read(p)).Descendants("PackageReference").Any(r => r.Attribute("Version") is not null || r.Attribute("VersionOverride") is not null));
        Assert.Empty(own);
    }

    [Fact]
    public void LockFiles_ExistForEveryProject_AndHoldNoDownloadAddresses()
    {
        var unlocked = Repository.Files("*.csproj").Where(p => !File.Exists(Path.Combine(Repository.Root, Path.GetDirectoryName(p)!, "packages.lock.json")));
        Assert.Empty(unlocked);
        Assert.Empty(Repository.Files("*package-lock.json").Where(f => Repository.Read(f).Contains("\"resolved\": \"http", StringComparison.Ordinal)));
    }

    private static IEnumerable<string> References(string project) =>
        XDocument.Parse(Repository.Read(project)).Descendants("ProjectReference")
            .Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value.Replace('\\', '/')));
}
