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
    public static async Task<BookingOutcome?> ReplayAsync(NpgsqlConnection connection, BookingRequest request, CancellationToken cancellationToken)
    {
        if (request.IdempotencyKey is null)
        {
            return null;
        }

        var seen = await connection.QuerySingleOrDefaultAsync<Seen>(new CommandDefinition(
            "select request_hash, order_id from idempotency where user_id = @UserId and key = @IdempotencyKey",
            new { request.UserId, request.IdempotencyKey },
            cancellationToken: cancellationToken));
        if (seen is null)
        {
            return null;
        }

        return seen.RequestHash.AsSpan().SequenceEqual(HashOf(request))
            && await FindOrder.AnyAsync(connection, seen.OrderId, cancellationToken) is { } order
                ? order
                : BookingProblems.KeyReused();
    }

    private sealed record Seen
    {
        public required byte[] RequestHash { get; init; }

        public required Guid OrderId { get; init; }
    }
}
