using System.Security.Cryptography;
using System.Text;
using Yilai.HospitalSdk.StructuredFields;

namespace Yilai.HospitalSdk.Signatures;

/// <summary>The text that is signed (RFC 9421 §2.5): a line for each component and one for the parameters.</summary>
internal static class SignatureBase
{
    /// <summary>
    /// Builds it in the order in which <paramref name="input"/> names the components. Null when a component is absent or
    /// its value could smuggle in another line or lose characters in ASCII.
    /// </summary>
    public static byte[]? Build(InnerList input, IReadOnlyList<SignedComponent> components)
    {
        var text = new StringBuilder();
        foreach (var item in input.Items)
        {
            var value = components.FirstOrDefault(component => component.Name.Equals(item.Value))?.Value;
            if (value is null || value.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            {
                return null;
            }

            text.Append(FieldWriter.Write(item)).Append(": ").Append(value).Append('\n');
        }

        text.Append("\"@signature-params\": ").Append(FieldWriter.Write(input));
        return Encoding.ASCII.GetBytes(text.ToString());
    }

    public static byte[] Sign(ReadOnlySpan<byte> key, byte[] signatureBase) => HMACSHA256.HashData(key, signatureBase);
}
