using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using Yilai.Sidecar.Components;

namespace Yilai.Sidecar.Bindings;

/// <summary>Where a bucket is and how it is reached.</summary>
internal sealed class S3Settings
{
    private readonly ComponentMetadata metadata;
    private readonly string region;
    private readonly string? endpoint;
    private readonly bool pathStyle;

    public S3Settings(ComponentMetadata metadata)
    {
        this.metadata = metadata;
        Bucket = metadata.Required("bucket");
        region = metadata.Required("region", "awsRegion");
        pathStyle = metadata.Flag("forcePathStyle");
        if (metadata.Text("endpoint")?.TrimEnd('/') is not { } text)
            return;
        endpoint = text.Contains("://", StringComparison.Ordinal) ? text : (metadata.Flag("disableSSL") ? "http://" : "https://") + text;
        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out var address))
            throw new ComponentException($"its endpoint '{text}' is not an address") { Field = "endpoint" };
        IsPlain = address.Scheme == Uri.UriSchemeHttp;
    }

    public string Bucket { get; }

    /// <summary>Without TLS.</summary>
    public bool IsPlain { get; }

    public AmazonS3Client Connect()
    {
        var config = new AmazonS3Config
        {
            ForcePathStyle = pathStyle,
            AuthenticationRegion = region,
            // Servers other than Amazon's stumble over checksums that nobody asked for.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        if (endpoint is null)
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        else
            (config.ServiceURL, config.UseHttp) = (endpoint, IsPlain);
        if (metadata.Flag("insecureSSL"))
            config.HttpClientFactory = new Trusting();
        return (metadata.Text("accessKey", "awsAccessKey"), metadata.Text("secretKey", "awsSecretKey"), metadata.Text("sessionToken", "awsSessionToken")) switch
        {
            ({ } access, { } secret, { } token) => new AmazonS3Client(new SessionAWSCredentials(access, secret, token), config),
            ({ } access, { } secret, null) => new AmazonS3Client(new BasicAWSCredentials(access, secret), config),
            _ => new AmazonS3Client(config), // The machine's own: environment, profile or role.
        };
    }

    public string Location(string key) =>
        endpoint is not null ? $"{endpoint}/{Bucket}/{key}"
        : pathStyle ? $"https://s3.{region}.amazonaws.com/{Bucket}/{key}"
        : $"https://{Bucket}.s3.{region}.amazonaws.com/{key}";

    /// <summary>Takes any certificate, as the component asks.</summary>
    private sealed class Trusting : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) =>
            new(new HttpClientHandler { ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator });
    }
}
