using EmotionGrpc.Load.Scale.Points;

namespace EmotionGrpc.Load.Scale.Measuring;

/// <summary>The points that <c>bench scale</c> measures: one thing after the other is changed, and a few points change several, to try the model on.</summary>
internal static class ScalePlan
{
    private const int Cameras = 4;
    private const int Cadence = 5;

    /// <summary>The points, those of one start of the suite one after the other.</summary>
    /// <param name="processors">Of the machine.</param>
    public static IReadOnlyList<ScalePoint> Points(int processors)
    {
        var usual = new ScalePoint(Cameras, Processes: false, processors, People: 1, Width: 640, Height: 360, Cadence: 1, HeldOut: false);
        var (small, large) = (usual with { Width = 320, Height = 180 }, usual with { Width = 1280, Height = 720 });
        var split = usual with { Processes = true };
        List<ScalePoint> points =
        [
            usual,
            usual with { Cameras = 1 },
            usual with { Cameras = 2, HeldOut = true },
            usual with { Cameras = 8 },
            small,
            large,
            usual with { People = 0 },
            usual with { People = 2 },
            usual with { People = 4 },
            usual with { Cadence = Cadence },
            usual with { People = 2, Cadence = Cadence, HeldOut = true },
            usual with { People = 4, Cadence = Cadence },
            large with { People = 0, Cameras = 8 },
            large with { People = 0, HeldOut = true },
            usual with { People = 0, Cameras = 1, HeldOut = true },
            large with { People = 2, HeldOut = true },
            large with { Cadence = Cadence },
            small with { Cameras = 8, HeldOut = true },
            split,
            split with { Cameras = 8, HeldOut = true },
            split with { People = 2 },
            split with { Cadence = Cadence },
        ];
        for (var few = 1; few < processors; few *= 2)
        {
            points.Add(usual with { Processors = few });
            points.Add(usual with { Processors = few, People = 2 });
            points.Add(usual with { Processors = few, Cadence = Cadence, HeldOut = true });
        }

        return points;
    }
}
