using Microsoft.AspNetCore.Http.HttpResults;
using Yilai.Identity.Codes;
using Yilai.Identity.Users;
using Yilai.ServiceDefaults.Errors;

namespace Yilai.Identity.Sessions;

/// <summary>Logs in with a code; the first login creates the account.</summary>
/// <param name="Phone">The number that the code was sent to.</param>
/// <param name="Code">The six digits.</param>
internal sealed record PhoneLogin(string? Phone, string? Code);

internal static class LogInByPhone
{
    public static async Task<Results<Ok<SessionAnswer>, ProblemHttpResult>> HandleAsync(
        PhoneLogin login,
        HttpContext context,
        LoginCodes codes,
        Accounts accounts,
        RefreshTokens tokens,
        SessionStarter sessions,
        CancellationToken cancellationToken)
    {
        var errors = new FieldErrors()
            .Require(MobileNumber.IsValid(login.Phone), "phone", MobileNumber.Advice)
            .Require(!string.IsNullOrWhiteSpace(login.Code), "code", "请填写验证码。");
        if (errors.Any)
        {
            return errors.ToProblem();
        }

        if (!await codes.RedeemAsync(login.Phone!, login.Code!.Trim(), cancellationToken))
        {
            return Problems.Unauthorized("wrong-code", "验证码不正确或已失效，请重新获取。");
        }

        var account = await accounts.FindOrCreateAsync(login.Phone!, cancellationToken);
        if (account.IsLocked)
        {
            return Problems.Forbidden("account-locked", "账号已被停用，请联系客服。");
        }

        return sessions.Answer(context, account, await tokens.StartAsync(account.Id, cancellationToken));
    }
}
