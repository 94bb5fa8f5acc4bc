using Yilai.Sidecar.Components;

namespace Yilai.Sidecar.Secrets;

/// <summary>Keeps secrets, each a set of named values (mostly one, of the secret's own name).</summary>
internal interface ISecretStore : IComponent
{
    /// <exception cref="SecretException">There is no such secret.</exception>
    Task<IReadOnlyDictionary<string, string>> GetAsync(string name, CancellationToken cancellation);

    Task<IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>> GetAllAsync(CancellationToken cancellation);
}

/// <summary>A secret that is not there.</summary>
internal sealed class SecretException(string message) : Exception(message);
