namespace Yilai.Hosting.Frontend;

/// <summary>A built Nuxt site, served by the pinned Node on loopback.</summary>
/// <param name="name">Its name.</param>
/// <param name="command">The pinned Node.</param>
/// <param name="workingDirectory">The site's folder.</param>
public sealed class NuxtSiteResource(string name, string command, string workingDirectory) : ExecutableResource(name, command, workingDirectory)
{
    /// <summary>The endpoint that it listens on.</summary>
    public EndpointReference Http => new(this, "http");

    /// <summary>Its address.</summary>
    public ReferenceExpression Address => ReferenceExpression.Create($"http://127.0.0.1:{Http.Property(EndpointProperty.TargetPort)}");
}
