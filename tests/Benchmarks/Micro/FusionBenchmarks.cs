using BenchmarkDotNet.Attributes;

namespace EmotionGrpc.Benchmarks.Micro;

/// <summary>Late fusion of one person: the consensus of both streams' segments, then the occlusion-aware policy.</summary>
// Public and not sealed: BenchmarkDotNet derives from it.
[MemoryDiagnoser]
public class FusionBenchmarks
{
    private readonly SampleFusion _fusion = new();
    private DateTime _time = DateTime.UnixEpoch;

    [GlobalSetup]
    public void Setup()
    {
        for (var i = 0; i < _fusion.Segments; i++)
            Segment();
    }

    /// <summary>A frame that opens a segment.</summary>
    [Benchmark]
    public object Segment()
    {
        _time = _time.AddSeconds(_fusion.SecondsPerSegment);
        return _fusion.Fuser.Update(_fusion.Scored, _time, segment: true);
    }

    /// <summary>A frame between two segments.</summary>
    [Benchmark]
    public object BetweenSegments() => _fusion.Fuser.Update(_fusion.NotAsked, _time, segment: false);
}
