namespace Yilai.Sidecar;

/// <summary>Why the sidecar cannot start: one line that names the culprit and the way out.</summary>
public sealed class SidecarStartException(string message, Exception? cause = null) : Exception(message, cause);
