using Microsoft.AspNetCore.Http.HttpResults;
using Yilai.ServiceDefaults.Errors;

namespace Yilai.Identity.Users;

/// <summary>Where an account is reached; for other services only.</summary>
internal sealed record Contact(string Phone);

internal static class GetContact
{
    public static async Task<Results<Ok<Contact>, ProblemHttpResult>> HandleAsync(string userId, Accounts accounts, CancellationToken cancellationToken) =>
        Guid.TryParse(userId, out var id) && await accounts.FindAsync(id, cancellationToken) is { } account
            ? TypedResults.Ok(new Contact(account.Phone))
            : Problems.NotFound("user-not-found", "没有这个用户。");
}
