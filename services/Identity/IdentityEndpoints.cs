using Yilai.Identity.Codes;
using Yilai.Identity.Keys;
using Yilai.Identity.Patients;
using Yilai.Identity.Sessions;
using Yilai.Identity.Users;
using Yilai.ServiceDefaults.Paging;
using Yilai.ServiceDefaults.Security;

namespace Yilai.Identity;

/// <summary>All paths of the service on one page.</summary>
internal static class IdentityEndpoints
{
    public static void MapSessions(this IEndpointRouteBuilder app)
    {
        var auth = app.MapGroup("/api/auth").WithTags("Sessions");
        auth.MapPost("/phone-codes", SendPhoneCode.HandleAsync).WithName("sendPhoneCode")
            .Produces<PhoneCodeSent>(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status429TooManyRequests)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        auth.MapPost("/phone-logins", LogInByPhone.HandleAsync).WithName("logInByPhone")
            .Produces<SessionAnswer>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden);
        auth.MapPost("/refresh", RefreshSession.HandleAsync).WithName("refreshSession")
            .Produces<SessionAnswer>()
            .ProducesProblem(StatusCodes.Status401Unauthorized);
        auth.MapPost("/logout", LogOut.HandleAsync).WithName("logOut")
            .Produces(StatusCodes.Status204NoContent);
    }

    public static void MapPublicKeys(this IEndpointRouteBuilder app) =>
        app.MapGet("/.well-known/jwks.json", GetPublicKeys.Handle).WithName("getPublicKeys").WithTags("Sessions")
            .Produces<PublicKeySet>();

    public static void MapProfile(this IEndpointRouteBuilder app)
    {
        var me = app.MapGroup("/api/me").WithTags("Profile").RequireUser().ProducesProblem(StatusCodes.Status401Unauthorized);
        me.MapGet("", GetProfile.HandleAsync).WithName("getProfile").Produces<Profile>();
        me.MapPatch("", UpdateProfile.HandleAsync).WithName("updateProfile").Produces<Profile>()
            .ProducesProblem(StatusCodes.Status400BadRequest);
    }

    public static void MapPatients(this IEndpointRouteBuilder app)
    {
        var patients = app.MapGroup("/api/me/patients").WithTags("Patients").RequireUser()
            .ProducesProblem(StatusCodes.Status401Unauthorized);
        patients.MapGet("", ListPatients.HandleAsync).WithName("listPatients").Produces<Page<PatientAnswer>>();
        patients.MapPost("", AddPatient.HandleAsync).WithName("addPatient")
            .Produces<PatientAnswer>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        patients.MapGet("/{id}", GetPatient.HandleAsync).WithName("getPatient").Produces<PatientAnswer>()
            .ProducesProblem(StatusCodes.Status404NotFound);
        patients.MapPut("/{id}", UpdatePatient.HandleAsync).WithName("updatePatient").Produces<PatientAnswer>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
        patients.MapDelete("/{id}", RemovePatient.HandleAsync).WithName("removePatient")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    public static void MapInternal(this IEndpointRouteBuilder app)
    {
        var users = app.MapGroup("/internal/users/{userId}").ExcludeFromDescription();
        users.MapGet("/contact", GetContact.HandleAsync);
        users.MapGet("/patients/{patientId}", GetPatientForVisit.HandleAsync);
        app.MapPost("/internal/patients/names", NamePatients.HandleAsync).ExcludeFromDescription();
    }
}
