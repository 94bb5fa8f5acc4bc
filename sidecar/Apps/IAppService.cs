namespace Yilai.Sidecar.Apps;

/// <summary>What begins when an app is there and ends when it goes: subscriptions, input bindings.</summary>
internal interface IAppService
{
    /// <summary>The app answers on its port. Called again when it may have been replaced; what has not changed goes on.</summary>
    /// <exception cref="HttpRequestException">The app did not give the answers needed; it will be asked again.</exception>
    Task AppUpAsync(AppRuntime app, CancellationToken cancellation);

    /// <summary>The app is gone.</summary>
    Task AppDownAsync(AppRuntime app);
}
