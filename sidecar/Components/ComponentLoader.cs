using Yilai.Sidecar.Apps;
using Yilai.Sidecar.Resources;
using Yilai.Sidecar.Secrets;
using Yilai.Sidecar.Telemetry;

namespace Yilai.Sidecar.Components;

/// <summary>Makes the components: secret stores first, because the others' metadata may point into them.</summary>
internal sealed class ComponentLoader(SidecarOptions options, AppDirectory apps, ILoggerFactory logs, ILogger<ComponentLoader> log)
{
    /// <summary>Long enough for a database that starts at the same time as this process.</summary>
    private static readonly TimeSpan DefaultInitTimeout = TimeSpan.FromSeconds(60);

    private readonly Templates templates = new(options);

    public async Task LoadAsync(ResourceSet resources, ComponentSet set, CancellationToken cancellation)
    {
        foreach (var part in resources.WithoutEffect)
            log.WithoutEffect(part);
        var wanted = resources.Components
            .Where(r => options.Apps.Any(a => r.IsFor(a.AppId)))
            .Select(r => (Resource: r, Type: ComponentCatalog.Find(r)))
            .ToList();
        foreach (var (resource, type) in wanted.Where(w => IsSecretStore(w.Type)))
            await AddAsync(resource, type, set, cancellation);
        foreach (var (resource, type) in wanted.Where(w => !IsSecretStore(w.Type)))
            await AddAsync(resource, type, set, cancellation);
    }

    private static bool IsSecretStore(ComponentType type) => type.Name.StartsWith("secretstores.", StringComparison.Ordinal);

    private async Task AddAsync(ComponentResource resource, ComponentType type, ComponentSet set, CancellationToken cancellation)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeout.CancelAfter(resource.InitTimeout ?? DefaultInitTimeout);
        try
        {
            var resolved = await ResolveAsync(resource, set, timeout.Token);
            foreach (var (scoped, values) in templates.Expand(resource, resolved))
            {
                var metadata = new ComponentMetadata(values);
                var instance = type.Create(new ComponentContext(resource.Name, metadata, options.DataPath, options.Clock, logs));
                set.Add(new LoadedComponent(scoped, metadata, instance));
                await instance.InitializeAsync(timeout.Token);
            }
            log.Loaded(resource.Name, resource.Type, resource.Version);
            Count(resource, metrics =>
            {
                metrics.Loaded.Inc();
                metrics.Initialized.WithLabels(resource.Type).Inc();
            });
        }
        catch (Exception error) when (error is ComponentException or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            var reason = error is ComponentException ? error.Message : "it did not get ready in time; see whether what it connects to is running";
            if (!resource.IgnoreErrors)
                throw new SidecarStartException($"{resource.Title((error as ComponentException)?.Field)}: {reason}", error);
            log.Ignored(resource.Name, resource.Type, reason);
            Count(resource, metrics => metrics.NotInitialized.WithLabels(resource.Type, "init", resource.Name).Inc());
        }
    }

    private void Count(ComponentResource resource, Action<AppMetrics> count)
    {
        foreach (var metrics in apps.All.Where(a => resource.IsFor(a.AppId)).Select(a => a.Metrics).OfType<AppMetrics>())
            count(metrics);
    }

    private static async Task<Dictionary<string, string>> ResolveAsync(ComponentResource resource, ComponentSet set, CancellationToken cancellation)
    {
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var item in resource.Metadata)
        {
            try
            {
                values[item.Name] = item switch
                {
                    { Secret: { } secret } => await SecretAsync(resource, secret, set, cancellation),
                    { Environment: { } variable } => FromEnvironment(variable),
                    _ => item.Value ?? "",
                };
            }
            catch (ComponentException error)
            {
                throw new ComponentException($"its metadata '{item.Name}': {error.Message}", error) { Field = item.Name };
            }
        }
        return values;
    }

    private static async Task<string> SecretAsync(ComponentResource resource, SecretKeyRef secret, ComponentSet set, CancellationToken cancellation)
    {
        if (string.IsNullOrEmpty(resource.SecretStore))
            throw new ComponentException($"it wants the secret '{secret.Name}' but names no store; add auth.secretStore");
        var store = set.All.FirstOrDefault(c => c.Name == resource.SecretStore)?.Instance as ISecretStore
            ?? throw new ComponentException($"there is no secret store '{resource.SecretStore}', named by auth.secretStore; add that component");
        try
        {
            var values = await store.GetAsync(secret.Name, cancellation);
            return values.TryGetValue(secret.Key, out var value) ? value
                : throw new ComponentException($"the secret '{secret.Name}' of '{resource.SecretStore}' has no key '{secret.Key}'");
        }
        catch (SecretException error)
        {
            throw new ComponentException($"the secret store '{resource.SecretStore}' has no secret '{secret.Name}'; add it there", error);
        }
    }

    /// <summary>Tokens of the sidecar itself are not for components.</summary>
    private static string FromEnvironment(string name) =>
        name is "APP_API_TOKEN" || name.StartsWith("DAPR_", StringComparison.OrdinalIgnoreCase) || name.Contains(' ', StringComparison.Ordinal)
            ? throw new ComponentException($"the environment variable '{name}' may not be used in a component")
            : Environment.GetEnvironmentVariable(name) ?? "";
}

internal static partial class ComponentLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Component loaded: {Name} ({Type}/{Version})")]
    public static partial void Loaded(this ILogger log, string name, string type, string version);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The embedded sidecar does not act on {Part}; daprd does")]
    public static partial void WithoutEffect(this ILogger log, string part);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Component {Name} ({Type}) is left out, as its ignoreErrors asks: {Reason}")]
    public static partial void Ignored(this ILogger log, string name, string type, string reason);
}
