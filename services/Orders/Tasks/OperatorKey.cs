using System.Security.Cryptography;
using System.Text;
using Yilai.ServiceDefaults.Errors;
using Yilai.ServiceDefaults.Secrets;

namespace Yilai.Orders.Tasks;

/// <summary>The key of who operates the platform.</summary>
internal sealed class OperatorKey(IConfiguration configuration)
{
    private const string Scheme = "Bearer ";

    private readonly byte[] expected = Encoding.UTF8.GetBytes(Scheme + configuration.GetSecret(SecretNames.OperatorKey));

    /// <summary>Compares in constant time; both sides are hashed so that lengths do not show either.</summary>
    public bool Allows(string? authorization) =>
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(authorization ?? "")), SHA256.HashData(expected));
}

internal static class OperatorKeyExtensions
{
    /// <summary>Answers 401 <c>operator-key-required</c>, before anything is read, to who does not bring the key as bearer token.</summary>
    public static T RequireOperator<T>(this T endpoints)
        where T : IEndpointConventionBuilder
    {
        endpoints.Add(b =>
        {
            var inner = b.RequestDelegate;
            b.RequestDelegate = context => context.RequestServices.GetRequiredService<OperatorKey>().Allows(context.Request.Headers.Authorization)
                ? inner!(context)
                : Problems.Unauthorized("operator-key-required", "需要运维密钥。").ExecuteAsync(context);
        });
        return endpoints;
    }
}
