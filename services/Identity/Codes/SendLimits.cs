using Dapr.Client;
using Microsoft.Extensions.Options;
using Yilai.ServiceDefaults.Privacy;

namespace Yilai.Identity.Codes;

/// <summary>Counts the codes sent to a phone number and asked for from an address, in sliding windows.</summary>
internal sealed class SendLimits(DaprClient dapr, BlindIndex index, IOptions<LoginCodeOptions> options, TimeProvider clock)
{
    private const int Attempts = 10;
    private static readonly TimeSpan Contended = TimeSpan.FromSeconds(1);

    /// <summary>Takes one sending to <paramref name="phone"/>.</summary>
    /// <returns>Null, or how long to wait.</returns>
    public Task<TimeSpan?> TakeForPhoneAsync(string phone, CancellationToken cancellationToken) =>
        TakeAsync(
            PhoneKey(phone),
            [new(options.Value.PerPhoneAndMinute, TimeSpan.FromMinutes(1)), new(options.Value.PerPhoneAndDay, TimeSpan.FromDays(1))],
            cancellationToken);

    /// <summary>Takes one request from <paramref name="address"/>.</summary>
    /// <returns>Null, or how long to wait.</returns>
    public Task<TimeSpan?> TakeForAddressAsync(string address, CancellationToken cancellationToken) =>
        TakeAsync(
            $"phone-codes-from:{index.Of("client-address", address)}",
            [new(options.Value.PerAddressAndHour, TimeSpan.FromHours(1))],
            cancellationToken);

    /// <summary>Gives the last sending to <paramref name="phone"/> back: it did not go out.</summary>
    public async Task GiveBackAsync(string phone, CancellationToken cancellationToken)
    {
        var (log, etag) = await dapr.ReadAsync<SendLog>(PhoneKey(phone), cancellationToken);
        if (log is { At.Count: > 0 })
        {
            // Losing a race costs the person a minute, nothing more.
            await dapr.TryWriteAsync(PhoneKey(phone), new SendLog([.. log.At.SkipLast(1)]), etag, TimeSpan.FromDays(1), cancellationToken);
        }
    }

    private async Task<TimeSpan?> TakeAsync(string key, RateLimit[] limits, CancellationToken cancellationToken)
    {
        var longest = limits.Max(l => l.Window);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var now = clock.GetUtcNow();
            var (log, etag) = await dapr.ReadAsync<SendLog>(key, cancellationToken);
            var earlier = (log?.At ?? []).Where(at => at > now - longest).ToArray();
            var wait = limits.Max(l => l.WaitAfter(earlier, now));
            if (wait > TimeSpan.Zero)
            {
                return wait;
            }

            if (await dapr.TryWriteAsync(key, new SendLog([.. earlier, now]), etag, longest, cancellationToken))
            {
                return null;
            }
        }

        return Contended;
    }

    private string PhoneKey(string phone) => $"phone-codes-to:{index.Of("login-code.phone", phone)}";

    private sealed record SendLog(IReadOnlyList<DateTimeOffset> At);
}
