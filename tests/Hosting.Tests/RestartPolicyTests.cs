using Microsoft.Extensions.Time.Testing;
using Yilai.Hosting.KeepAlive;

namespace Yilai.Hosting.Tests;

public sealed class RestartPolicyTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Died_SoonAgain_WaitsLongerUpToALimit()
    {
        var policy = new RestartPolicy(_time);

        var pauses = Enumerable.Range(0, 7).Select(_ => DiesAfter(policy, TimeSpan.FromSeconds(1))).ToArray();

        Assert.Equal([0.5, 1, 2, 4, 8, 15, 15], pauses.Select(pause => pause!.Value.TotalSeconds));
    }

    [Fact]
    public void Died_TooOftenInARow_GivesUp()
    {
        var policy = new RestartPolicy(_time);

        var pauses = Enumerable.Range(0, RestartPolicy.MostInARow + 1).Select(_ => DiesAfter(policy, TimeSpan.FromSeconds(1))).ToArray();

        Assert.Null(pauses[^1]);
        Assert.All(pauses[..^1], pause => Assert.NotNull(pause));
    }

    [Fact]
    public void Died_AfterALongLife_StartsOver()
    {
        var policy = new RestartPolicy(_time);
        DiesAfter(policy, TimeSpan.FromSeconds(1));
        DiesAfter(policy, TimeSpan.FromSeconds(1));

        Assert.Equal(0.5, DiesAfter(policy, TimeSpan.FromMinutes(2))!.Value.TotalSeconds);
    }

    private TimeSpan? DiesAfter(RestartPolicy policy, TimeSpan life)
    {
        policy.Started();
        _time.Advance(life);
        return policy.Died();
    }
}
