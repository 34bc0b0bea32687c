using EmotionGrpc.Load.Scale.Model;

namespace EmotionGrpc.Load.Scale.Nodes;

/// <summary>Nodes, pods, bytes and price for a number of cameras, by the model and by the settings that the services and manifests have. Calculated, not measured.</summary>
internal sealed class NodePlan
{
    // What one instance takes as it is set: Gateway:Limits:Total, Fusion:MaximumSessions.
    private const double GatewaySessions = 1000;
    private const double GatewayFrames = 30_000;
    private const double GatewayBytes = 1.25e9;
    private const double FusionSessions = 256;

    // Processors that a pod may count on: the requests of deploy/kubernetes/base, whole ones at least.
    private const double DetectionProcessors = 2;
    private const double OtherProcessors = 1;

    /// <summary>Most pods of Detection and of the face stream by the manifests, and of the gateway and Fusion.</summary>
    private const int ModelReplicas = 16;
    private const int OtherReplicas = 8;

    /// <summary>What Kubernetes is made for in one cluster (kubernetes.io, Considerations for large clusters).</summary>
    private const int ClusterNodes = 5000;
    private const int ClusterPods = 150_000;

    /// <summary>IPv4 addresses of one name that fit into the longest answer of DNS: 64 KiB of 16 bytes each.</summary>
    private const int DnsAddresses = 4094;

    private const int LeastReplicas = 2;

    public NodePlan(CapacityModel model, NodeDemand demand)
    {
        var work = new FrameWork(Processes: true, demand.Megapixels, demand.People, demand.Cadence, demand.FramesPerSecond);
        var row = work.Row();
        double Of(params int[] terms) => terms.Sum(t => model.Milliseconds[t] * row[t]);
        var messages = Of(0, 1);
        FramesPerSecond = demand.Cameras * demand.FramesPerSecond;
        BytesPerSecond = FramesPerSecond * demand.Bytes;
        Milliseconds = model.FrameMilliseconds(work);
        double Processors(double milliseconds) => FramesPerSecond * milliseconds / 1000 / model.Efficiency / (1 - demand.HeadRoom);
        ProcessorsNeeded = Processors(Milliseconds);
        Nodes = (long)Math.Ceiling(ProcessorsNeeded / demand.NodeProcessors);
        PricePerHour = Nodes * demand.NodeProcessors * demand.PricePerProcessorHour;
        Gateways = Pods(
            demand.Cameras / GatewaySessions, FramesPerSecond / GatewayFrames, BytesPerSecond / GatewayBytes, Processors(messages * model.GatewayShare) / OtherProcessors);
        Fusions = Pods(demand.Cameras / FusionSessions, Processors(messages * (1 - model.GatewayShare)) / OtherProcessors);
        Detections = Pods(Processors(Of(2, 3, 4, 5, 6, 7)) / DetectionProcessors);
        FaceStreams = Pods(Processors(Of(8)) / OtherProcessors);
        DetectionShare = Of(2, 3, 4, 5, 6, 7) / Milliseconds;
        Bounds = [.. FindBounds()];
    }

    public double FramesPerSecond { get; }

    public double BytesPerSecond { get; }

    /// <summary>Processor time of a frame.</summary>
    public double Milliseconds { get; }

    /// <summary>With the head room.</summary>
    public double ProcessorsNeeded { get; }

    public long Nodes { get; }

    public double PricePerHour { get; }

    public long Gateways { get; }

    public long Fusions { get; }

    public long Detections { get; }

    public long FaceStreams { get; }

    /// <summary>Detection's share of the processor time.</summary>
    public double DetectionShare { get; }

    /// <summary>What must be changed or gives way first at this number, in words.</summary>
    public IReadOnlyList<string> Bounds { get; }

    private static long Pods(params double[] needs) => Math.Max(LeastReplicas, (long)Math.Ceiling(needs.Max()));

    private IEnumerable<string> FindBounds()
    {
        yield return FormattableString.Invariant($"arithmetic: {DetectionShare:0%} of the processor time is Detection's");
        if (Math.Max(Detections, FaceStreams) > ModelReplicas)
            yield return FormattableString.Invariant($"autoscalers: {Detections} pods of Detection and {FaceStreams} of the face stream; the manifests end at {ModelReplicas} (maxReplicas)");
        if (Math.Max(Gateways, Fusions) > OtherReplicas)
            yield return FormattableString.Invariant($"autoscalers: {Gateways} gateways and {Fusions} pods of Fusion; the manifests end at {OtherReplicas}");
        if (Math.Ceiling(BytesPerSecond / GatewayBytes) > LeastReplicas)
            yield return FormattableString.Invariant($"bandwidth: {BytesPerSecond / 1e9:0.0} GB/s come in, {Math.Ceiling(BytesPerSecond / GatewayBytes)} gateways of {GatewayBytes / 1e9} GB/s");
        if (Detections > DnsAddresses)
            yield return FormattableString.Invariant($"DNS: a name with {Detections} addresses; an answer holds {DnsAddresses}. Each Fusion pod would hold a connection to each of them: {(double)Fusions * Detections:0.0e0} in all");
        var pods = Gateways + Fusions + Detections + FaceStreams;
        if (Nodes > ClusterNodes || pods > ClusterPods)
            yield return FormattableString.Invariant($"Kubernetes: {Nodes} nodes and {pods} pods; a cluster is made for {ClusterNodes} and {ClusterPods}, so {Math.Max(Math.Ceiling(Nodes / (double)ClusterNodes), Math.Ceiling(pods / (double)ClusterPods))} clusters at least");
    }
}
