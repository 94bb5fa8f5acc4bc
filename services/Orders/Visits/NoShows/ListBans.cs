using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using Yilai.ServiceDefaults.Security;

namespace Yilai.Orders.Visits.NoShows;

/// <summary>The bans in force for the caller's account and patients.</summary>
internal static class ListBans
{
    /// <summary>The bans.</summary>
    /// <param name="Items">The longest first.</param>
    public sealed record BanList(IReadOnlyList<Ban> Items);

    /// <summary>Booking that is closed for a while.</summary>
    public sealed record Ban
    {
        /// <summary>Gets the patient; absent when it is all of the account's.</summary>
        public string? PatientId { get; init; }

        /// <summary>Gets the hospital; absent when it is all of them.</summary>
        public string? HospitalCode { get; init; }

        /// <summary>Gets the hospital's name.</summary>
        public string? HospitalName { get; init; }

        /// <summary>Gets why: <c>no-show</c>, or what operators noted.</summary>
        public required string Reason { get; init; }

        /// <summary>Gets the first instant at which booking is open again.</summary>
        public required DateTimeOffset Until { get; init; }
    }

    public static async Task<Ok<BanList>> HandleAsync(CurrentUser user, NpgsqlDataSource database, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var bans = await connection.QueryAsync<Ban>(new CommandDefinition(
            """
            select b.patient_id::text, b.hospital_code, h.hospital_name, b.reason, b.until
            from booking_ban b left join hospital_rule h using (hospital_code)
            where b.user_id = @Id and b.until > @now order by b.until desc, b.id
            """,
            new { user.Id, now = clock.GetUtcNow() },
            cancellationToken: cancellationToken));
        return TypedResults.Ok(new BanList([.. bans]));
    }
}
