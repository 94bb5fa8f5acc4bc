using Microsoft.AspNetCore.Http.HttpResults;
using Yilai.ServiceDefaults.Errors;
using Yilai.ServiceDefaults.Security;

namespace Yilai.Identity.Users;

internal static class GetProfile
{
    public static async Task<Results<Ok<Profile>, ProblemHttpResult>> HandleAsync(CurrentUser user, Accounts accounts, CancellationToken cancellationToken) =>
        await accounts.FindAsync(user.Id, cancellationToken) is { } account
            ? TypedResults.Ok(Profile.Of(account))
            : Problems.Unauthorized("login-required", "请先登录。");
}
