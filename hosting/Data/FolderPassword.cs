using System.Security.Cryptography;

namespace Yilai.Hosting.Data;

/// <summary>A server's password, made with its folder and kept in it.</summary>
internal static class FolderPassword
{
    public static string FileIn(string folder) => Path.Combine(folder, "password");

    public static string Of(string folder)
    {
        Directory.CreateDirectory(folder, PrivateFiles.FolderMode);
        var file = FileIn(folder);
        if (!File.Exists(file))
        {
            PrivateFiles.Write(file, RandomNumberGenerator.GetHexString(32, lowercase: true));
        }
        return File.ReadAllText(file).Trim();
    }
}
