using Xunit.v3;

namespace Yilai.EndToEnd.Tests.Platform;

/// <summary>A test that <c>test.sh</c> runs on every component set, and not on the embedded one only: <c>-trait "On=every component set"</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class EveryComponentSetAttribute : Attribute, ITraitAttribute
{
    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new("On", "every component set")];
}
