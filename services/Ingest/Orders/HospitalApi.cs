using System.Net.Http.Headers;
using System.Text.Json;
using Yilai.Contracts;
using Yilai.HospitalSdk;
using Yilai.HospitalSdk.Messages;
using Yilai.HospitalSdk.Signatures;
using Yilai.ServiceDefaults.Invocation;

namespace Yilai.Ingest.Orders;

/// <summary>Calls hospitals at the address of their settings, signed with their newest key.</summary>
internal sealed class HospitalApi(IHttpClientFactory clients, [FromKeyedServices(AppIds.Hospitals)] ServiceClient hospitals)
{
    public const string ClientName = "hospital";
    public static readonly HttpRequestOptionsKey<HospitalKey> KeyOption = new("hospital-key");

    /// <summary>Where a hospital is and how to sign for it.</summary>
    /// <exception cref="HttpRequestException">Hospitals is away or knows no such hospital; either may pass.</exception>
    public async Task<HospitalAddress> FindAsync(string hospitalCode, CancellationToken cancellationToken)
    {
        var settings = await hospitals.FindAsync<Settings>($"internal/hospitals/{Uri.EscapeDataString(hospitalCode)}/settings", cancellationToken)
            ?? throw new HttpRequestException($"Hospital {hospitalCode} has no settings or no key in force.");
        return new HospitalAddress(settings.ApiUrl, HospitalKey.FromBase64(settings.KeyId, settings.Key));
    }

    /// <summary>Sends one call and gives the hospital's word: what it signed.</summary>
    /// <exception cref="HttpRequestException">It is away, or something on the way answered in its place: the outcome is unknown.</exception>
    /// <exception cref="OperationCanceledException">It did not answer in time: the outcome is unknown.</exception>
    public async Task<HospitalWord> SendAsync<TBody>(
        HospitalAddress hospital, HttpMethod method, string path, TBody? body, CancellationToken cancellationToken)
        where TBody : class
    {
        using var request = new HttpRequestMessage(method, new Uri(hospital.ApiUrl, path));
        request.Options.Set(KeyOption, hospital.Key);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, HospitalJson.Options));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        using var response = await clients.CreateClient(ClientName).SendAsync(request, cancellationToken);
        return response.IsSigned()
            ? new HospitalWord(response.StatusCode, await response.Content.ReadAsByteArrayAsync(cancellationToken))
            : throw new HttpRequestException($"{(int)response.StatusCode} without the hospital's signature.", inner: null, response.StatusCode);
    }

    private sealed record Settings(string KeyId, string Key, Uri ApiUrl);
}

/// <summary>Where a hospital is and how to sign for it.</summary>
internal sealed record HospitalAddress(Uri ApiUrl, HospitalKey Key);
