using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Yilai.Contracts;
using Yilai.Identity.Users;
using Yilai.ServiceDefaults.Errors;
using Yilai.ServiceDefaults.Invocation;

namespace Yilai.Identity.Codes;

/// <summary>Asks for a login code.</summary>
/// <param name="Phone">A mainland mobile number.</param>
internal sealed record PhoneCodeRequest(string? Phone);

/// <summary>A code is on its way.</summary>
/// <param name="ExpiresInSeconds">How long it will be good for.</param>
internal sealed record PhoneCodeSent(int ExpiresInSeconds);

internal static class SendPhoneCode
{
    public static async Task<Results<Accepted<PhoneCodeSent>, ProblemHttpResult>> HandleAsync(
        PhoneCodeRequest request,
        HttpContext context,
        SendLimits limits,
        LoginCodes codes,
        IOptions<LoginCodeOptions> options,
        [FromKeyedServices(AppIds.Notifications)] ServiceClient notifications,
        CancellationToken cancellationToken)
    {
        var errors = new FieldErrors().Require(MobileNumber.IsValid(request.Phone), "phone", MobileNumber.Advice);
        if (errors.Any)
        {
            return errors.ToProblem();
        }

        var phone = request.Phone!;
        var wait = ClientAddress.LimitedBy(context) is { } address ? await limits.TakeForAddressAsync(address, cancellationToken) : null;
        wait ??= await limits.TakeForPhoneAsync(phone, cancellationToken);
        if (wait is { } duration)
        {
            context.Response.Headers.RetryAfter = Math.Ceiling(duration.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            return Problems.TooMany("too-many-codes", "获取验证码过于频繁，请稍后再试。");
        }

        try
        {
            var code = await codes.IssueAsync(phone, cancellationToken);
            await SendAsync(notifications, phone, code, options.Value.Lifetime, cancellationToken);
        }
        catch
        {
            // Nothing went out, so the person may ask again at once.
            await limits.GiveBackAsync(phone, CancellationToken.None);
            throw;
        }

        return TypedResults.Accepted((string?)null, new PhoneCodeSent((int)options.Value.Lifetime.TotalSeconds));
    }

    private static async Task SendAsync(ServiceClient notifications, string phone, string code, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        var minutes = Math.Max(1, (int)lifetime.TotalMinutes).ToString(CultureInfo.InvariantCulture);
        var message = new TextMessage(phone, "login-code", new Dictionary<string, string> { ["code"] = code, ["minutes"] = minutes });
        var answer = await notifications.SendAsync<object>(HttpMethod.Post, "internal/text-messages", message, cancellationToken);
        if (answer.Problem is { } problem)
        {
            throw new InvalidOperationException($"Notifications refused a login code: {problem.Status} {problem.Code}.");
        }
    }

    private sealed record TextMessage(string Phone, string Template, Dictionary<string, string> Values);
}
