using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace EmotionGrpc.Gateway.Access;

/// <summary>What each path asks of its caller.</summary>
internal static class AccessRules
{
    public const string MetricsPath = "/metrics";

    private static readonly Dictionary<string, CallRule> s_calls = new(StringComparer.Ordinal);

    static AccessRules()
    {
        Add(V1.DetectionService.Descriptor, Scopes.Detect);
        Add(V1.FaceStreamService.Descriptor, Scopes.Score);
        Add(V1.BodyStreamService.Descriptor, Scopes.Score);
        Add(V1.FusionService.Descriptor, Scopes.Score);
        Add(V1.RecognitionService.Descriptor, Scopes.Recognize);
        Set("WatchResults", Scopes.Watch);
        Set("ListSessions", Scopes.Admin);
    }

    /// <summary>The rule of a gRPC method of the suite; null: there is no such method.</summary>
    /// <param name="path">For instance "/emotion.v1.DetectionService/Detect".</param>
    public static CallRule? Find(string path) => s_calls.GetValueOrDefault(path);

    private static void Add(ServiceDescriptor service, Scopes scope)
    {
        foreach (var method in service.Methods)
            s_calls.Add(Path(service, method.Name), new CallRule(scope, method.IsClientStreaming));
    }

    private static void Set(string method, Scopes scope)
    {
        var path = Path(V1.RecognitionService.Descriptor, method);
        s_calls[path] = s_calls[path] with { Scope = scope };
    }

    private static string Path(ServiceDescriptor service, string method) => $"/{service.FullName}/{method}";
}
