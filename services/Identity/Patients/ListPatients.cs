using Microsoft.AspNetCore.Http.HttpResults;
using Yilai.ServiceDefaults.Paging;
using Yilai.ServiceDefaults.Security;

namespace Yilai.Identity.Patients;

internal static class ListPatients
{
    public static async Task<Ok<Page<PatientAnswer>>> HandleAsync(
        PageRequest page, CurrentUser user, PatientStore patients, CancellationToken cancellationToken)
    {
        // A handful at most, so the page is cut here.
        var all = await patients.ListAsync(user.Id, cancellationToken);
        return TypedResults.Ok(new Page<PatientAnswer>(
            [.. all.Skip(page.Skip).Take(page.Size).Select(PatientAnswer.Of)], page.Number, page.Size, all.Count));
    }
}
