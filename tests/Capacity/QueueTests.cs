using EmotionGrpc.Load.Scale.Simulation;

namespace EmotionGrpc.Capacity.Tests;

/// <summary>Queues whose mean waiting time a formula tells.</summary>
public class QueueTests
{
    private const int Jobs = 400_000;
    private const double Service = 1;

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.8)]
    public void MeanWait_OneServerExponentialTimes_IsThatOfTheFormula(double load)
    {
        var wait = MeanWait(1, load, draws => draws.Exponential(Service));

        Near(load * Service / (1 - load), wait, 0.05);
    }

    [Theory]
    [InlineData(2, 0.8)]
    [InlineData(8, 0.9)]
    public void MeanWait_SeveralServersExponentialTimes_IsErlangsC(int servers, double load)
    {
        var wait = MeanWait(servers, load, draws => draws.Exponential(Service));

        Near(ErlangWait(servers, load), wait, 0.05);
    }

    [Fact]
    public void MeanWait_OneServerEvenTimes_IsThatOfPollaczekAndKhinchin()
    {
        var wait = MeanWait(1, 0.8, _ => Service);

        Near(0.8 * Service / (2 * (1 - 0.8)), wait, 0.04);
    }

    [Theory]
    [InlineData(2, 0.8)]
    [InlineData(4, 0.9)]
    public void MeanWait_SeveralServersEvenTimes_IsThatOfCosmetatos(int servers, double load)
    {
        var wait = MeanWait(servers, load, _ => Service);

        // No closed formula is exact for several servers; this one (Cosmetatos 1975) is within 2 % here.
        var correction = 1 + ((1 - load) * (servers - 1) * (Math.Sqrt(4 + (5 * servers)) - 2) / (16 * load * servers));
        Near(correction / 2 * ErlangWait(servers, load), wait, 0.05);
    }

    [Fact]
    public void Part_MoreWorkersThanProcessors_WorksAsTheProcessorsDo()
    {
        var simulator = new Simulator();
        var processors = new Station(simulator, 2);
        var part = new Part("part", 8, processors);
        var ended = new List<double>();
        for (var i = 0; i < 4; i++)
            part.Work(1, () => ended.Add(simulator.Now));
        simulator.RunUntil(10);

        Assert.Equal([1, 1, 2, 2], ended);
        Assert.Equal(4, part.ProcessorSeconds);
        Assert.Equal(0.5, processors.MeanWait);
    }

    [Fact]
    public void Part_OneWorker_LeavesAProcessorToOthers()
    {
        var simulator = new Simulator();
        var processors = new Station(simulator, 2);
        var (narrow, other) = (new Part("narrow", 1, processors), new Part("other", 1, processors));
        var ended = new List<string>();
        narrow.Work(1, () => ended.Add("first"));
        narrow.Work(1, () => ended.Add("second"));
        other.Work(1.5, () => ended.Add("other"));
        simulator.RunUntil(10);

        Assert.Equal(["first", "other", "second"], ended);
    }

    private static double MeanWait(int servers, double load, Func<Draws, double> service)
    {
        var simulator = new Simulator();
        var station = new Station(simulator, servers);
        var (arrivals, services) = (new Draws(1), new Draws(2));
        var left = Jobs;
        Arrive();
        simulator.RunUntil(double.MaxValue);
        return station.MeanWait;

        void Arrive()
        {
            if (left-- == 0)
                return;
            station.Serve(service(services), _ => { });
            simulator.After(arrivals.Exponential(Service / load / servers), Arrive);
        }
    }

    private static double ErlangWait(int servers, double load)
    {
        var offered = servers * load;
        var (term, sum) = (1.0, 0.0);
        for (var i = 0; i < servers; i++)
        {
            sum += term;
            term *= offered / (i + 1);
        }

        var waits = term / (1 - load);
        return waits / (sum + waits) * Service / (servers * (1 - load));
    }

    private static void Near(double expected, double actual, double tolerance) =>
        Assert.InRange(actual, expected * (1 - tolerance), expected * (1 + tolerance));
}
