using EmotionGrpc.TestSupport;

namespace EmotionGrpc.Benchmarks.Edge;

/// <summary>What the edge client costs at one picture size.</summary>
/// <param name="Width">Width of the pictures in pixels.</param>
/// <param name="Height">Height of the pictures in pixels.</param>
/// <param name="Frames">Frames that were sent while it was measured.</param>
/// <param name="CpuMilliseconds">Milliseconds of CPU per frame, of the whole process.</param>
/// <param name="CaptureMilliseconds">Milliseconds of CPU that OpenCV takes to decode one frame of the same video alone.</param>
/// <param name="MemoryMebibytes">Largest resident set.</param>
/// <param name="Memory">Resident memory in MiB over the last two thirds of the run, slope and standard error per hour.</param>
/// <param name="StartMilliseconds">From the start of the process to its open session.</param>
internal sealed record EdgeFigures(
    int Width, int Height, long Frames, double CpuMilliseconds, double CaptureMilliseconds, double MemoryMebibytes, Trend Memory, double StartMilliseconds);
