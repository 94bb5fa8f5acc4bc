using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using Yilai.ServiceDefaults.Security;

namespace Yilai.ServiceDefaults.OpenApi;

/// <summary>The OpenAPI document of a service, which the gateway merges with the others'.</summary>
internal static class ApiDescription
{
    /// <summary>The name of the security scheme in every document.</summary>
    public const string BearerScheme = "bearer";

    public static IServiceCollection AddApiDescription(this IServiceCollection services) =>
        services.AddOpenApi(o =>
        {
            o.AddDocumentTransformer((document, _, _) =>
            {
                document.Servers?.Clear();
                document.Components ??= new OpenApiComponents();
                document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
                document.Components.SecuritySchemes[BearerScheme] = new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.Http,
                    Scheme = "bearer",
                    BearerFormat = "JWT",
                    Description = "登录后取得的访问令牌。",
                };
                return Task.CompletedTask;
            });
            o.AddDocumentTransformer(OptionalProperties.DescribeAsync);
            o.AddSchemaTransformer(ClockTimes.DescribeAsync);
            o.AddOperationTransformer(DescribeLogin);
            o.AddOperationTransformer(QueryParameters.DescribeAsync);
        });

    private static Task DescribeLogin(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<CurrentUserExtensions.UserRequired>().Any())
        {
            operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(BearerScheme, context.Document)] = [] }];
            operation.Responses ??= [];
            operation.Responses.TryAdd("401", new OpenApiResponse { Description = "未登录或登录已过期：login-required。" });
        }

        return Task.CompletedTask;
    }
}
