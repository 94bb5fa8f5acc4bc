using System.Net;
using System.Text.Json.Nodes;
using Yilai.Identity.Tests.Support;
using Yilai.TestSupport;

namespace Yilai.Identity.Tests.Patients;

public sealed class PatientTests(IdentityFixture identity) : IClassFixture<IdentityFixture>
{
    private const string Number = "11010119900307002X";

    [Fact]
    public async Task Patients_Added_AreListedMaskedWithWhatTheNumberTells()
    {
        var user = await identity.LogInAsync();
        using var added = await AddAsync(user, new { name = "张三", certificatesNo = Number, phone = "13912345678", isInsured = true, cardNo = "1234567890" });
        Assert.Equal(HttpStatusCode.Created, added.StatusCode);
        var patient = await added.JsonAsync();
        Assert.Equal($"/api/me/patients/{patient["id"]}", added.Headers.Location?.ToString());
        Assert.Equal(
            ("张三", "10", "110***********002X", "139****5678", "female", "1990-03-07", true, "123***7890"),
            (Text(patient, "name"), Text(patient, "certificatesType"), Text(patient, "certificatesNo"), Text(patient, "phone"), Text(patient, "gender"), Text(patient, "birthday"), (bool)patient["isInsured"]!, Text(patient, "cardNo")));

        using var list = await identity.SendAsync(HttpMethod.Get, "/api/me/patients", null, user.Header);
        var page = await list.JsonAsync();
        Assert.Equal(1, (int)page["total"]!);
        Assert.True(JsonNode.DeepEquals(patient, page["items"]![0]));
        using var one = await GetAsync(user, patient);
        Assert.True(JsonNode.DeepEquals(patient, await one.JsonAsync()));
    }

