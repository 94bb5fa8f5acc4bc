using System.Net;
using Yilai.HospitalSdk.Signatures;

namespace Yilai.HospitalSdk.Tests.Client;

public sealed class RetryTests
{
    private const string Nothing = """{"items":[]}""";

    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.BadGateway)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    [InlineData(HttpStatusCode.GatewayTimeout)]
    public async Task AnyCall_PlatformBusy_IsSentAgain(HttpStatusCode status)
    {
        var platform = new PlatformStub().Then(status).Then(status).Then(HttpStatusCode.OK, Nothing);

        Assert.Empty(await platform.RunAsync(platform.Client().ListDepartmentsAsync()));
        Assert.Equal(3, platform.Calls.Count);
    }

    [Fact]
    public async Task AnyCall_PlatformNotReached_IsSentAgain()
    {
        var platform = new PlatformStub().ThenThrow(new HttpRequestException("refused")).Then(HttpStatusCode.OK, Nothing);

        Assert.Empty(await platform.RunAsync(platform.Client().ListDepartmentsAsync()));
    }

    [Fact]
    public async Task AnyCall_AlwaysBusy_GivesUpWithTheStatus()
    {
        var platform = new PlatformStub();
        foreach (var _ in Enumerable.Range(0, 5))
        {
            platform.Then(HttpStatusCode.ServiceUnavailable);
        }

        var exception = await Assert.ThrowsAsync<HospitalApiException>(() => platform.RunAsync(platform.Client().ListDepartmentsAsync()));

        Assert.Equal("http-503", exception.Code);
        Assert.Equal(5, platform.Calls.Count);
    }

    [Fact]
    public async Task AnyCall_Refused_IsNotSentAgain()
    {
        var platform = new PlatformStub().Then(HttpStatusCode.Conflict);

        await Assert.ThrowsAsync<HospitalApiException>(() => platform.Client().ListDepartmentsAsync());
        Assert.Single(platform.Calls);
    }

    [Fact]
    public async Task AnyCall_SuccessUnsigned_IsNotBelieved()
    {
        var platform = new PlatformStub { Signs = false }.Then(HttpStatusCode.OK, Nothing);

        var exception = await Assert.ThrowsAsync<AnswerSignatureException>(() => platform.Client().ListDepartmentsAsync());

        Assert.Equal(SignatureRefusal.Missing, exception.Refusal);
    }

    [Fact]
    public async Task AnyCall_AnswerSignedByAnother_IsNotBelieved()
    {
        var platform = new PlatformStub { AnswerKey = new HospitalKey("key-1", new byte[32]) }.Then(HttpStatusCode.OK, Nothing);

        var exception = await Assert.ThrowsAsync<AnswerSignatureException>(() => platform.Client().ListDepartmentsAsync());

        Assert.Equal(SignatureRefusal.Invalid, exception.Refusal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task SigningHandler_AnError_TellsWhetherItWasSigned(bool signs)
    {
        var platform = new PlatformStub { Signs = signs }.Then(HttpStatusCode.Conflict);
        using var http = new HttpClient(new SigningHandler(Signatures.SignedRequest.Key, platform.Time) { InnerHandler = platform });

        using var response = await http.GetAsync(new Uri("http://hospital.test/orders/1"));

        Assert.Equal(signs, response.IsSigned());
    }
}
