using EmotionGrpc.Fusion.Labels;
using EmotionGrpc.Fusion.Policies;
using EmotionGrpc.Fusion.Resume;
using EmotionGrpc.Fusion.Scores;
using EmotionGrpc.Fusion.Segments;
using EmotionGrpc.Fusion.Sessions;
using EmotionGrpc.Hosting.Telemetry;
using EmotionGrpc.V1;

namespace EmotionGrpc.Fusion.Tests;

/// <summary>What is written down goes on as if it had never been.</summary>
public sealed class SavedSessionTests
{
    private static readonly DateTime s_start = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly FrameTracer s_tracer = new(new ServiceIdentity("Test"));
    private static readonly LabelSet s_labels = new(["neutral", "anger"], LabelType.Single);
    private static readonly ModelVersion s_model = new() { Name = "m", Version = "1" };

    [Fact]
    public void TrackFuser_SavedAnywhere_GivesTheSameEmotions()
    {
        for (var split = 0; split < 8; split++)
        {
            var (undisturbed, resumed) = (Fuser(), Fuser());
            for (var i = 0; i < 8; i++)
            {
                if (i == split)
                {
                    var saved = new SavedSession();
                    resumed.Save(saved);
                    resumed = Fuser();
                    resumed.Load(SavedSession.Parser.ParseFrom(Google.Protobuf.MessageExtensions.ToByteArray(saved)));
                }

                foreach (var track in new[] { 1u, 2u })
                {
                    var reading = Reading(track, i);
                    var (time, segment) = (s_start.AddSeconds(i * 0.3), i % 2 == 0);
                    Assert.Equal(undisturbed.Update(reading, time, segment), resumed.Update(reading, time, segment));
                }
            }

            Assert.Equal(undisturbed.Tracks, resumed.Tracks);
        }
    }

    [Fact]
    public void MaskMemory_Saved_StillHolds()
    {
        var told = new Mask { State = MaskState.With, Probability = 0.9f };
        var before = new MaskMemory(TimeSpan.FromSeconds(1));
        before.Complete(Person(), new StreamReading(StreamKind.Face, null, null, null) { Mask = told }, s_start);
        var saved = new SavedSession();
        before.Save(saved);
        var after = new MaskMemory(TimeSpan.FromSeconds(1));
        after.Load(saved);

        var (held, late) = (Person(), Person());
        after.Complete(held, null, s_start.AddSeconds(1));
        after.Complete(late, null, s_start.AddSeconds(1.1));

        Assert.Equal(told, held.Face.Mask);
        Assert.Null(late.Face.Mask);

        static Person Person() => new() { TrackId = 3, Face = new Face() };
    }

    [Fact]
    public void Checkpoints_Begin_KeepsTheGridOfSegmentsAndTheOrderOfFrames()
    {
        var (clock, window) = (new SegmentClock(5, TimeSpan.FromSeconds(1)), TimeSpan.FromSeconds(1));
        clock.IsDue(s_start);
        clock.IsDue(s_start.AddSeconds(0.21));
        var frame = new Frame { Sequence = 9 };

        var saved = new Checkpoints(clock, window, TimeProvider.System).Begin(new PendingFrame(frame, s_start.AddSeconds(0.25), 0, window, s_tracer.Begin("frame")));

        var resumed = new SegmentClock(5, window, new DateTime(saved.NextSegment, DateTimeKind.Utc));
        Assert.False(resumed.IsDue(s_start.AddSeconds(0.399)));
        Assert.True(resumed.IsDue(s_start.AddSeconds(0.4)));
        var order = new FrameOrder(saved);
        Assert.False(order.Check(new Frame { Sequence = 9 }, s_start.AddSeconds(1), out _, out var old));
        Assert.Equal(FrameErrorReason.SequenceNotIncreasing, old!.Reason);
        Assert.False(order.Check(new Frame { Sequence = 10 }, s_start.AddSeconds(0.24), out _, out var back));
        Assert.Equal(FrameErrorReason.TimeGoesBack, back!.Reason);
        Assert.True(order.Check(new Frame { Sequence = 10 }, s_start.AddSeconds(0.25), out _, out _));
    }

    [Fact]
    public void Checkpoints_IsDue_AtOnceThenOnceAPeriod()
    {
        var time = new TestSupport.ManualTime();
        var checkpoints = new Checkpoints(new SegmentClock(1, TimeSpan.FromSeconds(1)), TimeSpan.FromSeconds(1), time);

        Assert.True(checkpoints.IsDue());
        Assert.False(checkpoints.IsDue());
        time.Advance(TimeSpan.FromSeconds(0.9));
        Assert.False(checkpoints.IsDue());
        time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.True(checkpoints.IsDue());
    }

    private static TrackFuser Fuser() => new(new EmotionFuser(new AveragePolicy(), s_labels), 3, TimeSpan.FromSeconds(1));

    private static PersonReading Reading(uint track, int i)
    {
        // The body is missing now and then, and its model changes on the way.
        var body = (i + track) % 4 == 0
            ? StreamReading.Missing(StreamKind.Body, i == 4 ? AbsenceReason.Unavailable : AbsenceReason.NotFound, "gone")
            : new StreamReading(StreamKind.Body, [i, track], null, i < 6 ? s_model : new ModelVersion { Name = "n" });
        return new PersonReading(track, [new StreamReading(StreamKind.Face, [track, -i], null, s_model), body], new Visibility { FaceSize = 40 });
    }
}
