using Yilai.Sidecar.Components;

namespace Yilai.Sidecar.Bindings;

/// <summary>The bindings of this sidecar.</summary>
internal static class BindingTypes
{
    public static readonly ComponentType[] All = [CronBinding.Type, HttpBinding.Type, LocalStorageBinding.Type, S3Binding.Type, SmtpBinding.Type];
}
