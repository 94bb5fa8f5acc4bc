using Microsoft.AspNetCore.Http.HttpResults;
using Yilai.ServiceDefaults.Errors;
using Yilai.ServiceDefaults.Security;

namespace Yilai.Identity.Users;

/// <summary>What an account may change about itself; what is absent stays.</summary>
/// <param name="NickName">1 to 30 characters.</param>
internal sealed record ProfileChange(string? NickName);

internal static class UpdateProfile
{
    private const int MaxNickName = 30;

    public static async Task<Results<Ok<Profile>, ProblemHttpResult>> HandleAsync(
        ProfileChange change, CurrentUser user, Accounts accounts, CancellationToken cancellationToken)
    {
        if (change.NickName?.Trim() is { } nickName)
        {
            var errors = new FieldErrors().Require(PlainText.IsName(nickName, MaxNickName), "nickName", $"昵称为 1–{MaxNickName} 个字。");
            if (errors.Any)
            {
                return errors.ToProblem();
            }

            await accounts.RenameAsync(user.Id, nickName, cancellationToken);
        }

        return await GetProfile.HandleAsync(user, accounts, cancellationToken);
    }
}
