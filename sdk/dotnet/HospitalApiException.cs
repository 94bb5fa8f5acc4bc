using System.Net;

namespace Yilai.HospitalSdk;

/// <summary>The platform refused a call: a problem answer.</summary>
public sealed class HospitalApiException : Exception
{
    internal HospitalApiException(HttpStatusCode status, string code, string message)
        : base(message)
    {
        Status = status;
        Code = code;
    }

    /// <summary>The HTTP status.</summary>
    public HttpStatusCode Status { get; }

    /// <summary>The stable code, such as <c>live-orders</c>; <c>http-503</c> and the like when the answer had none.</summary>
    public string Code { get; }

    /// <summary>What is wrong with which field, for a 400.</summary>
    public IReadOnlyDictionary<string, string[]> Errors { get; internal init; } = new Dictionary<string, string[]>();
}
