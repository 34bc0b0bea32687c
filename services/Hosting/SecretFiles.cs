using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;

namespace EmotionGrpc.Hosting;

/// <summary>
/// Settings from files, one each, as Docker and Kubernetes hand secrets to containers: the file <c>Fusion__ResumeKeys</c> in <c>Secrets:Directory</c> is
/// the setting <c>Fusion:ResumeKeys</c>. Environment variables show up in process listings and inspections, files do not.
/// </summary>
internal static class SecretFiles
{
    private const string Key = "Secrets:Directory";

    /// <exception cref="ConfigurationException">There is no such folder.</exception>
    public static void AddSecretFiles(this WebApplicationBuilder builder)
    {
        if (builder.Configuration[Key] is not { Length: > 0 } directory)
            return;
        if (!Directory.Exists(directory))
            throw new ConfigurationException($"{Key} is '{directory}', and there is no such folder; name one that holds a file per setting, for instance Fusion__ResumeKeys.");
        builder.Configuration.AddKeyPerFile(Path.GetFullPath(directory));
    }
}
