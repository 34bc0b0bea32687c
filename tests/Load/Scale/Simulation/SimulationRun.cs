namespace EmotionGrpc.Load.Scale.Simulation;

/// <summary>Cameras, their links and nodes, from the first frame until the cameras stop.</summary>
internal static class SimulationRun
{
    /// <summary>What is busier than this is a bottleneck.</summary>
    private const double Saturated = 0.9;

    /// <summary>Runs a scenario.</summary>
    /// <param name="scenario">What is simulated.</param>
    /// <param name="after">Seconds that what is on its way may go on for after the cameras have stopped.</param>
    public static Outcome Run(Scenario scenario, double after = 0)
    {
        var simulator = new Simulator();
        var account = new Account(simulator);
        var nodes = Enumerable.Range(0, scenario.Nodes).Select(_ => new Node(simulator, scenario.Processors, scenario.Times.Alone, scenario.Limit)).ToArray();
        var cameras = Enumerable.Range(0, scenario.Cameras).Select(i => new SimulatedCamera(simulator, scenario, nodes[i % nodes.Length], account, i)).ToArray();
        simulator.RunUntil(scenario.Seconds + after);

        var time = simulator.Now * scenario.Processors * scenario.Nodes;
        var utilisation = new Dictionary<string, double>
        {
            ["link"] = cameras.Max(c => c.LinkSeconds) / simulator.Now,
        };
        foreach (var name in nodes[0].Parts.Select(p => p.Name))
            utilisation[name] = nodes.Sum(n => n.Parts.Single(p => p.Name == name).ProcessorSeconds) / time;
        var busiest = nodes[0].Parts.Select(p => p.Name).MaxBy(n => utilisation[n])!;
        utilisation["processors"] = nodes.Sum(n => n.Processors.BusySeconds) / time;
        var ages = account.Ages.Select(a => a * 1000).Order().ToArray();
        return new Outcome(
            account.Sent,
            account.Answered,
            account.Dropped,
            account.InFlight,
            account.Answered / scenario.Seconds,
            Percentile(ages, 0.5),
            Percentile(ages, 0.95),
            Percentile(ages, 0.99),
            utilisation,
            utilisation["processors"] > Saturated ? $"the processors, most of them at {busiest}" : utilisation["link"] > Saturated ? "the cameras' links" : "nothing");
    }

    private static double Percentile(double[] sorted, double share) =>
        sorted.Length == 0 ? 0 : sorted[Math.Min(sorted.Length - 1, (int)Math.Ceiling(share * sorted.Length) - 1)];
}
