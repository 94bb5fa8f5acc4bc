using Microsoft.AspNetCore.Http.HttpResults;

namespace Yilai.Identity.Keys;

internal static class GetPublicKeys
{
    public static Ok<PublicKeySet> Handle(SigningKeys keys, HttpContext context)
    {
        context.Response.Headers.CacheControl = "public, max-age=300";
        return TypedResults.Ok(new PublicKeySet([.. keys.All.Select(k => k.ToPublic())]));
    }
}
