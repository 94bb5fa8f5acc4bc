using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Yilai.ServiceDefaults.Errors;

/// <summary>Collects what is wrong with each field of a request, so that one answer names all of it.</summary>
public sealed class FieldErrors
{
    private readonly Dictionary<string, List<string>> byField = [];

    /// <summary>Whether anything is wrong.</summary>
    public bool Any => byField.Count > 0;

    /// <summary>Notes <paramref name="message"/> for <paramref name="field"/> unless <paramref name="holds"/>.</summary>
    /// <param name="holds">The condition that a good request meets.</param>
    /// <param name="field">The JSON name of the field.</param>
    /// <param name="message">What a person should do about it.</param>
    /// <returns>This, for chaining.</returns>
    public FieldErrors Require(bool holds, string field, string message)
    {
        if (!holds)
        {
            if (!byField.TryGetValue(field, out var messages))
            {
                byField[field] = messages = [];
            }

            messages.Add(message);
        }

        return this;
    }

    /// <summary>Requires an optional text to be no longer than that, and to hold no NUL, which PostgreSQL does not store.</summary>
    /// <param name="text">The text, if there is one.</param>
    /// <param name="longest">How many characters it may have.</param>
    /// <param name="field">The JSON name of the field.</param>
    /// <returns>This, for chaining.</returns>
    public FieldErrors RequireText(string? text, int longest, string field) =>
        Require(text is null || (text.Length <= longest && !text.Contains('\0', StringComparison.Ordinal)), field, $"最多 {longest} 个字。");

    /// <summary>The 400 answer with <c>errors</c> by field.</summary>
    /// <param name="code">The stable code; <c>validation-failed</c> unless one error deserves its own.</param>
    public ProblemHttpResult ToProblem(string code = "validation-failed") =>
        Problems.Of(
            StatusCodes.Status400BadRequest,
            code,
            "请求中有字段不符合要求。",
            new Dictionary<string, object?> { ["errors"] = byField.ToDictionary(e => e.Key, e => e.Value.ToArray()) });
}
