using Microsoft.AspNetCore.Http.HttpResults;
using Yilai.Dictionary.Items;
using Yilai.ServiceDefaults.Errors;

namespace Yilai.Dictionary.Internal;

/// <summary>What other services ask for.</summary>
internal static class InternalEndpoints
{
    public static void MapInternal(this WebApplication app)
    {
        var group = app.MapGroup("/internal").ExcludeFromDescription();
        group.MapGet("/regions/{code}", GetRegion);
        group.MapGet("/items/{dictCode}/{value}", GetName);
    }

    private static Results<Ok<Region>, ProblemHttpResult> GetRegion(string code, DictionaryStore store) =>
        store.Current.FindByValue(DictCodes.Region, code) is { } item
            ? TypedResults.Ok(new Region(item.Value, item.Name, item.FullName, item.Level))
            : NotFound();

    private static Results<Ok<NamedValue>, ProblemHttpResult> GetName(string dictCode, string value, DictionaryStore store) =>
        store.Current.FindByValue(dictCode, value) is { } item ? TypedResults.Ok(new NamedValue(item.Value, item.Name)) : NotFound();

    private static ProblemHttpResult NotFound() => Problems.NotFound("dictionary-item-not-found", "数据字典中没有这一项。");

    /// <summary>An administrative division.</summary>
    internal sealed record Region(string Code, string Name, string FullName, int Level);

    /// <summary>A code and what it is called.</summary>
    internal sealed record NamedValue(string Value, string Name);
}
