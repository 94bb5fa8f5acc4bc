using System.Text.Json.Nodes;
using Yilai.Gateway.OpenApi;

namespace Yilai.Gateway.Tests.OpenApi;

public sealed class DocumentMergeTests
{
    [Fact]
    public void Merge_TwoServices_HasThePublicPathsOfBoth()
    {
        var merged = DocumentMerge.Merge(
        [
            Service("identity", """{"/api/me":{"get":{"operationId":"getMe"}},"/internal/users/{id}":{"get":{}}}"""),
            Service("orders", """{"/api/orders":{"post":{"operationId":"placeOrder"}},"/events/order-placed":{"post":{}}}"""),
        ]);

        Assert.Equal(["/api/me", "/api/orders"], merged["paths"]!.AsObject().Select(p => p.Key));
    }

    [Fact]
    public void Merge_OneSchemaInTwoServices_StaysOne()
    {
        var merged = DocumentMerge.Merge(
        [
            Service("identity", "{}", """{"Problem":{"type":"object"}}"""),
            Service("orders", "{}", """{"Problem":{"type":"object"}}"""),
        ]);

        Assert.Equal(["Problem"], merged["components"]!["schemas"]!.AsObject().Select(s => s.Key));
    }

    [Fact]
    public void Merge_OneNameForTwoSchemas_RenamesTheSecondAndAllThatMentionIt()
    {
        const string Page = """{"type":"object","properties":{"items":{"type":"array","items":{"$ref":"#/components/schemas/Item"}}}}""";
        var merged = DocumentMerge.Merge(
        [
            Service("hospitals", Use("/api/hospitals", "Page"), $$"""{ "Item": { "type": "object" }, "Page": {{Page}} }"""),
            Service("orders", Use("/api/orders", "Page"), $$"""{ "Item": { "type": "string" }, "Page": {{Page}} }"""),
        ]);

        var schemas = merged["components"]!["schemas"]!.AsObject();
        Assert.Equal(["Item", "OrdersItem", "OrdersPage", "Page"], schemas.Select(s => s.Key).Order(StringComparer.Ordinal));
        Assert.Equal("#/components/schemas/OrdersItem", (string?)schemas["OrdersPage"]!["properties"]!["items"]!["items"]!["$ref"]);
        Assert.Equal("#/components/schemas/OrdersPage", (string?)merged["paths"]!["/api/orders"]!["get"]!["schema"]!["$ref"]);
        Assert.Equal("#/components/schemas/Page", (string?)merged["paths"]!["/api/hospitals"]!["get"]!["schema"]!["$ref"]);
    }

    [Fact]
    public void Merge_OneOperationIdTwice_IsMadeUnique()
    {
        var merged = DocumentMerge.Merge(
        [
            Service("hospitals", """{"/api/hospitals":{"get":{"operationId":"list"}}}"""),
            Service("orders", """{"/api/orders":{"get":{"operationId":"list"}}}"""),
        ]);

        Assert.Equal("ordersList", (string?)merged["paths"]!["/api/orders"]!["get"]!["operationId"]);
    }

    [Fact]
    public void Merge_TagsAndSecuritySchemes_AreKept()
    {
        var part = Service("identity", "{}");
        part.Document["tags"] = JsonNode.Parse("""[{"name":"me"}]""");
        part.Document["components"]!["securitySchemes"] = JsonNode.Parse("""{"bearer":{"type":"http","scheme":"bearer"}}""");

        var merged = DocumentMerge.Merge([part, part]);

        Assert.Single(merged["tags"]!.AsArray());
        Assert.Equal("bearer", (string?)merged["components"]!["securitySchemes"]!["bearer"]!["scheme"]);
    }

    private static string Use(string path, string schema) =>
        $$"""{ "{{path}}": { "get": { "schema": { "$ref": "#/components/schemas/{{schema}}" } } } }""";

    private static ServiceDocument Service(string appId, string paths, string schemas = "{}") =>
        new(appId, JsonNode.Parse($$"""{ "openapi": "3.1.1", "paths": {{paths}}, "components": { "schemas": {{schemas}} } }""")!.AsObject());
}
