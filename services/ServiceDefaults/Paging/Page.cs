using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Http;

namespace Yilai.ServiceDefaults.Paging;

/// <summary>One page of a list.</summary>
/// <param name="Items">The page's items.</param>
/// <param name="Number">The page's number, from 1; <c>page</c> in JSON.</param>
/// <param name="Size">How many items a page holds.</param>
/// <param name="Total">How many items there are in all.</param>
public sealed record Page<T>(
    IReadOnlyList<T> Items,
    [property: System.Text.Json.Serialization.JsonPropertyName("page")] int Number,
    int Size,
    long Total);

/// <summary><c>?page=&amp;size=</c>; anything out of range or unreadable becomes the nearest that is allowed.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Size">1 to 100; 20 unless asked.</param>
public sealed record PageRequest(int Number, int Size)
{
    internal const int DefaultSize = 20;
    internal const int MaxSize = 100;
    internal const int MaxNumber = 1_000_000;

    /// <summary>How many items come before the page.</summary>
    public int Skip => (Number - 1) * Size;

    /// <summary>Binds a handler's parameter.</summary>
    public static ValueTask<PageRequest> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        ArgumentNullException.ThrowIfNull(context);
        return ValueTask.FromResult(new PageRequest(
            Read(context, "page", 1, MaxNumber),
            Read(context, "size", DefaultSize, MaxSize)));
    }

    private static int Read(HttpContext context, string name, int otherwise, int max) =>
        int.TryParse(context.Request.Query[name], NumberStyles.Integer, CultureInfo.InvariantCulture, out var value)
            ? Math.Clamp(value, 1, max)
            : otherwise;
}
