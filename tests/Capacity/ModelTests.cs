using EmotionGrpc.Load.Scale.Model;
using EmotionGrpc.Load.Scale.Points;

namespace EmotionGrpc.Capacity.Tests;

public class ModelTests
{
    private const double Efficiency = 0.9;
    private const double FewEfficiency = 0.8;
    private const double FewFactor = 0.7;

    private static readonly double[] s_milliseconds = [2, 4, 6, 9, 0.5, 0.8, 7, 5, 8];

    [Fact]
    public void FitRelative_PointsWithoutError_FindsTheirCoefficients()
    {
        double[][] rows = [[1, 0, 2], [1, 1, 0], [1, 3, 1], [1, 2, 5]];
        var fitted = LeastSquares.FitRelative(rows, [.. rows.Select(r => r[0] + (2 * r[1]) + (3 * r[2]))]);

        Assert.Equal([1, 2, 3], fitted.Select(c => Math.Round(c, 6)));
    }

    [Fact]
    public void FitRelative_ATermThatWouldBeNegative_IsLeftOut()
    {
        double[][] rows = [[1, 0], [1, 1], [1, 2]];
        var fitted = LeastSquares.FitRelative(rows, [10.0, 9, 8]);

        Assert.Equal(0, fitted[1]);
        Assert.InRange(fitted[0], 8, 10);
    }

    [Fact]
    public void FitRelative_ATermThatPointsDoNotTellOf_IsZero()
    {
        double[][] rows = [[1, 0], [2, 0], [3, 0]];
        var fitted = LeastSquares.FitRelative(rows, [2.0, 4, 6]);

        Assert.Equal([2, 0], fitted.Select(c => Math.Round(c, 6)));
    }

    [Fact]
    public void Fit_PointsOfTheModelItself_PredictsThoseHeldOut()
    {
        var record = Record();
        var model = CapacityModel.Fit(record);

        Assert.Equal(s_milliseconds, model.Milliseconds.Select(m => Math.Round(m, 4)));
        Assert.Equal(FewFactor, model.FewFactor, 4);
        Assert.All(Prediction.Of(model, record), p => Assert.InRange(Math.Abs(p.Error), 0, 0.001));
        Assert.Contains(record.Points, p => p.Point.HeldOut);
    }

    [Fact]
    public void Fit_OneMeasurementThatIsOff_IsNamedByItsError()
    {
        var record = Record();
        var points = record.Points.ToArray();
        var odd = Array.FindIndex(points, p => p.Point.HeldOut);
        points[odd] = points[odd] with { FramesPerSecond = points[odd].FramesPerSecond * 2 };
        var changed = record with { Points = points };
        var errors = Prediction.Of(CapacityModel.Fit(changed), changed);

        Assert.Equal(-0.5, errors[odd].Error, 3);
        Assert.Equal(0.5, ErrorSummary.Of(errors.Where(e => e.Measured.Point.HeldOut)).Largest, 3);
    }

    [Theory]
    [InlineData(1, 5, 1)]
    [InlineData(5, 5, 0.5)]
    [InlineData(5, 30, 0.2)]
    [InlineData(2, 30, 0.5)]
    public void Searched_ByRateAndCadence_IsAsDetectionDoes(int cadence, double rate, double share) =>
        Assert.Equal(share, new FrameWork(false, 0.23, 1, cadence, rate).Searched);

    [Theory]
    [InlineData(1, 5, 2 + (56 / 50.0))]
    [InlineData(1, 0.05, 58)]
    [InlineData(5, 30, (2 / 5.0) + (56 / 300.0))]
    public void Row_NobodyInThePicture_LooksAtTheWholeAndEveryTenSecondsAtTiles(int cadence, double rate, double looks) =>
        Assert.Equal(looks, new FrameWork(false, 0.23, 0, cadence, rate).Row()[4], 9);

    /// <summary>Measurements that a suite would give which is just as the model has it.</summary>
    private static ScaleRecord Record()
    {
        var usual = new ScalePoint(4, false, 2, 1, 640, 360, 1, false);
        ScalePoint[] points =
        [
            usual, usual with { Cameras = 1 }, usual with { Cameras = 8 }, usual with { Width = 1280, Height = 720 }, usual with { People = 0 },
            usual with { People = 0, Width = 1280, Height = 720 }, usual with { People = 0, Cameras = 1, HeldOut = true },
            usual with { People = 2 }, usual with { People = 4 }, usual with { Cadence = 5 }, usual with { People = 2, Cadence = 5 }, usual with { Processes = true },
            usual with { People = 4, Cameras = 8, HeldOut = true }, usual with { Processors = 1 }, usual with { Processors = 1, People = 3, HeldOut = true },
        ];
        return new ScaleRecord(1, 2, [.. points.Select(Measure)]);
    }

    private static ScaleMeasurement Measure(ScalePoint point)
    {
        var few = point.Processors < 2;
        var (rate, milliseconds) = (20.0, 0.0);
        for (var i = 0; i < 2000; i++)
        {
            var work = new FrameWork(point.Processes, point.Megapixels, point.People, point.Cadence, rate / point.Cameras);
            milliseconds = work.Row().Zip(s_milliseconds, (x, m) => x * m).Sum() * (few ? FewFactor : 1);
            rate += 0.2 * ((point.Processors * (few ? FewEfficiency : Efficiency) * 1000 / milliseconds) - rate);
        }

        return new ScaleMeasurement(point, rate, milliseconds, 0, 1, 0, 1000, new Dictionary<string, double>(), new Dictionary<string, double>());
    }
}
