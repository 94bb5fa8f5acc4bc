using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Yilai.ServiceDefaults.Secrets;

namespace Yilai.ServiceDefaults.Privacy;

/// <summary>Protection of personal data for a service that stores some.</summary>
public static class PrivacyExtensions
{
    /// <summary>
    /// Adds <see cref="PersonalDataCipher"/> and <see cref="BlindIndex"/>; name <see cref="SecretNames.DataKey"/> and
    /// <see cref="SecretNames.IndexKey"/> at start.
    /// </summary>
    public static IServiceCollection AddPersonalData(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var dataKey = Convert.FromBase64String(builder.Configuration.GetSecret(SecretNames.DataKey));
        var indexKey = Convert.FromBase64String(builder.Configuration.GetSecret(SecretNames.IndexKey));
        return builder.Services
            .AddSingleton(new PersonalDataCipher(dataKey))
            .AddSingleton(new BlindIndex(indexKey));
    }
}
