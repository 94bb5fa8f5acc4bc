using Yilai.Alipay;

namespace Yilai.PaymentSimulator.Gateway;

/// <summary>The parameters of a call, from the query and from the form, whichever way the merchant divides them.</summary>
internal sealed class GatewayParameters
{
    private readonly Dictionary<string, string> all = [];

    /// <summary>The method that is called.</summary>
    public string? Method => this["method"];

    /// <summary>What a person chose on the payment page; the form's alone, since the page's address is the merchant's word.</summary>
    public string? Action { get; private init; }

    /// <summary>All that the signature is about.</summary>
    public IReadOnlyDictionary<string, string> All => all;

    /// <summary>A parameter; null when it is missing or empty, which is the same to the protocol.</summary>
    public string? this[string name] => all.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;

    /// <exception cref="RefusalException">The body is no form.</exception>
    public static async Task<GatewayParameters> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var form = await FormAsync(request, cancellationToken);
        var action = request.Query["method"] == AlipayMethods.PagePay ? form["action"].FirstOrDefault() : null;
        var parameters = new GatewayParameters { Action = action };
        foreach (var (name, values) in action is null ? request.Query.Concat(form) : request.Query)
        {
            parameters.all.TryAdd(name, values[0] ?? "");
        }

        return parameters;
    }

    private static async Task<IFormCollection> FormAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!request.HasFormContentType)
        {
            return FormCollection.Empty;
        }

        try
        {
            return await request.ReadFormAsync(cancellationToken);
        }
        // The second is a form that ends too soon or is too long.
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            throw new RefusalException(Refusals.InvalidParameter);
        }
    }
}
