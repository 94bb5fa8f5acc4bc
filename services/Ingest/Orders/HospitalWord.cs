using System.Net;
using System.Text.Json;
using Yilai.HospitalSdk.Messages;

namespace Yilai.Ingest.Orders;

/// <summary>What a hospital answered and signed.</summary>
internal sealed record HospitalWord(HttpStatusCode Status, byte[] Body)
{
    public bool IsSuccess => (int)Status is >= 200 and < 300;

    /// <summary>Whether the hospital says that it did not, and will not, do what it was asked; anything else may be tried again.</summary>
    public bool IsRefusal => Status is
        HttpStatusCode.BadRequest or HttpStatusCode.NotFound or HttpStatusCode.Conflict or HttpStatusCode.Gone or HttpStatusCode.UnprocessableEntity;

    /// <summary>The body as JSON.</summary>
    /// <exception cref="HttpRequestException">It is not what the contract says.</exception>
    public T Read<T>()
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(Body, HospitalJson.Options) ?? throw new HttpRequestException("A hospital answered null.");
        }
        catch (JsonException e)
        {
            throw new HttpRequestException("A hospital's answer is not what the contract says.", e);
        }
    }

    /// <summary>The code of a refusal; a hospital that gives none still refuses.</summary>
    public string RefusalCode()
    {
        try
        {
            return JsonSerializer.Deserialize<OrderRefusal>(Body, HospitalJson.Options)?.Code ?? $"http-{(int)Status}";
        }
        catch (JsonException)
        {
            return $"http-{(int)Status}";
        }
    }
}
