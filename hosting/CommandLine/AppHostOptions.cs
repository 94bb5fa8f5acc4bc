namespace Yilai.Hosting.CommandLine;

/// <summary>What the AppHost was asked for.</summary>
public sealed record AppHostOptions
{
    /// <summary>Where all state lives.</summary>
    public string Data { get; init; } = RepositoryRoot.File(".data");

    /// <summary>Whether to wipe that first.</summary>
    public bool Reset { get; init; }

    /// <summary>The gateway's port; 0 is any free one.</summary>
    public int Port { get; init; } = 8080;

    /// <summary>Whether to build and run the portal.</summary>
    public bool Frontend { get; init; } = true;

    /// <summary>Whether to run Aspire's dashboard.</summary>
    public bool Dashboard { get; init; } = true;

    /// <summary>Whether to run the hospital simulator.</summary>
    public bool Simulator { get; init; } = true;

    /// <summary>A CSV file of hospitals for the simulator, in place of the bundled ones.</summary>
    public string? Hospitals { get; init; }

    /// <summary>Whether a daprd is each service's sidecar.</summary>
    public bool Daprd { get; init; }

    /// <summary>The folder of Dapr component files. Those of the embedded set live in one process, which several daprds are not.</summary>
    public string Components
    {
        get => field ?? RepositoryRoot.File("components", Daprd ? "redis" : "embedded");
        init;
    }

    /// <summary>Whether only the usage is wanted.</summary>
    public bool Help { get; init; }

    /// <summary>Configuration given as arguments (<c>--ConnectionStrings:postgres=…</c>).</summary>
    public IReadOnlyList<string> Configuration { get; init; } = [];
}
