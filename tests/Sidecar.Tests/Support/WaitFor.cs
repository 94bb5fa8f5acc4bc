namespace Yilai.Sidecar.Tests.Support;

/// <summary>Waits until something is so; the bound only ends a test that would never.</summary>
public static class WaitFor
{
    public static Task ConditionAsync(Func<bool> condition, int seconds = 20) => ConditionAsync(() => Task.FromResult(condition()), seconds);

    public static async Task ConditionAsync(Func<Task<bool>> condition, int seconds = 20)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        timeout.CancelAfter(TimeSpan.FromSeconds(seconds));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        try
        {
            while (!await condition())
                await timer.WaitForNextTickAsync(timeout.Token);
        }
        catch (OperationCanceledException) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            Assert.Fail($"not so after {seconds} s");
        }
    }
}
