using System.Text.Json;

namespace Yilai.Hosting.Services;

/// <summary>Tells a part where all others are, for people who develop.</summary>
public static class AddressBook
{
    /// <summary>Gives the addresses of every part that has one, as a JSON object of name → URL.</summary>
    public static IResourceBuilder<ServiceResource> WithAddressBook(this IResourceBuilder<ServiceResource> service, string variable) =>
        service.WithEnvironment(async context =>
        {
            var addresses = new SortedDictionary<string, string?>(StringComparer.Ordinal);
            foreach (var part in service.ApplicationBuilder.Resources.OfType<IResourceWithEndpoints>())
            {
                // The sidecar's many are the services' own business; the dashboard is Aspire's.
                if (part.TryGetEndpoints(out var endpoints) && endpoints.ToArray() is [var only] && !part.Name.StartsWith("aspire-", StringComparison.Ordinal))
                {
                    addresses[part.Name] = await part.GetEndpoint(only.Name).GetValueAsync(context.CancellationToken);
                }
            }
            context.EnvironmentVariables[variable] = JsonSerializer.Serialize(addresses);
        });
}
