using System.Security.Cryptography;
using System.Text;
using Dapper;
using Npgsql;
using Yilai.Orders.Lifecycle;

namespace Yilai.Orders.Booking;

/// <summary>A client's key that makes a repeated request the same request. Only what became an order is remembered.</summary>
internal static class IdempotencyKey
{
    private const int MaxLength = 128;

    /// <summary>Absent, or 1 to 128 visible ASCII characters.</summary>
    public static bool IsWellFormed(string? key) =>
        key is null || (key.Length is > 0 and <= MaxLength && key.All(c => c is > ' ' and <= '~'));

    public static byte[] HashOf(BookingRequest request) =>
        SHA256.HashData(Encoding.UTF8.GetBytes($"{request.Schedule}\n{request.PatientId}"));

    /// <summary>The outcome that the key has led to, if it has been used.</summary>
    public static async Task<BookingOutcome?> ReplayAsync(NpgsqlConnection connection, BookingRequest request, CancellationToken cancellationToken) =>
        (await ReplayAsync(connection, [request], cancellationToken))[0];

    /// <summary>The same for each of several requests.</summary>
    public static async Task<IReadOnlyList<BookingOutcome?>> ReplayAsync(
        NpgsqlConnection connection, IReadOnlyList<BookingRequest> requests, CancellationToken cancellationToken)
    {
        var outcomes = new BookingOutcome?[requests.Count];
        if (requests.All(r => r.IdempotencyKey is null))
        {
            return outcomes;
        }

        var seen = (await connection.QueryAsync<Seen>(new CommandDefinition(
            """
            select user_id, key, request_hash, order_id from idempotency
            where (user_id, key) in (select * from unnest(@users, @keys))
            """,
            new { users = requests.Select(r => r.UserId).ToArray(), keys = requests.Select(r => r.IdempotencyKey).ToArray() },
            cancellationToken: cancellationToken))).ToDictionary(s => (s.UserId, s.Key));
        foreach (var (index, request) in requests.Index())
        {
            if (request.IdempotencyKey is { } key && seen.TryGetValue((request.UserId, key), out var known))
            {
                outcomes[index] = known.RequestHash.AsSpan().SequenceEqual(HashOf(request))
                    && await FindOrder.AnyAsync(connection, known.OrderId, cancellationToken) is { } order
                        ? order
                        : BookingProblems.KeyReused();
            }
        }

        return outcomes;
    }

    private sealed record Seen
    {
        public required Guid UserId { get; init; }

        public required string Key { get; init; }

        public required byte[] RequestHash { get; init; }

        public required Guid OrderId { get; init; }
    }
}
