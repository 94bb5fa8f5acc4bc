using Yilai.Sidecar.Components;

namespace Yilai.Sidecar.Secrets;

/// <summary>The secret stores of this sidecar.</summary>
internal static class SecretStoreTypes
{
    public static readonly ComponentType[] All = [LocalEnvSecretStore.Type, LocalFileSecretStore.Type];
}
