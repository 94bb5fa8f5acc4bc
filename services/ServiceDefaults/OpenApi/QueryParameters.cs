using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Yilai.ServiceDefaults.Paging;

namespace Yilai.ServiceDefaults.OpenApi;

/// <summary>Describes the query as callers write it, where the framework cannot see it or names it after C#.</summary>
internal static class QueryParameters
{
    /// <summary>Names query parameters in camelCase and adds those of a <see cref="PageRequest"/>.</summary>
    public static Task DescribeAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        // The members of an [AsParameters] record are properties, so the framework names them in PascalCase.
        foreach (var parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>().Where(p => p.In == ParameterLocation.Query))
        {
            parameter.Name = JsonNamingPolicy.CamelCase.ConvertName(parameter.Name ?? "");
        }

        // A PageRequest binds itself from the request, so the framework knows nothing of what it reads.
        var handler = context.Description.ActionDescriptor.EndpointMetadata.OfType<MethodInfo>().FirstOrDefault();
        if (handler is not null && Array.Exists(handler.GetParameters(), p => p.ParameterType == typeof(PageRequest)))
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(Integer("page", "第几页，从 1 开始。", 1, PageRequest.MaxNumber));
            operation.Parameters.Add(Integer("size", "每页条数。", PageRequest.DefaultSize, PageRequest.MaxSize));
        }

        return Task.CompletedTask;
    }

    private static OpenApiParameter Integer(string name, string description, int otherwise, int max) => new()
    {
        Name = name,
        In = ParameterLocation.Query,
        Description = description,
        Schema = new OpenApiSchema
        {
            Type = JsonSchemaType.Integer,
            Format = "int32",
            Minimum = "1",
            Maximum = max.ToString(CultureInfo.InvariantCulture),
            Default = otherwise,
        },
    };
}
