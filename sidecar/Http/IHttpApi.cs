namespace Yilai.Sidecar.Http;

/// <summary>The HTTP side of a building block.</summary>
internal interface IHttpApi
{
    /// <summary>What it answers. A request that fits no route of any block is taken for an invocation.</summary>
    IReadOnlyList<ApiRoute> Routes { get; }
}
