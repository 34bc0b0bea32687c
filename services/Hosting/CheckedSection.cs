using Microsoft.Extensions.Configuration;

namespace EmotionGrpc.Hosting;

/// <summary>A configuration section in which a misspelt key is an error, and so is a value that no file, name or address can have.</summary>
internal static class CheckedSection
{
    /// <exception cref="ConfigurationException">A key is not one of the options', or a value holds a null character.</exception>
    public static IConfigurationSection Get<TOptions>(IConfiguration configuration, string section)
    {
        var found = configuration.GetSection(section);
        Check(found, typeof(TOptions));
        return found;
    }

    private static void Check(IConfigurationSection section, Type options)
    {
        var properties = options.GetProperties();
        foreach (var child in section.GetChildren())
        {
            var property = properties.FirstOrDefault(p => string.Equals(p.Name, child.Key, StringComparison.OrdinalIgnoreCase))
                ?? throw new ConfigurationException(
                    $"There is no setting {child.Path}; allowed in {section.Path} are {string.Join(", ", properties.Select(p => p.Name).Order(StringComparer.Ordinal))}.");
            if (child.Value?.Contains('\0', StringComparison.Ordinal) == true)
                throw new ConfigurationException($"{child.Path} holds a null character; take it out.");
            if (property.PropertyType.IsClass && property.PropertyType.Namespace?.StartsWith("EmotionGrpc", StringComparison.Ordinal) == true)
                Check(child, property.PropertyType);
        }
    }
}
