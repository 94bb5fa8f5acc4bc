using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Yilai.HospitalSdk.Messages;
using Yilai.HospitalSdk.Signatures;
using Yilai.HospitalSimulator.Schedules;

namespace Yilai.HospitalSimulator.Tests.Playing;

public sealed class FaultTests : IAsyncLifetime
{
    private Stage stage = null!;
    private HttpClient caller = null!;

    public async ValueTask InitializeAsync()
    {
        stage = await Stage.SetAsync(1);
        caller = stage.CallerOf();
    }

    public async ValueTask DisposeAsync()
    {
        caller.Dispose();
        await stage.DisposeAsync();
    }

    [Fact]
    public async Task Error_Always_AnswersWithoutBooking()
    {
        await SetAsync("""{"error":1}""");

        using var response = await SubmitAsync();

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.False(response.IsSigned());
        Assert.Equal(0, await CountAsync());
    }

    [Fact]
    public async Task Drop_Always_BooksWithoutAnswering()
    {
        await SetAsync("""{"drop":1}""");

        await Assert.ThrowsAsync<HttpRequestException>(SubmitAsync);

        Assert.Equal(1, await CountAsync());
    }

    [Fact]
    public async Task Twice_Always_BooksOnce()
    {
        await SetAsync("""{"twice":1}""");

        using var response = await SubmitAsync();

        Assert.True(response.IsSigned());
        Assert.Equal(1, (await response.Content.ReadFromJsonAsync<OrderAnswer>(HospitalJson.Options))!.Number);
        Assert.Equal(1, await CountAsync());
    }

    [Fact]
    public async Task Wrong_Always_BooksAndSignsWhatWasNotAsked()
    {
        await SetAsync("""{"wrong":1}""");

        using var response = await SubmitAsync();

        Assert.True(response.IsSigned());
        Assert.DoesNotContain("o-1", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(1, await CountAsync());
    }

    [Fact]
    public async Task Late_ASecond_WaitsForIt()
    {
        await SetAsync("""{"late":1000}""");

        var call = SubmitAsync();
        var started = stage.Time.GetTimestamp();
        while (!call.IsCompleted)
        {
            stage.Time.Advance(TimeSpan.FromMilliseconds(50));
            await stage.Anyone.GetStringAsync(new Uri("/health", UriKind.Relative));
        }

        using var response = await call;
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.True(stage.Time.GetElapsedTime(started) >= TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task SetFaults_Empty_TurnsThemOff()
    {
        await SetAsync("""{"error":1}""");
        await SetAsync("{}");

        using var response = await SubmitAsync();

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("""{"drop":1.5}""")]
    [InlineData("""{"late":-1}""")]
    [InlineData("""{"twice":"yes"}""")]
    public async Task SetFaults_Nonsense_IsRefused(string faults) => Assert.Equal(HttpStatusCode.BadRequest, await PutAsync(faults));

    private async Task SetAsync(string faults) => Assert.Equal(HttpStatusCode.OK, await PutAsync(faults));

    private async Task<HttpStatusCode> PutAsync(string faults)
    {
        using var content = new StringContent(faults, System.Text.Encoding.UTF8, "application/json");
        using var response = await stage.Anyone.PutAsync(new Uri("/simulator/faults", UriKind.Relative), content);
        return response.StatusCode;
    }

    private Task<HttpResponseMessage> SubmitAsync()
    {
        var schedule = SchedulePlan.Of(stage.Hospitals.All[0], stage.Today.AddDays(1)).First(schedule => schedule is { Status: ScheduleStatus.Open, Available: > 0 });
        return caller.PostAsJsonAsync("orders", Submissions.For(schedule, "o-1"), HospitalJson.Options);
    }

    private async Task<int> CountAsync() =>
        (await stage.Anyone.GetFromJsonAsync<JsonElement>("/simulator/orders")).GetProperty("total").GetInt32();
}
