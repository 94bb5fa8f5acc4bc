using System.Text.Json;
using Dapr;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Yilai.ServiceDefaults.Errors;

/// <summary>Turns what was thrown into a problem answer: the caller's mistakes into 4xx, an absent neighbour into 503, the rest into 500.</summary>
internal sealed partial class ProblemExceptionHandler(ILogger<ProblemExceptionHandler> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested)
        {
            httpContext.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return true;
        }

        var problem = exception switch
        {
            BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } =>
                Problems.Of(StatusCodes.Status413PayloadTooLarge, "body-too-large", "请求内容过大。"),
            BadHttpRequestException { StatusCode: StatusCodes.Status415UnsupportedMediaType } =>
                Problems.Of(StatusCodes.Status415UnsupportedMediaType, "unsupported-media-type", "请以 application/json 发送。"),
            BadHttpRequestException { InnerException: JsonException } or JsonException =>
                Problems.BadRequest("malformed-json", "请求内容不是可以读取的 JSON。"),
            BadHttpRequestException bad => Problems.Of(bad.StatusCode, "malformed-request", "请求的参数或内容不完整或无法读取。"),
            NpgsqlException { IsTransient: true } or HttpRequestException or TimeoutException or DaprException
                or PostgresException { SqlState: PostgresErrorCodes.QueryCanceled }
                or OperationCanceledException { InnerException: TimeoutException } =>
                Problems.Unavailable("服务暂时不可用，请稍后再试。"),
            _ => Problems.Of(StatusCodes.Status500InternalServerError, "internal-error", "服务出错了，我们已记录，请稍后再试。"),
        };
        if (problem.StatusCode >= StatusCodes.Status500InternalServerError)
        {
            RequestFailed(logger, exception, httpContext.Request.Method, problem.StatusCode);
        }

        await problem.ExecuteAsync(httpContext);
        return true;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} request failed with {Status}")]
    private static partial void RequestFailed(ILogger logger, Exception exception, string method, int status);
}
