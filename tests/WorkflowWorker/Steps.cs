namespace Yilai.WorkflowWorker;

/// <summary>Where the worker is, in files of a folder: "at-STEP" says that it stands there, "go-STEP" lets it go on, "done" lists effects.</summary>
/// <param name="folder">The folder both sides look into.</param>
/// <param name="stopAt">The step to stop at.</param>
internal sealed class Steps(string folder, string stopAt)
{
    private readonly Lock writing = new();
    private bool stopped;

    /// <summary>Stands still if this is the step to stop at, and it is reached for the first time.</summary>
    public void Reach(string step)
    {
        if (step != stopAt || stopped)
            return;
        stopped = true;
        File.WriteAllText(Path.Combine(folder, $"at-{step}"), "");
        SpinWait.SpinUntil(() => File.Exists(Path.Combine(folder, $"go-{step}")));
    }

    /// <summary>An effect on the world outside.</summary>
    public void Record(string what)
    {
        lock (writing)
            File.AppendAllLines(Path.Combine(folder, "done"), [what]);
    }
}
