using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Yilai.ServiceDefaults.Errors;
using Yilai.ServiceDefaults.Secrets;

namespace Yilai.Orders.Tasks;

/// <summary>The key with which operators start tasks by hand.</summary>
internal sealed class OperatorKey(IConfiguration configuration)
{
    private const string Scheme = "Bearer ";

    private readonly byte[] expected = Encoding.UTF8.GetBytes(Scheme + configuration.GetSecret(SecretNames.OperatorKey));

    /// <summary>Compares in constant time; both sides are hashed so that lengths do not show either.</summary>
    public bool Allows(string? authorization) =>
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(authorization ?? "")), SHA256.HashData(expected));

    public static ProblemHttpResult Required() => Problems.Unauthorized("operator-key-required", "需要运维密钥。");
}
