using EmotionGrpc.Operations.Tests.Traces.Otlp;

namespace EmotionGrpc.Operations.Tests.Traces;

/// <summary>A span and whose it is.</summary>
internal sealed record CollectedSpan(string Service, Span Span)
{
    public string Name => Span.Name;

    public AnyValue? Attribute(string key) => Span.Attributes.SingleOrDefault(a => a.Key == key)?.Value;

    public bool IsBelow(CollectedSpan parent) => Span.ParentSpanId == parent.Span.SpanId && Span.TraceId == parent.Span.TraceId;
}
