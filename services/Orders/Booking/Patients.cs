using Yilai.Contracts;
using Yilai.ServiceDefaults.Invocation;

namespace Yilai.Orders.Booking;

/// <summary>The caller's patients, as identity knows them.</summary>
internal sealed class Patients([FromKeyedServices(AppIds.Identity)] ServiceClient identity)
{
    public Task<Patient?> FindAsync(Guid userId, Guid patientId, CancellationToken cancellationToken) =>
        identity.FindAsync<Patient>($"/internal/users/{userId}/patients/{patientId}", cancellationToken);

    /// <summary>What a booking needs to know of a patient.</summary>
    public sealed record Patient(Guid Id, string Name);
}
