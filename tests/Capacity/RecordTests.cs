using EmotionGrpc.Load.Scale.Model;
using EmotionGrpc.Load.Scale.Nodes;
using EmotionGrpc.Load.Scale.Points;

namespace EmotionGrpc.Capacity.Tests;

public class RecordTests
{
    [Fact]
    public void Read_BuiltInRecord_HasPointsForEveryTerm()
    {
        var record = ScaleRecord.Read(null);

        Assert.Contains(record.Points, p => p.Point.HeldOut);
        Assert.All(record.Points, p => Assert.True(p.FramesPerSecond > 0 && p.ProcessorMilliseconds > 0));
        foreach (var change in new Func<ScalePoint, object>[] { p => p.Cameras, p => p.Processes, p => p.Processors, p => p.People, p => p.Width, p => p.Cadence })
            Assert.True(record.Points.Select(p => change(p.Point)).Distinct().Count() > 1);
    }

    [Fact]
    public void At_TwiceTheSpeed_TwiceTheFramesInHalfTheTime()
    {
        var measured = ScaleRecord.Read(null).Points[0];
        var fast = measured.At(2);

        Assert.Equal(2 * measured.FramesPerSecond, fast.FramesPerSecond, 9);
        Assert.Equal(measured.ProcessorMilliseconds / 2, fast.ProcessorMilliseconds, 9);
        Assert.Equal(measured.Busy, fast.Busy, 9);
        Assert.Equal(0.5, fast.Speed);
    }

    [Fact]
    public void Write_ThenRead_IsTheSame()
    {
        var path = Path.GetTempFileName();
        var record = ScaleRecord.Read(null);
        record.Write(path);
        var read = ScaleRecord.Read(path);
        File.Delete(path);

        Assert.Equal(record.Points.Select(p => (p.Point, p.FramesPerSecond)), read.Points.Select(p => (p.Point, p.FramesPerSecond)));
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("{}")]
    [InlineData("{\"points\":[]}")]
    public void Read_AnotherFile_IsRefusedByName(string content)
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, content);
        var refused = Assert.Throws<InvalidDataException>(() => ScaleRecord.Read(path));
        File.Delete(path);

        Assert.Contains(path, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NodePlan_MoreCameras_NeedsMoreOfEverything()
    {
        var model = CapacityModel.Fit(ScaleRecord.Read(null));
        var plans = new long[] { 1, 100, 10_000, 1_000_000 }.Select(n => new NodePlan(model, new NodeDemand(n, 5, 1, 0.23, 28_000, 1, 16, 0.3, 0.04))).ToArray();

        Assert.Equal(1, plans[0].Nodes);
        for (var i = 1; i < plans.Length; i++)
        {
            Assert.True(plans[i].Nodes > plans[i - 1].Nodes);
            Assert.True(plans[i].Detections >= plans[i - 1].Detections);
            Assert.True(plans[i].Bounds.Count >= plans[i - 1].Bounds.Count);
        }

        Assert.InRange(plans[3].Nodes, 99 * plans[2].Nodes, 101 * plans[2].Nodes);
        Assert.Contains(plans[3].Bounds, b => b.StartsWith("Kubernetes", StringComparison.Ordinal));
    }
}