    [Fact]
    public async Task Patients_Database_HoldsNoNumberInClear()
    {
        var user = await identity.LogInAsync();
        using var added = await AddAsync(user, new { name = "张三", certificatesNo = Number, phone = "13912345678", cardNo = "1234567890", contactsName = "李四", contactsPhone = "13787654321" });
        var row = await identity.QueryAsync<string>($"select p::text from identity.patient p where user_id = '{user.UserId}'");
        Assert.NotNull(row);
        Assert.All(["13912345678", Number, "1234567890", "13787654321"], n => Assert.DoesNotContain(n, row, StringComparison.Ordinal));
        Assert.All(identity.Logs.Lines, line => Assert.DoesNotContain(Number, line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Patients_WrongCheckDigit_HasItsCodeAndField()
    {
        var user = await identity.LogInAsync();
        using var answer = await AddAsync(user, new { name = "张三", certificatesNo = "110101199003070029", phone = "13912345678" });
        var problem = await answer.ExpectProblemAsync(HttpStatusCode.BadRequest, "invalid-certificate-number");
        Assert.NotNull(problem["errors"]!["certificatesNo"]);
    }

    [Fact]
    public async Task Patients_SamePersonTwice_IsADuplicateOnOneAccountOnly()
    {
        var user = await identity.LogInAsync();
        using var first = await AddAsync(user, new { name = "张三", certificatesNo = Number });
        using var twice = await AddAsync(user, new { name = "张三三", certificatesNo = Number.ToLowerInvariant() });
        await twice.ExpectProblemAsync(HttpStatusCode.Conflict, "duplicate-patient");
        using var elsewhere = await AddAsync(await identity.LogInAsync(), new { name = "张三", certificatesNo = Number });
        Assert.Equal(HttpStatusCode.Created, elsewhere.StatusCode);
    }

    [Fact]
    public async Task Patients_EleventhOfAnAccount_IsOverTheLimitEvenAtOnce()
    {
        var user = await identity.LogInAsync();
        var answers = await Task.WhenAll(Enumerable.Range(10, 14).Select(i => AddAsync(user, Passport($"E{i:D8}"))));
        Assert.Equal(10, answers.Count(a => a.StatusCode == HttpStatusCode.Created));
        await answers.First(a => a.StatusCode != HttpStatusCode.Created).ExpectProblemAsync(HttpStatusCode.UnprocessableEntity, "patient-limit");
    }

    [Fact]
    public async Task Patients_Changed_KeepWhatComesBackMasked()
    {
        var user = await identity.LogInAsync();
        using var added = await AddAsync(user, new { name = "张三", certificatesNo = Number, phone = "13912345678" });
        var patient = (await added.JsonAsync()).AsObject();
        patient["name"] = "张三丰";
        patient["isInsured"] = true;
        using var changed = await PutAsync(user, patient, patient);
        var answer = await changed.JsonAsync();
        Assert.Equal(("张三丰", "110***********002X", true), (Text(answer, "name"), Text(answer, "certificatesNo"), (bool)answer["isInsured"]!));
        var full = await ForVisitAsync(user, patient);
        Assert.Equal((Number, "13912345678", "张三丰"), (Text(full, "certificatesNo"), Text(full, "phone"), Text(full, "name")));

        patient["phone"] = "13700000001";
        using var again = await PutAsync(user, patient, patient);
        Assert.Equal("13700000001", Text(await ForVisitAsync(user, patient), "phone"));
    }

    [Fact]
    public async Task Patients_ChangedIntoAnother_IsADuplicate()
    {
        var user = await identity.LogInAsync();
        using var first = await AddAsync(user, Passport("E00000001"));
        using var second = await AddAsync(user, Passport("E00000002"));
        using var answer = await PutAsync(user, await second.JsonAsync(), Passport("e00000001"));
        await answer.ExpectProblemAsync(HttpStatusCode.Conflict, "duplicate-patient");
    }

    [Fact]
    public async Task Patients_Removed_AreGoneAndMayComeAgain()
    {
        var user = await identity.LogInAsync();
        using var added = await AddAsync(user, new { name = "张三", certificatesNo = Number });
        var patient = await added.JsonAsync();
        using var removed = await identity.SendAsync(HttpMethod.Delete, $"/api/me/patients/{patient["id"]}", null, user.Header);
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        using var gone = await GetAsync(user, patient);
        await gone.ExpectProblemAsync(HttpStatusCode.NotFound, "patient-not-found");
        using var twice = await identity.SendAsync(HttpMethod.Delete, $"/api/me/patients/{patient["id"]}", null, user.Header);
        await twice.ExpectProblemAsync(HttpStatusCode.NotFound, "patient-not-found");

        var path = $"/internal/users/{user.UserId}/patients/{patient["id"]}";
        using var forBooking = await identity.SendAsync(HttpMethod.Get, path, null);
        await forBooking.ExpectProblemAsync(HttpStatusCode.NotFound, "patient-not-found");
        using var forAnOrder = await identity.SendAsync(HttpMethod.Get, $"{path}?includeRemoved=true", null);
        Assert.Equal(HttpStatusCode.OK, forAnOrder.StatusCode);

        using var again = await AddAsync(user, new { name = "张三", certificatesNo = Number });
        Assert.Equal(HttpStatusCode.Created, again.StatusCode);
    }

    [Fact]
    public async Task Names_OfOwnForeignAndRemovedPatients_AreThoseOfOwnOnesOnly()
    {
        var user = await identity.LogInAsync();
        var other = await identity.LogInAsync();
        using var own = await AddAsync(user, new { name = "张三", certificatesNo = Number });
        using var foreign = await AddAsync(other, new { name = "李四", certificatesNo = Number });
        using var removed = await AddAsync(user, Passport("E12345679"));
        var (ownId, foreignId, removedId) = (Text(await own.JsonAsync(), "id")!, Text(await foreign.JsonAsync(), "id")!, Text(await removed.JsonAsync(), "id")!);
        using var gone = await identity.SendAsync(HttpMethod.Delete, $"/api/me/patients/{removedId}", null, user.Header);

        using var answer = await identity.SendAsync(HttpMethod.Post, "/internal/patients/names", new
        {
            patients = new[] { ownId, foreignId, removedId, Guid.Empty.ToString() }.Select(id => new { userId = user.UserId, patientId = id })
                .Append(new { userId = other.UserId, patientId = foreignId }),
        });

        var names = (await answer.JsonAsync()).AsArray().Select(n => ((string)n!["patientId"]!, (string)n["name"]!)).ToHashSet();
        Assert.Equal([(ownId, "张三"), (foreignId, "李四")], names);
    }

    [Fact]
    public async Task Names_OfMoreThanAHundred_IsRefused()
    {
        using var answer = await identity.SendAsync(HttpMethod.Post, "/internal/patients/names", new
        {
            patients = Enumerable.Repeat(new { userId = Guid.Empty, patientId = Guid.Empty }, 101),
        });

        await answer.ExpectProblemAsync(HttpStatusCode.BadRequest, "validation-failed");
    }

    [Fact]
    public async Task Patients_OfAnotherAccount_AreNotFound()
    {
        var owner = await identity.LogInAsync();
        using var added = await AddAsync(owner, new { name = "张三", certificatesNo = Number });
        var patient = await added.JsonAsync();
        var other = await identity.LogInAsync();
        using var read = await GetAsync(other, patient);
        using var changed = await PutAsync(other, patient, Passport("E12345678"));
        using var removed = await identity.SendAsync(HttpMethod.Delete, $"/api/me/patients/{patient["id"]}", null, other.Header);
        using var inside = await identity.SendAsync(HttpMethod.Get, $"/internal/users/{other.UserId}/patients/{patient["id"]}", null);
        foreach (var answer in new[] { read, changed, removed, inside })
        {
            await answer.ExpectProblemAsync(HttpStatusCode.NotFound, "patient-not-found");
        }
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("0195a0de-0000-7000-8000-000000000000")]
    public async Task Patients_UnknownId_IsNotFound(string id)
    {
        var user = await identity.LogInAsync();
        using var answer = await identity.SendAsync(HttpMethod.Get, $"/api/me/patients/{id}", null, user.Header);
        await answer.ExpectProblemAsync(HttpStatusCode.NotFound, "patient-not-found");
    }

    [Theory]
    [InlineData("/api/me")]
    [InlineData("/api/me/patients")]
    public async Task Anything_WithoutAUser_RequiresLogin(string path)
    {
        using var answer = await identity.SendAsync(HttpMethod.Get, path, null);
        await answer.ExpectProblemAsync(HttpStatusCode.Unauthorized, "login-required");
    }

    [Theory]
    [InlineData("{\"name\":")]
    [InlineData("{\"name\":{}}")]
    [InlineData("{\"isInsured\":\"yes\"}")]
    public async Task Patients_MalformedBody_IsABadRequest(string body)
    {
        var user = await identity.LogInAsync();
        using var content = new StringContent(body, null, "application/json");
        using var answer = await identity.PostAsync("/api/me/patients", content, user.Header);
        await answer.ExpectProblemAsync(HttpStatusCode.BadRequest, "malformed-json");
    }

    [Fact]
    public async Task Patients_BodyOf10Megabytes_IsTooLarge()
    {
        var user = await identity.LogInAsync();
        using var content = new StringContent($"{{\"name\":\"{new string('x', 10_000_000)}\"}}", null, "application/json");
        // The service answers before it has read all, so the client must wait to be told to go on.
        using var answer = await identity.PostAsync("/api/me/patients", content, user.Header, ("Expect", "100-continue"));
        await answer.ExpectProblemAsync(HttpStatusCode.RequestEntityTooLarge, "body-too-large");
    }

    private static object Passport(string number) =>
        new { name = "John Smith", certificatesType = "30", certificatesNo = number, gender = "male", birthday = "1980-05-01", phone = "13912345678" };

    private static string? Text(JsonNode node, string member) => (string?)node[member];

    private Task<HttpResponseMessage> AddAsync(LoggedIn user, object patient) => identity.PostAsync("/api/me/patients", patient, user.Header);

    private Task<HttpResponseMessage> GetAsync(LoggedIn user, JsonNode patient) =>
        identity.SendAsync(HttpMethod.Get, $"/api/me/patients/{patient["id"]}", null, user.Header);

    private Task<HttpResponseMessage> PutAsync(LoggedIn user, JsonNode patient, object body) =>
        identity.SendAsync(HttpMethod.Put, $"/api/me/patients/{patient["id"]}", body, user.Header);

    private async Task<JsonNode> ForVisitAsync(LoggedIn user, JsonNode patient)
    {
        using var answer = await identity.SendAsync(HttpMethod.Get, $"/internal/users/{user.UserId}/patients/{patient["id"]}", null);
        return await answer.JsonAsync();
    }
}
