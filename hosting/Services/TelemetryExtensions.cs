namespace Yilai.Hosting.Services;

/// <summary>Traces, metrics and logs of parts.</summary>
internal static class TelemetryExtensions
{
    /// <summary>The setting that names the collector: the dashboard's address, or an operator's own.</summary>
    public const string Collector = "ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL";

    /// <summary>Has a part send its telemetry. Without a collector Aspire would name a default one, and every part knock there once a second.</summary>
    public static IResourceBuilder<T> WithTelemetry<T>(this IResourceBuilder<T> part) where T : IResourceWithEnvironment =>
        string.IsNullOrEmpty(part.ApplicationBuilder.Configuration[Collector]) ? part : part.WithOtlpExporter();
}
