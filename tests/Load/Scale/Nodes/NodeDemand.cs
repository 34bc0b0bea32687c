namespace EmotionGrpc.Load.Scale.Nodes;

/// <summary>What nodes are wanted for.</summary>
/// <param name="Cameras">Cameras.</param>
/// <param name="FramesPerSecond">Of each.</param>
/// <param name="People">In each picture.</param>
/// <param name="Megapixels">Of a picture.</param>
/// <param name="Bytes">Of a picture's file.</param>
/// <param name="Cadence">Frames at most from one search to the next.</param>
/// <param name="NodeProcessors">Processors of a node.</param>
/// <param name="HeadRoom">Share of the processors that stays idle.</param>
/// <param name="PricePerProcessorHour">In any currency.</param>
internal sealed record NodeDemand(
    long Cameras, double FramesPerSecond, int People, double Megapixels, double Bytes, int Cadence, int NodeProcessors, double HeadRoom, double PricePerProcessorHour);
