using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Yilai.ServiceDefaults.Errors;
using Yilai.ServiceDefaults.Json;

namespace Yilai.Hospitals.Batches;

/// <summary>The body of a push. Records are read one by one, so that a broken one does not spoil the others.</summary>
/// <param name="Items">The records.</param>
internal sealed record Batch(IReadOnlyList<JsonElement>? Items)
{
    private const int MaxItems = 500;

    /// <summary>What is wrong with the batch as a whole; null when its records may be looked at.</summary>
    public ProblemHttpResult? Problem => Items switch
    {
        null => new FieldErrors().Require(false, "items", "缺少 items 数组。").ToProblem(),
        { Count: > MaxItems } => Problems.BadRequest("batch-too-large", $"一次最多推送 {MaxItems} 条，请分批推送。"),
        _ => null,
    };

    /// <summary>The records; null where one is missing or has a field of the wrong type.</summary>
    public IReadOnlyList<T?> Read<T>()
        where T : class => [.. Items!.Select(ReadOne<T>)];

    /// <summary>Lets <paramref name="judge"/> decide on each record; a second one with the same id is refused before.</summary>
    public static BatchResult<TAccepted> Judge<TItem, TAccepted>(
        IReadOnlyList<TItem?> items, Func<TItem, string?> idOf, Func<TItem, int, Verdict<TAccepted>> judge)
        where TItem : class
    {
        var accepted = new List<TAccepted>();
        var rejected = new List<Rejection>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        for (var index = 0; index < items.Count; index++)
        {
            var verdict = items[index] switch
            {
                null => Verdict<TAccepted>.Reject("malformed-record", "记录缺失，或有字段的类型不对。"),
                var item when idOf(item) is { } id && !ids.Add(id) => Verdict<TAccepted>.Reject("duplicate-id", "同一批中已有相同编号的记录。"),
                var item => judge(item, index),
            };
            if (verdict.Refusal is { } refusal)
            {
                rejected.Add(new Rejection(index, refusal.Code, refusal.Message));
            }
            else
            {
                accepted.Add(verdict.Accepted!);
            }
        }

        return new BatchResult<TAccepted>(accepted, rejected);
    }

    private static T? ReadOne<T>(JsonElement element)
        where T : class
    {
        try
        {
            return element.ValueKind == JsonValueKind.Object ? element.Deserialize<T>(JsonSettings.Web) : null;
        }
        catch (JsonException)
        {
            return null; // told to the sender as malformed-record
        }
    }
}

/// <summary>What was made of a batch.</summary>
internal sealed record BatchResult<T>(IReadOnlyList<T> Accepted, IReadOnlyList<Rejection> Rejected);

/// <summary>A record that was not taken.</summary>
/// <param name="Index">Its place in the batch, from 0.</param>
/// <param name="Code">The stable code of the reason.</param>
/// <param name="Message">The reason in words.</param>
internal sealed record Rejection(int Index, string Code, string Message);

/// <summary>Why a record is not taken.</summary>
internal sealed record Refusal(string Code, string Message);

/// <summary>A record is taken, or refused for a reason.</summary>
internal sealed record Verdict<T>(T? Accepted, Refusal? Refusal)
{
    public static Verdict<T> Accept(T value) => new(value, null);

    public static Verdict<T> Reject(string code, string message) => new(default, new Refusal(code, message));
}
