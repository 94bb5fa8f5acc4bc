namespace Yilai.Hosting.DaprSidecars;

/// <summary>Dapr's placement service, and what every daprd beside it is told.</summary>
/// <param name="command">The program.</param>
/// <param name="workingDirectory">What relative paths in component files are relative to.</param>
/// <param name="components">The folder of component files.</param>
/// <param name="configurations">The files with Dapr's Configuration; what a later one says counts.</param>
public sealed class DaprPlacementResource(string command, string workingDirectory, string components, IReadOnlyList<string> configurations)
    : DaprSidecarsResource(DaprPrograms.Placement, command, workingDirectory)
{
    internal string Components => components;

    internal IReadOnlyList<string> Configurations => configurations;
}
