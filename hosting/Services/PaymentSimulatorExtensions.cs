using Yilai.Hosting.Data;
using Yilai.Hosting.Secrets;

namespace Yilai.Hosting.Services;

/// <summary>Adds the program that plays the payment provider.</summary>
public static class PaymentSimulatorExtensions
{
    /// <summary>Its books are in the data folder, its keys among the secrets, which must be written before it starts.</summary>
    public static IResourceBuilder<ServiceResource> AddPaymentSimulator<TProject>(
        this IDistributedApplicationBuilder builder, string name, DataFolder data, string secrets)
        where TProject : IProjectMetadata, new()
    {
        ArgumentNullException.ThrowIfNull(data);
        return builder.AddWebProgram<TProject>(name)
            .WithEnvironment("PAYMENT_KEYS_FILE", Path.Combine(secrets, PaymentKeys.SimulatorFile))
            .WithEnvironment("PAYMENT_BOOKS", data.File("payments.db"));
    }
}
