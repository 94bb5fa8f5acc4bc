using Yilai.Hosting.PinnedNode;
using Yilai.Hosting.Services;

namespace Yilai.Hosting.Frontend;

/// <summary>Adds Nuxt sites.</summary>
public static class NuxtSiteExtensions
{
    /// <summary>Adds a Nuxt site: installed and built when its sources have changed, served on a free loopback port.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">Its name.</param>
    /// <param name="folder">The site's folder.</param>
    /// <returns>The site; null, with a line on the console, if the folder holds none.</returns>
    public static IResourceBuilder<NuxtSiteResource>? AddNuxtSite(this IDistributedApplicationBuilder builder, string name, string folder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var sources = new SiteSources(folder);
        if (!sources.Exist)
        {
            Console.WriteLine($"{name}: {folder} holds no site (no package-lock.json); going on without it");
            return null;
        }
        var build = builder.AddExecutable($"{name}-build", "/bin/sh", folder)
            .WithEnvironment("PATH", $"{Path.GetDirectoryName(Engines.Node)}:{Environment.GetEnvironmentVariable("PATH")}")
            .WithEnvironment("NUXT_TELEMETRY_DISABLED", "1")
            .WithPreparation(async (_, say, cancellationToken) =>
            {
                await Engines.InstallAsync(say, cancellationToken);
                if (!sources.AreInstalled)
                {
                    say("installing packages and building the site (the first time takes a minute or two)");
                }
                else if (!sources.AreBuilt)
                {
                    say("building the site");
                }
            })
            .WithArgs(context =>
            {
                foreach (var argument in (string[])[RepositoryRoot.File("hosting", "Frontend", "build.sh"), sources.PackagesHash, sources.Hash])
                {
                    context.Args.Add(argument);
                }
            });
        var site = new NuxtSiteResource(name, Engines.Node, folder);
        return builder.AddResource(site)
            .WithArgs(Path.Combine(folder, ".output", "server", "index.mjs"))
            .WithHttpEndpoint(isProxied: false)
            .WithEndpoint("http", endpoint => endpoint.TargetHost = "127.0.0.1")
            .WithEnvironment("NODE_ENV", "production")
            .WithEnvironment("HOST", "127.0.0.1")
            .WithEnvironment("NITRO_HOST", "127.0.0.1")
            .WithEnvironment("PORT", site.Http.Property(EndpointProperty.TargetPort))
            .WithEnvironment("NITRO_PORT", site.Http.Property(EndpointProperty.TargetPort))
            .WithTelemetry()
            .WithHttpHealthCheck("/")
            .WaitForCompletion(build);
    }

    /// <summary>Tells the site where the API is.</summary>
    public static IResourceBuilder<NuxtSiteResource> WithApi(this IResourceBuilder<NuxtSiteResource> site, IResourceBuilder<ServiceResource> gateway) =>
        site.WithEnvironment("NUXT_API_BASE", gateway.Resource.Address).WaitFor(gateway);
}
