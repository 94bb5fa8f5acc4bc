using System.Reflection;

namespace Yilai.Ingest.Signatures;

/// <summary>The hospital whose signature a call carries. Handlers know no other way to a hospital's code.</summary>
/// <param name="HospitalCode">Its code.</param>
internal sealed record Caller(string HospitalCode)
{
    /// <summary>Binds a handler's parameter.</summary>
    public static ValueTask<Caller?> BindAsync(HttpContext context, ParameterInfo parameter) => ValueTask.FromResult(context.Features.Get<Caller>());

    /// <summary>The path of something of this hospital in another service.</summary>
    public string Path(string below = "") => $"internal/hospitals/{Uri.EscapeDataString(HospitalCode)}{below}";
}
