namespace EmotionGrpc.Load.Suite;

/// <summary>What one process has used since its start.</summary>
/// <param name="Name">The service, or "suite".</param>
/// <param name="Mebibytes">Resident memory now.</param>
/// <param name="Metrics">What it tells of itself.</param>
internal sealed record ServiceReading(string Name, double Mebibytes, MetricsPage Metrics)
{
    /// <summary>Frames that got a result; those of Fusion, 0 elsewhere.</summary>
    public double Results => Metrics.Sum("emotion_frames_total", "outcome=\"result\"");

    public double ProcessorSeconds => Metrics.Sum("dotnet_process_cpu_time_seconds_total");

    public double AllocatedBytes => Metrics.Sum("dotnet_gc_heap_total_allocated_bytes_total");

    public double CollectorPauseSeconds => Metrics.Sum("dotnet_gc_pause_time_seconds_total");
}
