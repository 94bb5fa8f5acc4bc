namespace Yilai.HospitalSdk.Signatures;

/// <summary>Tells whether an answer that came through a <see cref="SigningHandler"/> was signed.</summary>
public static class SignedAnswers
{
    internal static readonly HttpRequestOptionsKey<bool> Marker = new("yilai-signed-answer");

    /// <summary>True when the answer carried a signature that holds; only then is it the word of the other side.</summary>
    public static bool IsSigned(this HttpResponseMessage response)
    {
        ArgumentNullException.ThrowIfNull(response);
        return response.RequestMessage?.Options.TryGetValue(Marker, out var signed) == true && signed;
    }
}

/// <summary>An answer whose signature does not hold: what happened on the other side is unknown.</summary>
public sealed class AnswerSignatureException : HttpRequestException
{
    /// <summary>An answer refused for this reason.</summary>
    public AnswerSignatureException(SignatureRefusal refusal)
        : base($"The signature of the answer was refused: {refusal.ToCode()}.") => Refusal = refusal;

    /// <summary>The reason.</summary>
    public SignatureRefusal Refusal { get; }
}
