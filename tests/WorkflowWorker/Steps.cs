namespace Yilai.WorkflowWorker;

/// <summary>Where the worker is, in files of a folder: "at-STEP" says that it stands there, "go-STEP" lets it go on, "done" lists effects.</summary>
/// <param name="folder">The folder both sides look into.</param>
internal sealed class Steps(string folder)
{
    private readonly Lock writing = new();

    /// <summary>Stands still until the step may be passed: by this worker, or by whoever comes after it.</summary>
    public void Reach(string step)
    {
        var go = Path.Combine(folder, $"go-{step}");
        if (File.Exists(go))
            return;
        File.WriteAllText(Path.Combine(folder, $"at-{step}"), "");
        SpinWait.SpinUntil(() => File.Exists(go));
    }

    /// <summary>An effect on the world outside.</summary>
    public void Record(string what)
    {
        lock (writing)
            File.AppendAllLines(Path.Combine(folder, "done"), [what]);
    }
}
