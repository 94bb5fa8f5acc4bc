using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Yilai.ServiceDefaults.OpenApi;

/// <summary>Describes clock times as they travel, <c>08:30</c>: the framework does not look into their converter.</summary>
internal static class ClockTimes
{
    /// <summary>Makes every <see cref="TimeOnly"/> a string of hours and minutes.</summary>
    public static Task DescribeAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = context.JsonTypeInfo.Type;
        if ((Nullable.GetUnderlyingType(type) ?? type) == typeof(TimeOnly))
        {
            schema.Type = type == typeof(TimeOnly) ? JsonSchemaType.String : JsonSchemaType.String | JsonSchemaType.Null;
            // OpenAPI's own "time" has seconds and an offset.
            schema.Format = null;
            schema.Pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$";
        }

        return Task.CompletedTask;
    }
}
