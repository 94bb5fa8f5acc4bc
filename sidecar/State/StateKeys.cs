using Grpc.Core;
using Yilai.Sidecar.Components;
using Yilai.Sidecar.Http;

namespace Yilai.Sidecar.State;

/// <summary>Whose keys are whose: the prefix that the store's keyPrefix asks for.</summary>
internal sealed class StateKeys
{
    private const string Separator = "||";
    private readonly string prefix;

    public StateKeys(LoadedComponent store, string appId)
    {
        var space = Environment.GetEnvironmentVariable("NAMESPACE");
        var choice = store.Metadata.Text("keyPrefix") ?? "appid";
        prefix = choice.ToUpperInvariant() switch
        {
            "APPID" => appId + Separator,
            "NAME" => store.Name + Separator,
            "NAMESPACE" => (string.IsNullOrEmpty(space) ? appId : $"{space}.{appId}") + Separator,
            "NONE" => "",
            _ => choice + Separator,
        };
    }

    public string Stored(string key)
    {
        if (key.Contains(Separator, StringComparison.Ordinal))
        {
            throw new ApiError(
                StatusCodes.Status400BadRequest, StatusCode.InvalidArgument, "ERR_MALFORMED_REQUEST",
                $"input key/keyPrefix '{key}' can't contain '{Separator}'")
            {
                Reason = "DAPR_STATE_ILLEGAL_KEY",
            };
        }
        return prefix + key;
    }

    public static string Original(string stored)
    {
        var parts = stored.Split(Separator);
        return parts.Length > 1 ? parts[1] : stored;
    }
}
