namespace Yilai.PaymentSimulator;

/// <summary>The stable codes of problems that the framework finds.</summary>
internal static class Codes
{
    public static string Of(int status) => status switch
    {
        StatusCodes.Status400BadRequest => "invalid-request",
        StatusCodes.Status404NotFound => "not-found",
        StatusCodes.Status405MethodNotAllowed => "method-not-allowed",
        StatusCodes.Status413PayloadTooLarge => "body-too-large",
        StatusCodes.Status415UnsupportedMediaType => "unsupported-media-type",
        _ => "unexpected-error",
    };
}
