using System.Diagnostics;

namespace EmotionGrpc.Hosting.Telemetry;

/// <summary>Begins a service's spans of frames.</summary>
/// <remarks>Not an ActivitySource among the services: ASP.NET Core would take it for its own.</remarks>
public sealed class FrameTracer(ServiceIdentity service) : IDisposable
{
    private readonly ActivitySource _source = new(service.Source);

    /// <summary>Begins a span that hangs below another service's, or below nothing.</summary>
    /// <param name="name">What is done.</param>
    /// <param name="traceparent">The other service's span; empty or not valid: none.</param>
    public FrameSpan Begin(string name, string traceparent = "") => FrameSpan.Begin(_source, name, traceparent);

    /// <inheritdoc/>
    public void Dispose() => _source.Dispose();
}
