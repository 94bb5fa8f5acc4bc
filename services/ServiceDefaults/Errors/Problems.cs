using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Yilai.ServiceDefaults.Errors;

/// <summary>RFC 9457 problem answers, each with the stable kebab-case <c>code</c> that clients decide by.</summary>
public static class Problems
{
    /// <summary>400: the request itself is wrong; <paramref name="detail"/> says what.</summary>
    public static ProblemHttpResult BadRequest(string code, string detail) => Of(StatusCodes.Status400BadRequest, code, detail);

    /// <summary>401: who calls is not known.</summary>
    public static ProblemHttpResult Unauthorized(string code, string detail) => Of(StatusCodes.Status401Unauthorized, code, detail);

    /// <summary>403: the caller is known and may not.</summary>
    public static ProblemHttpResult Forbidden(string code, string detail) => Of(StatusCodes.Status403Forbidden, code, detail);

    /// <summary>404: there is no such thing, or it is not the caller's.</summary>
    public static ProblemHttpResult NotFound(string code, string detail) => Of(StatusCodes.Status404NotFound, code, detail);

    /// <summary>409: the request is right but the state of things does not allow it.</summary>
    public static ProblemHttpResult Conflict(string code, string detail) => Of(StatusCodes.Status409Conflict, code, detail);

    /// <summary>422: a rule of the field is broken.</summary>
    public static ProblemHttpResult Unprocessable(string code, string detail) => Of(StatusCodes.Status422UnprocessableEntity, code, detail);

    /// <summary>429: too often.</summary>
    public static ProblemHttpResult TooMany(string code, string detail) => Of(StatusCodes.Status429TooManyRequests, code, detail);

    /// <summary>503: something this needs is away; the same request may be repeated.</summary>
    public static ProblemHttpResult Unavailable(string detail) => Of(StatusCodes.Status503ServiceUnavailable, "temporarily-unavailable", detail);

    /// <summary>A problem with any status, code and further members.</summary>
    public static ProblemHttpResult Of(int status, string code, string detail, IDictionary<string, object?>? more = null)
    {
        var members = new Dictionary<string, object?>(more ?? new Dictionary<string, object?>()) { ["code"] = code };
        return TypedResults.Problem(detail, statusCode: status, extensions: members);
    }
}
