namespace Yilai.Identity.Keys;

/// <summary>A JSON Web Key Set.</summary>
internal sealed record PublicKeySet(IReadOnlyList<PublicKey> Keys);

/// <summary>The public half of a signing key as a JSON Web Key; the members' names are the standard's.</summary>
internal sealed record PublicKey(string Kty, string Crv, string Use, string Alg, string Kid, string X, string Y);
