namespace Yilai.Sidecar.Http;

/// <summary>The HTTP side of a building block: everything under /{version}/{name}.</summary>
internal interface IHttpApi
{
    /// <summary>The first path segments that are its own.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>Starts to answer, or gives nothing when it has no such route; then the request is taken for an invocation.</summary>
    Task? Handle(ApiCall call);
}
