using Microsoft.AspNetCore.Diagnostics;
using MongoDB.Driver;
using Yilai.ServiceDefaults.Errors;

namespace Yilai.Hospitals.Documents;

/// <summary>A MongoDB that restarts is an absent neighbour, not an error of this service: 503.</summary>
internal sealed partial class DocumentsAway(ILogger<DocumentsAway> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not (MongoConnectionException or MongoConnectionPoolPausedException or MongoNotPrimaryException or MongoNodeIsRecoveringException))
        {
            return false;
        }

        Away(logger, exception);
        await Problems.Unavailable("服务暂时不可用，请稍后再试。").ExecuteAsync(httpContext);
        return true;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "MongoDB is away")]
    private static partial void Away(ILogger logger, Exception exception);
}
