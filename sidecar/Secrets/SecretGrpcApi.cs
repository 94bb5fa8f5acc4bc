using Dapr.Client.Autogen.Grpc.v1;
using Yilai.Sidecar.Rpc;

namespace Yilai.Sidecar.Secrets;

/// <summary>The secret methods of the gRPC API.</summary>
internal sealed class SecretGrpcApi(SecretOperations secrets) : IGrpcApi
{
    public void Bind(GrpcMethods methods)
    {
        methods.Unary<GetSecretRequest, GetSecretResponse>("GetSecret", GetAsync);
        methods.Unary<GetBulkSecretRequest, GetBulkSecretResponse>("GetBulkSecret", GetAllAsync);
    }

    private async Task<GetSecretResponse> GetAsync(GrpcCall call, GetSecretRequest request)
    {
        var response = new GetSecretResponse();
        foreach (var (name, value) in await secrets.GetAsync(call.App, request.StoreName, request.Key, call.Cancellation))
            response.Data[name] = value;
        return response;
    }

    private async Task<GetBulkSecretResponse> GetAllAsync(GrpcCall call, GetBulkSecretRequest request)
    {
        var response = new GetBulkSecretResponse();
        foreach (var (name, values) in await secrets.GetAllAsync(call.App, request.StoreName, call.Cancellation))
        {
            var secret = new SecretResponse();
            foreach (var (key, value) in values)
                secret.Secrets[key] = value;
            response.Data[name] = secret;
        }
        return response;
    }
}
