using System.Collections.Concurrent;
using Yilai.HospitalSimulator.Hospitals;
using Yilai.HospitalSimulator.Schedules;

namespace Yilai.HospitalSimulator.Pushing;

/// <summary>Pushes every hospital with two weeks of schedules, then a new day at each midnight in China.</summary>
internal sealed partial class PushWindow(
    HospitalDirectory hospitals,
    AwaitPlatform platform,
    PushHospital push,
    PushProgress progress,
    TimeProvider time,
    ILogger<PushWindow> logger) : BackgroundService
{
    // Few at once, to leave the platform room for patients while thousands of hospitals come in.
    private const int Parallelism = 3;
    private const int Rounds = 4;
    private static readonly TimeSpan PauseBetweenRounds = TimeSpan.FromSeconds(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await platform.RunAsync(hospitals.All[0].Code, stoppingToken);
        while (true)
        {
            await PushAllAsync(stoppingToken);
            progress.Finish();
            var state = progress.State();
            LogDone(state.Pushed, state.Hospitals, state.Failed, state.Schedules, state.Rejected, state.Seconds);
            await Task.Delay(ChinaDay.UntilNext(time), time, stoppingToken);
        }
    }

    // Those that failed come again after all the others, so that nobody waits for them.
    private async Task PushAllAsync(CancellationToken cancellationToken)
    {
        var left = hospitals.All;
        for (var round = 1; round <= Rounds; round++)
        {
            left = await PushOnceAsync(left, cancellationToken);
            if (left.Count == 0)
            {
                return;
            }

            LogAgain(left.Count, PauseBetweenRounds.TotalSeconds);
            await Task.Delay(PauseBetweenRounds, time, cancellationToken);
        }
    }

    private async Task<IReadOnlyList<SimulatedHospital>> PushOnceAsync(
        IEnumerable<SimulatedHospital> some, CancellationToken cancellationToken)
    {
        var failed = new ConcurrentQueue<SimulatedHospital>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(some, options, async (hospital, token) =>
        {
            try
            {
                if (progress.Pushed(hospital.Code, await push.RunAsync(hospital, token)))
                {
                    var state = progress.State();
                    LogProgress(state.Pushed, state.Hospitals, state.Failed, state.Seconds);
                }
            }
            catch (Exception exception) when (!token.IsCancellationRequested)
            {
                progress.Failed(hospital.Code);
                failed.Enqueue(hospital);
                LogFailed(exception, hospital.Code);
            }
        });
        return [.. failed];
    }

    [LoggerMessage(LogLevel.Information, "Pushed {Pushed} of {Hospitals} hospitals ({Failed} failed) in {Seconds} s")]
    private partial void LogProgress(int pushed, int hospitals, int failed, double seconds);

    [LoggerMessage(LogLevel.Information, "Done: {Pushed} of {Hospitals} hospitals pushed, {Failed} failed, {Schedules} schedules taken, {Rejected} records rejected, in {Seconds} s")]
    private partial void LogDone(int pushed, int hospitals, int failed, int schedules, int rejected, double seconds);

    [LoggerMessage(LogLevel.Warning, "{HospitalCode} could not be pushed")]
    private partial void LogFailed(Exception exception, string hospitalCode);

    [LoggerMessage(LogLevel.Information, "{Count} hospitals failed; the next round is in {Seconds} s")]
    private partial void LogAgain(int count, double seconds);
}
