using System.Net;
using Yilai.Alipay;

namespace Yilai.PaymentSimulator.Tests;

public sealed class FaultTests : IAsyncLifetime
{
    private Stage stage = null!;
    private Merchant merchant = null!;

    public async ValueTask InitializeAsync()
    {
        stage = await Stage.SetAsync();
        merchant = stage.Merchant;
        await merchant.PayAsync(merchant.PageOf("o_1"));
    }

    public ValueTask DisposeAsync() => stage.DisposeAsync();

    [Fact]
    public async Task Error_Always_IsEitherWordOrStatusAndSometimesDone()
    {
        await stage.SetFaultsAsync("""{"error":1}""");
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 40; i++)
        {
            using var response = await SendAsync($"r_{i}");
            statuses.Add(response.StatusCode);
            if (response.StatusCode == HttpStatusCode.OK)
            {
                var node = Merchant.Read(await response.Content.ReadAsStringAsync(), "alipay_trade_refund_response");
                Assert.Equal(("20000", "isp.unknow-error"), (node.Text("code"), node.Text("sub_code")));
            }
        }

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.InternalServerError], statuses.Distinct().Order());
        Assert.InRange((await merchant.BooksAsync()).GetProperty("refunds").GetArrayLength(), 1, 39);
    }

    [Fact]
    public async Task Drop_Always_IsDoneWithoutAnAnswer()
    {
        await stage.SetFaultsAsync("""{"drop":1}""");

        await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync("r_1"));

        Assert.Equal(1, (await merchant.BooksAsync()).GetProperty("refunds").GetArrayLength());
    }

    [Fact]
    public async Task Late_Always_AnswersAfterThat()
    {
        await stage.SetFaultsAsync("""{"late":60000}""");
        var call = SendAsync("r_1");

        await stage.WaitAsync(() => call.IsCompleted, TimeSpan.FromSeconds(1));

        using var response = await call;
        Assert.True(stage.Time.GetUtcNow() >= stage.Time.Start.AddMinutes(1));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Faults_OfCalls_LeaveThePageAsItIs()
    {
        await stage.SetFaultsAsync("""{"error":1,"drop":1}""");
        Assert.NotNull(await merchant.PayAsync(merchant.PageOf("o_2")));
    }

    [Theory]
    [InlineData("""{"error":1.5}""")]
    [InlineData("""{"late":-1}""")]
    [InlineData("""{"notifyDrop":"x"}""")]
    [InlineData("[]")]
    [InlineData("")]
    public async Task SetFaults_Nonsense_IsRefused(string json)
    {
        using var content = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        using var response = await stage.Http.PutAsync(new Uri("/simulator/faults", UriKind.Relative), content);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(
            """{"late":0,"error":0,"drop":0,"notifyTwice":0,"notifyLate":0,"notifyDrop":0,"notifyShuffle":false}""",
            await stage.Http.GetStringAsync(new Uri("/simulator/faults", UriKind.Relative)));
    }

    private async Task<HttpResponseMessage> SendAsync(string request)
    {
        using var form = new FormUrlEncodedContent(merchant.Signed(
            AlipayMethods.Refund, new { out_trade_no = "o_1", out_request_no = request, refund_amount = "0.01" })!);
        return await stage.Http.PostAsync(new Uri("/gateway.do", UriKind.Relative), form);
    }
}
