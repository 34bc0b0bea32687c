using BenchmarkDotNet.Attributes;
using EmotionGrpc.Detection;
using EmotionGrpc.Detection.Pipeline;
using EmotionGrpc.Detection.Tracking;
using EmotionGrpc.TestSupport;

namespace EmotionGrpc.Benchmarks.Micro;

/// <summary>A frame's persons, all known from the frame before: those of the sample video, side by side.</summary>
// Public and not sealed: BenchmarkDotNet derives from it.
[MemoryDiagnoser]
public class TrackerBenchmarks
{
    private const int Frames = 25;
    private const double SecondsPerFrame = 0.04;
    private const int Columns = 4;

    private readonly Tracker _tracker = new(new DetectionOptions());
    private FoundPerson[][] _frames = [];
    private int _frame;

    [Params(1, 4, 16)]
    public int Persons { get; set; }

    [GlobalSetup]
    public async Task SetupAsync()
    {
        await using var detection = new SampleDetection();
        var frames = new List<FoundPerson[]>();
        for (var i = 0; i < Frames; i++)
        {
            using var findings = await detection.AnalyzeAsync(Images.Jpeg(SampleFrames.Jpegs[i]));
            frames.Add(Crowd(findings, Persons));
        }

        // There and back again, so that nobody jumps.
        _frames = [.. frames, .. Enumerable.Reverse(frames)];
        for (var i = 0; i < 2 * _frames.Length; i++)
            Update();
        var last = _tracker.Update(_frames[_frame % _frames.Length], _frame * SecondsPerFrame);
        if (_tracker.Count != Persons || last.Persons.Any(p => p.TrackId > Persons))
            throw new InvalidOperationException($"{_tracker.Count} tracks for {Persons} persons: somebody was lost, and another case is measured than is meant.");
    }

    [Benchmark]
    public object Update()
    {
        var frame = _frame++;
        return _tracker.Update(_frames[frame % _frames.Length], frame * SecondsPerFrame);
    }

    private static FoundPerson[] Crowd(FrameFindings findings, int persons)
    {
        var one = SampleDetection.Best(findings);
        var (width, height) = (findings.Frame.Width, findings.Frame.Height);
        return [.. Enumerable.Range(0, persons).Select(i => Move(one, i % Columns * width, i / Columns * height))];
    }

    private static FoundPerson Move(FoundPerson person, float dx, float dy) =>
        person with { Pose = person.Pose?.Move(dx, dy), Face = person.Face?.Move(dx, dy) };
}
