namespace EmotionGrpc.Load.Scale.Simulation;

/// <summary>A node with a whole suite on it.</summary>
internal sealed class Node
{
    public Node(Simulator simulator, int processors, double alone, int limit)
    {
        Processors = new Station(simulator, processors, processors == 1 ? null : busy => alone + ((1 - alone) * (busy - 1) / (processors - 1)));
        Gate = new Gate(simulator, limit);
        // Messages are worked on as they come; of each model there run as many at a time as there are processors.
        Gateway = new Part("gateway", int.MaxValue, Processors);
        Fusion = new Part("fusion", int.MaxValue, Processors);
        Detection = new Part("detection", processors, Processors);
        Streams = new Part("streams", processors, Processors);
    }

    public Station Processors { get; }

    public Gate Gate { get; }

    public Part Gateway { get; }

    public Part Fusion { get; }

    public Part Detection { get; }

    public Part Streams { get; }

    public IReadOnlyList<Part> Parts => [Gateway, Fusion, Detection, Streams];
}
