using System.Security.Cryptography;
using Yilai.ServiceDefaults.Secrets;

namespace Yilai.ServiceDefaults.Privacy;

/// <summary>The database was filled with another data key than the one at hand: mostly it belongs to another data folder.</summary>
/// <param name="named">The fingerprint of the key that a stored value names.</param>
/// <param name="atHand">The fingerprint of the key at hand.</param>
public sealed class UnknownDataKeyException(string named, string atHand) : CryptographicException(
    $"The database holds data encrypted with data key {named}, but the secret '{SecretNames.DataKey}' is key {atHand}. "
    + "Start with the secrets that this database was filled with (on one machine, the data folder whose secrets/secrets.json has them), or with an empty database.");
