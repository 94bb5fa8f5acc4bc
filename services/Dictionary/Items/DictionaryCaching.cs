using Microsoft.Net.Http.Headers;

namespace Yilai.Dictionary.Items;

/// <summary>Lets clients keep what they got for a while, and then ask whether it changed; not what was missing.</summary>
internal sealed class DictionaryCaching(DictionaryStore store) : IEndpointFilter
{
    private const string CacheControl = "public, max-age=300";

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var etag = store.Current.ETag;
        var result = await next(context);
        if (StatusOf(result) is not (null or StatusCodes.Status200OK))
        {
            return result;
        }

        http.Response.Headers.ETag = etag;
        http.Response.Headers.CacheControl = CacheControl;
        return http.Request.GetTypedHeaders().IfNoneMatch.Any(t => t.Compare(EntityTagHeaderValue.Parse(etag), useStrongComparison: false) || t.Equals(EntityTagHeaderValue.Any))
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : result;
    }

    private static int? StatusOf(object? result) =>
        ((result as INestedHttpResult)?.Result ?? result) is IStatusCodeHttpResult { StatusCode: var status } ? status : null;
}
