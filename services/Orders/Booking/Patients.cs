using Yilai.Contracts;
using Yilai.ServiceDefaults.Invocation;

namespace Yilai.Orders.Booking;

/// <summary>The callers' patients, as identity knows them; a rush asks for many at once.</summary>
internal sealed class Patients([FromKeyedServices(AppIds.Identity)] ServiceClient identity)
    : Grouped<Patients.Reference, Patients.Patient?>(groupsAtOnce: 4, largest: 64)
{
    /// <summary>The account's patient; null when there is none.</summary>
    public Task<Patient?> FindAsync(Guid userId, Guid patientId, CancellationToken cancellationToken) =>
        InGroupAsync(new Reference(userId, patientId), cancellationToken);

    protected override async Task<IReadOnlyList<Patient?>> RunAsync(IReadOnlyList<Reference> items, CancellationToken cancellationToken)
    {
        var answer = await identity.SendAsync<List<Found>>(HttpMethod.Post, "/internal/patients/names", new { patients = items.Distinct() }, cancellationToken);
        var found = (answer.Value ?? throw new HttpRequestException($"Identity does not say who the patients are: {answer.Problem?.Code}."))
            .ToDictionary(f => new Reference(f.UserId, f.PatientId), f => new Patient(f.PatientId, f.Name));
        return [.. items.Select(i => found.GetValueOrDefault(i))];
    }

    /// <summary>What a booking needs to know of a patient.</summary>
    public sealed record Patient(Guid Id, string Name);

    internal sealed record Reference(Guid UserId, Guid PatientId);

    private sealed record Found(Guid UserId, Guid PatientId, string Name);
}
