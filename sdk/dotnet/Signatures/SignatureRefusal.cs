namespace Yilai.HospitalSdk.Signatures;

/// <summary>Why a signature was not accepted.</summary>
public enum SignatureRefusal
{
    /// <summary>It was accepted.</summary>
    None,

    /// <summary>There is no signature with the label <c>yilai</c>.</summary>
    Missing,

    /// <summary>It is malformed, covers other parts than it must, or does not match the message.</summary>
    Invalid,

    /// <summary>It was made more than five minutes ago, or as far in the future.</summary>
    Expired,

    /// <summary>Nobody has the key that it names.</summary>
    KeyUnknown,

    /// <summary>Its nonce was used before.</summary>
    NonceReused,
}

/// <summary>The codes under which refusals travel.</summary>
public static class SignatureRefusals
{
    /// <summary>The stable code of problem answers, such as <c>signature-invalid</c>.</summary>
    public static string ToCode(this SignatureRefusal refusal) => refusal switch
    {
        SignatureRefusal.Missing => "signature-missing",
        SignatureRefusal.Invalid => "signature-invalid",
        SignatureRefusal.Expired => "signature-expired",
        SignatureRefusal.KeyUnknown => "key-unknown",
        SignatureRefusal.NonceReused => "nonce-reused",
        _ => throw new ArgumentOutOfRangeException(nameof(refusal), refusal, "An accepted signature has no code."),
    };
}
