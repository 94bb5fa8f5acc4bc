using Yilai.Hosting.Processes;

namespace Yilai.TestSupport;

/// <summary>The last lines an engine said, so that one that does not start can say why.</summary>
internal sealed class EngineLog(string engine)
{
    private const int Kept = 40;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private readonly Queue<string> _lines = new();

    public void Add(string line)
    {
        lock (_lines)
        {
            _lines.Enqueue(line);
            if (_lines.Count > Kept)
            {
                _lines.Dequeue();
            }
        }
    }

    /// <summary>Tries until it works; gives up when the engine has ended or takes unreasonably long.</summary>
    public async Task WaitUntilReadyAsync(OwnedProcess process, Func<CancellationToken, Task> tryOnce)
    {
        using var giveUp = new CancellationTokenSource(Patience, TimeProvider.System);
        while (true)
        {
            try
            {
                await tryOnce(giveUp.Token);
                return;
            }
            catch (Exception notYet) when (!process.HasExited && !giveUp.IsCancellationRequested)
            {
                Add(notYet.Message);
                await Task.Delay(Pause, TimeProvider.System, CancellationToken.None);
            }
            catch (Exception never)
            {
                throw new InvalidOperationException($"{engine} did not start:\n{this}", never);
            }
        }
    }

    public override string ToString()
    {
        lock (_lines)
        {
            return string.Join('\n', _lines);
        }
    }
}
