using Microsoft.AspNetCore.Http.HttpResults;
using Yilai.ServiceDefaults.Errors;

namespace Yilai.Dictionary.Items;

/// <summary>The public look-ups: by id, by code, by parent, by full name.</summary>
internal static class ItemsEndpoints
{
    public static void MapItems(this WebApplication app)
    {
        var group = app.MapGroup("/api/dictionary").WithTags("dictionary").AddEndpointFilter<DictionaryCaching>();
        group.MapGet("", ListDictionaries).WithName("listDictionaries");
        group.MapGet("/{dictCode}", ListTopItems).WithName("listDictionaryTopItems").ProducesProblem(StatusCodes.Status404NotFound);
        group.MapGet("/{dictCode}/items", ListItems).WithName("listDictionaryItems").ProducesProblem(StatusCodes.Status404NotFound);
        group.MapGet("/{dictCode}/items/{value}", GetItem).WithName("getDictionaryItem").ProducesProblem(StatusCodes.Status404NotFound);
        group.MapGet("/{dictCode}/full-name", FindByFullName).WithName("findDictionaryItemByFullName").ProducesProblem(StatusCodes.Status404NotFound);
        group.MapGet("/items/{id:guid}", GetItemById).WithName("getDictionaryItemById").ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static Ok<IReadOnlyList<DictList>> ListDictionaries(DictionaryStore store) => TypedResults.Ok(store.Current.Lists);

    private static Results<Ok<IReadOnlyList<DictItem>>, ProblemHttpResult> ListTopItems(string dictCode, DictionaryStore store) =>
        Found(store.Current.FindChildren(dictCode, null));

    private static Results<Ok<IReadOnlyList<DictItem>>, ProblemHttpResult> ListItems(string dictCode, string? parent, DictionaryStore store) =>
        Found(store.Current.FindChildren(dictCode, string.IsNullOrEmpty(parent) ? null : parent));

    private static Results<Ok<DictItem>, ProblemHttpResult> GetItem(string dictCode, string value, DictionaryStore store) =>
        Found(store.Current.FindByValue(dictCode, value));

    private static Results<Ok<DictItem>, ProblemHttpResult> FindByFullName(string dictCode, string name, DictionaryStore store) =>
        Found(store.Current.FindByFullName(dictCode, name.Trim()));

    private static Results<Ok<DictItem>, ProblemHttpResult> GetItemById(Guid id, DictionaryStore store) =>
        Found(store.Current.FindById(id));

    private static Results<Ok<T>, ProblemHttpResult> Found<T>(T? found)
        where T : class =>
        found is null ? Problems.NotFound("dictionary-item-not-found", "数据字典中没有这一项。") : TypedResults.Ok(found);
}
