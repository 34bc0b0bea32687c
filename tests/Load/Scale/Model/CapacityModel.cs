using EmotionGrpc.Load.Scale.Points;

namespace EmotionGrpc.Load.Scale.Model;

/// <summary>Processor time of a frame as a sum of what the pipeline does, and frames a second by it.</summary>
internal sealed class CapacityModel
{
    private const int Rounds = 200;
    private const double Damping = 0.3;

    private CapacityModel(double[] milliseconds, double efficiency, double fewEfficiency, double fewFactor, int processors, double gatewayShare)
    {
        Milliseconds = milliseconds;
        Efficiency = efficiency;
        FewEfficiency = fewEfficiency;
        FewFactor = fewFactor;
        Processors = processors;
        GatewayShare = gatewayShare;
    }

    /// <summary>Milliseconds of each term of <see cref="FrameWork.Terms"/>, while all processors are busy.</summary>
    public IReadOnlyList<double> Milliseconds { get; }

    /// <summary>Share of all processors that frames keep busy when there is no end of them; cameras on the same machine take part of the rest.</summary>
    public double Efficiency { get; }

    /// <summary>The same when the suite may not use all processors.</summary>
    public double FewEfficiency { get; }

    /// <summary>Time that a frame takes when the suite may not use all processors, by the time it takes when it does: threads of one core slow each other down.</summary>
    public double FewFactor { get; }

    /// <summary>Processors of the machine that was measured.</summary>
    public int Processors { get; }

    /// <summary>The gateway's share of the time for messages; the rest is Fusion's.</summary>
    public double GatewayShare { get; }

    /// <summary>Fits the model to the points that are not held out.</summary>
    public static CapacityModel Fit(ScaleRecord record)
    {
        var known = record.Points.Where(p => !p.Point.HeldOut).ToArray();
        var all = known.Where(p => p.Point.Processors == record.Processors).ToArray();
        var few = known.Where(p => p.Point.Processors < record.Processors).ToArray();
        var milliseconds = LeastSquares.FitRelative([.. all.Select(p => Work(p.Point, p.Faces, p.FramesPerSecond).Row())], [.. all.Select(p => p.ProcessorMilliseconds)]);
        double Of(ScaleMeasurement p) => Sum(milliseconds, Work(p.Point, p.Faces, p.FramesPerSecond));
        var factor = few.Length == 0 ? 1 : LeastSquares.FitRelative([.. few.Select(p => new[] { Of(p) })], [.. few.Select(p => p.ProcessorMilliseconds)])[0];
        var efficiency = all.Average(p => p.Busy);
        var split = known.Where(p => p.Point.Processes).ToArray();
        double Service(string name) => split.Sum(p => p.MillisecondsByService.GetValueOrDefault(name));
        var messages = Service("Gateway") + Service("Fusion");
        return new CapacityModel(
            milliseconds, efficiency, few.Length == 0 ? efficiency : few.Average(p => p.Busy), factor, record.Processors, messages > 0 ? Service("Gateway") / messages : 0.5);
    }

    /// <summary>Processor time of a frame in milliseconds while all processors are busy.</summary>
    public double FrameMilliseconds(FrameWork work) => Sum(Milliseconds, work);

    /// <summary>Frames a second and processor time of a frame at a point. How often segments are due depends on the rate that comes out: both are found together.</summary>
    /// <param name="point">The point.</param>
    /// <param name="faces">People whose face is looked at in a mean frame; null: all in the picture.</param>
    public (double FramesPerSecond, double Milliseconds) Predict(ScalePoint point, double? faces = null)
    {
        var isFew = point.Processors < Processors;
        var rate = point.Cameras * FrameWork.SegmentsPerSecond;
        var milliseconds = 0.0;
        for (var round = 0; round < Rounds; round++)
        {
            milliseconds = Sum(Milliseconds, Work(point, faces ?? point.People, rate)) * (isFew ? FewFactor : 1);
            rate += Damping * ((point.Processors * (isFew ? FewEfficiency : Efficiency) * 1000 / milliseconds) - rate);
        }

        return (rate, milliseconds);
    }

    private static FrameWork Work(ScalePoint point, double faces, double framesPerSecond) =>
        new(point.Processes, point.Megapixels, faces, point.Cadence, framesPerSecond / point.Cameras);

    private static double Sum(IReadOnlyList<double> milliseconds, FrameWork work) => work.Row().Select((x, i) => x * milliseconds[i]).Sum();
}
