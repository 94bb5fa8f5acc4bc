namespace Yilai.Orders.Tasks;

/// <summary>The names of all scheduled tasks.</summary>
internal sealed record TaskNames(IReadOnlyList<string> All)
{
    /// <summary>Those registered, by the time somebody asks.</summary>
    public static TaskNames Of(IServiceCollection services) => new(
        [.. services.Where(s => s.IsKeyedService && s.ServiceType == typeof(IScheduledTask)).Select(s => (string)s.ServiceKey!).Order(StringComparer.Ordinal)]);
}
