using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Yilai.ServiceDefaults.Errors;

namespace Yilai.ServiceDefaults.Security;

/// <summary>
/// The account on whose behalf a call is made. The gateway has checked the access token, dropped what a client sent
/// under this header's name, and set it; only the sidecar can reach a service.
/// </summary>
/// <param name="Id">The user's id.</param>
public sealed record CurrentUser(Guid Id)
{
    /// <summary>The header in which the gateway passes the user's id on.</summary>
    public const string Header = "yilai-user-id";

    /// <summary>Binds a handler's parameter; endpoints that take one must be under <see cref="CurrentUserExtensions.RequireUser{T}"/>.</summary>
    public static ValueTask<CurrentUser?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        ArgumentNullException.ThrowIfNull(context);
        return ValueTask.FromResult(Find(context));
    }

    internal static CurrentUser? Find(HttpContext context) =>
        Guid.TryParse(context.Request.Headers[Header].ToString(), out var id) ? new CurrentUser(id) : null;
}

/// <summary>Endpoint conventions about who calls.</summary>
public static class CurrentUserExtensions
{
    /// <summary>Answers 401 <c>login-required</c> before anything is read when nobody is logged in.</summary>
    public static T RequireUser<T>(this T endpoints)
        where T : IEndpointConventionBuilder
    {
        endpoints.Add(b =>
        {
            b.Metadata.Add(new UserRequired());
            var inner = b.RequestDelegate;
            b.RequestDelegate = context => CurrentUser.Find(context) is null
                ? Problems.Unauthorized("login-required", "请先登录。").ExecuteAsync(context)
                : inner!(context);
        });
        return endpoints;
    }

    /// <summary>Marks an endpoint that needs a logged-in user.</summary>
    public sealed record UserRequired;
}
