using Yilai.Alipay;
using Yilai.PaymentSimulator.Faults;
using Yilai.PaymentSimulator.Pages;
using Yilai.PaymentSimulator.Trades;

namespace Yilai.PaymentSimulator.Gateway;

/// <summary><c>/gateway.do</c>, where everything comes in.</summary>
internal sealed class GatewayEndpoint(MerchantCheck check, Answers answers, TradeMethods methods, CallFaults faults, PaymentPage page)
{
    public const string Path = "/gateway.do";

    public static void Map(IEndpointRouteBuilder app) => app.MapMethods(
        Path, [HttpMethods.Get, HttpMethods.Post], (HttpContext context, GatewayEndpoint endpoint) => endpoint.HandleAsync(context)).DisableAntiforgery();

    private async Task<IResult> HandleAsync(HttpContext context)
    {
        GatewayParameters? parameters = null;
        try
        {
            parameters = await GatewayParameters.ReadAsync(context.Request, context.RequestAborted);
            return check.Check(parameters) is { } refusal
                ? throw new RefusalException(refusal)
                : await AnswerAsync(context, parameters);
        }
        catch (RefusalException refused)
        {
            return parameters?.Method == AlipayMethods.PagePay && Languages.IsBrowser(context.Request)
                ? PaymentPage.Refused(context, refused.Refusal)
                : new AnswerResult(answers.Refused(parameters?.Method, refused));
        }
    }

    private async Task<IResult> AnswerAsync(HttpContext context, GatewayParameters parameters) => parameters.Method == AlipayMethods.PagePay
        ? await page.HandleAsync(context, parameters)
        : await faults.AnswerAsync(
            context,
            () => AnswerAsync(parameters),
            () => answers.Refused(parameters.Method, new(Refusals.Unavailable)));

    private async Task<string> AnswerAsync(GatewayParameters parameters)
    {
        try
        {
            return answers.Success(parameters.Method!, await methods.AnswerAsync(parameters));
        }
        catch (RefusalException refused)
        {
            return answers.Refused(parameters.Method, refused);
        }
    }
}

/// <summary>An answer of the gateway: JSON, under the name that the real one gives it.</summary>
internal sealed class AnswerResult(string text) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = "text/html;charset=utf-8";
        return httpContext.Response.WriteAsync(text, httpContext.RequestAborted);
    }
}
