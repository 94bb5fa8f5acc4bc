using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace Yilai.Gateway.OpenApi;

/// <summary>Makes one OpenAPI document of several.</summary>
internal static class DocumentMerge
{
    public static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    private static readonly string[] Private = ["/internal", "/events", "/dapr", "/health"];

    public static JsonObject Merge(IReadOnlyList<ServiceDocument> parts)
    {
        var paths = new JsonObject();
        var schemas = new JsonObject();
        var others = new JsonObject();
        var tags = new JsonObject();
        var operationIds = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (appId, document) in parts)
        {
            var own = SchemaNames.Rewrite(appId, document, schemas);
            AddPaths(paths, own, appId, operationIds);
            AddMissing(schemas, own["components"]?["schemas"]);
            foreach (var (kind, members) in own["components"]?.AsObject() ?? [])
            {
                if (kind != "schemas")
                {
                    AddMissing(Child(others, kind), members);
                }
            }

            foreach (var tag in own["tags"]?.AsArray() ?? [])
            {
                tags.TryAdd(tag!["name"]!.GetValue<string>(), tag.DeepClone());
            }
        }

        var components = new JsonObject { ["schemas"] = schemas };
        AddMissing(components, others);
        return new JsonObject
        {
            ["openapi"] = parts.Select(p => p.Document["openapi"]?.GetValue<string>()).FirstOrDefault(v => v is not null) ?? "3.1.1",
            ["info"] = new JsonObject { ["title"] = "医来 Yilai", ["description"] = "预约挂号统一平台的公开接口。", ["version"] = "v1" },
            ["paths"] = paths,
            ["components"] = components,
            ["tags"] = new JsonArray([.. tags.Select(t => t.Value!.DeepClone())]),
        };
    }

    private static void AddPaths(JsonObject all, JsonObject document, string appId, HashSet<string> operationIds)
    {
        foreach (var (path, item) in document["paths"]?.AsObject() ?? [])
        {
            if (item is null || Array.Exists(Private, p => path.Equals(p, StringComparison.OrdinalIgnoreCase) || path.StartsWith(p + "/", StringComparison.OrdinalIgnoreCase)))
            {
                continue;
            }

            foreach (var operation in item.AsObject().Select(o => o.Value).OfType<JsonObject>())
            {
                MakeUnique(operation, appId, operationIds);
            }

            AddMissing(Child(all, path), item);
        }
    }

    private static void MakeUnique(JsonObject operation, string appId, HashSet<string> taken)
    {
        if (operation["operationId"]?.GetValue<string>() is { } id && !taken.Add(id))
        {
            id = appId + char.ToUpperInvariant(id[0]) + id[1..];
            taken.Add(id);
            operation["operationId"] = id;
        }
    }

    private static JsonObject Child(JsonObject parent, string name)
    {
        if (parent[name] is not JsonObject child)
        {
            parent[name] = child = [];
        }

        return child;
    }

    private static void AddMissing(JsonObject target, JsonNode? source)
    {
        foreach (var (name, value) in source?.AsObject() ?? [])
        {
            target.TryAdd(name, value?.DeepClone());
        }
    }
}
