namespace Yilai.ServiceDefaults.Tests.Support;

/// <summary>One service for all tests of a class.</summary>
public sealed class ServiceFixture : IAsyncLifetime
{
    private TestService? service;

    internal HttpClient Client => service!.Client;

    public async ValueTask InitializeAsync() => service = await TestService.StartAsync();

    public ValueTask DisposeAsync() => service?.DisposeAsync() ?? ValueTask.CompletedTask;
}
