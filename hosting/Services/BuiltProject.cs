namespace Yilai.Hosting.Services;

/// <summary>The program that the build made of a project.</summary>
internal static class BuiltProject
{
    /// <summary>The project's own launcher, of the same configuration and framework as this program.</summary>
    public static string Executable(IProjectMetadata project)
    {
        var name = Path.GetFileNameWithoutExtension(project.ProjectPath);
        // …/bin/Debug/net10.0/
        var framework = new DirectoryInfo(AppContext.BaseDirectory);
        var executable = Path.Combine(Path.GetDirectoryName(project.ProjectPath)!, "bin", framework.Parent!.Name, framework.Name, $"Yilai.{name}");
        return File.Exists(executable) ? executable : throw new MissingPartException($"{name} is not built ({executable})", "dotnet build AppHost");
    }
}
