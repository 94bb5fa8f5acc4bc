namespace Yilai.Gateway.Tokens;

/// <summary>What a request's access token proved.</summary>
/// <param name="Verdict">Whether it holds.</param>
/// <param name="UserId">Who is logged in; only with a valid token.</param>
internal sealed record TokenCheck(TokenVerdict Verdict, Guid? UserId = null)
{
    public static readonly TokenCheck Invalid = new(TokenVerdict.Invalid);
    public static readonly TokenCheck Unknown = new(TokenVerdict.Unknown);
}

/// <summary>Whether an access token holds.</summary>
internal enum TokenVerdict
{
    /// <summary>It holds.</summary>
    Valid,

    /// <summary>It is forged, expired, or not ours.</summary>
    Invalid,

    /// <summary>It cannot be told: identity's keys could not be had.</summary>
    Unknown,
}
