using EmotionGrpc.Hosting;

namespace EmotionGrpc.Gateway.Pages;

/// <summary>Which web pages may call from a browser.</summary>
internal static class CorsExtensions
{
    /// <exception cref="ConfigurationException">An origin is wrong.</exception>
    public static void AddOrigins(this IServiceCollection services, string text)
    {
        var origins = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (origins.FirstOrDefault(o => o != "*" && !IsOrigin(o)) is { } wrong)
            throw new ConfigurationException($"Gateway:CorsOrigins has '{wrong}', which is not an origin; allowed are https://HOST[:PORT], http://HOST[:PORT], several separated by commas, and *.");
        services.AddCors(o => o.AddDefaultPolicy(policy => policy
            .WithOrigins(origins)
            .WithMethods("POST")
            .AllowAnyHeader()
            // What gRPC-Web clients read when a call ends without a message.
            .WithExposedHeaders("grpc-status", "grpc-message", "grpc-status-details-bin")));
    }

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.GetLeftPart(UriPartial.Authority).Equals(text, StringComparison.OrdinalIgnoreCase);
}
