using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace EmotionGrpc.Inference.Reloading;

/// <summary>A model's folder, looked at from outside.</summary>
internal static class ModelFolder
{
    /// <summary>
    /// Changes when a file of the folder does, by whatever means: written in place, renamed over, or behind a link that points elsewhere now. Notifications of
    /// the file system would be faster, but do not come through links, network file systems and mounted volumes.
    /// </summary>
    /// <returns>Null: there is no model at this moment.</returns>
    public static string? Stamp(string folder)
    {
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            AppendContent(hash, Path.Combine(folder, "model.json"));
            foreach (var path in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal))
            {
                // Through the handle, for links count as what they point at.
                using var file = File.OpenHandle(path);
                hash.AppendData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{path} {RandomAccess.GetLength(file)} {File.GetLastWriteTimeUtc(file).Ticks}\n")));
            }

            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static void AppendContent(IncrementalHash hash, string path)
    {
        using var file = File.OpenHandle(path);
        var buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);
        try
        {
            var at = 0L;
            while (RandomAccess.Read(file, buffer, at) is > 0 and var read)
            {
                hash.AppendData(buffer, 0, read);
                at += read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
