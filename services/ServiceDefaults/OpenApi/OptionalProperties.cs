using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Yilai.ServiceDefaults.OpenApi;

/// <summary>
/// Says that what may be null may be left out: a request without it is read as one with null, and answers do not write
/// nulls. The framework calls every parameter of a record's constructor required.
/// </summary>
internal static class OptionalProperties
{
    /// <summary>Takes the nullable properties of all schemas off their lists of required ones.</summary>
    public static Task DescribeAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        foreach (var schema in (document.Components?.Schemas?.Values ?? []).OfType<OpenApiSchema>())
        {
            foreach (var (name, _) in (schema.Properties ?? new Dictionary<string, IOpenApiSchema>()).Where(p => IsNullable(p.Value)))
            {
                schema.Required?.Remove(name);
            }

            if (schema.Required is { Count: 0 })
            {
                schema.Required = null;
            }
        }

        return Task.CompletedTask;
    }

    // A nullable enum or record is described as one of null and a reference.
    private static bool IsNullable(IOpenApiSchema schema) =>
        schema.Type?.HasFlag(JsonSchemaType.Null) == true || schema.OneOf?.Any(IsNullable) == true;
}
