namespace Yilai.Hosting.Services;

/// <summary>A .NET web service, run as the program that the build made of it: no <c>dotnet run</c> between that could orphan it.</summary>
/// <param name="name">Its name.</param>
/// <param name="command">The program.</param>
/// <param name="workingDirectory">Where it runs.</param>
public sealed class ServiceResource(string name, string command, string workingDirectory)
    : ExecutableResource(name, command, workingDirectory), IResourceWithServiceDiscovery
{
    /// <summary>The endpoint that it listens on.</summary>
    public EndpointReference Http => new(this, "http");

    /// <summary>Its address, by number: nothing has to be looked up, and only this machine reaches it.</summary>
    public ReferenceExpression Address => ReferenceExpression.Create($"http://127.0.0.1:{Http.Property(EndpointProperty.TargetPort)}");

    /// <summary>Its address by the name that it listens on.</summary>
    public ReferenceExpression PublicAddress => ReferenceExpression.Create($"{Http.Property(EndpointProperty.Url)}");
}
