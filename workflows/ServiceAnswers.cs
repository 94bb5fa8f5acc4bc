using Yilai.ServiceDefaults.Invocation;

namespace Yilai.Workflows;

/// <summary>Activities fail, and are tried again, when a service did not do what it was asked.</summary>
internal static class ServiceAnswers
{
    /// <summary>The answer's value.</summary>
    /// <exception cref="HttpRequestException">The service refused.</exception>
    public static T Required<T>(this ServiceAnswer<T> answer)
        where T : class
    {
        answer.EnsureDone();
        return answer.Value ?? throw new HttpRequestException("A service answered nothing where something was due.");
    }

    /// <exception cref="HttpRequestException">The service refused with another code than <paramref name="but"/>.</exception>
    public static void EnsureDone<T>(this ServiceAnswer<T> answer, string? but = null)
        where T : class
    {
        if (answer.Problem is { } problem && problem.Code != but)
        {
            throw new HttpRequestException($"A service refused: {problem.Status} {problem.Code}.");
        }
    }
}
