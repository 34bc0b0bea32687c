using EmotionGrpc.Load.Scale.Model;

namespace EmotionGrpc.Load.Scale.Simulation;

/// <summary>Mean seconds of a processor for each step of a frame, while all processors are busy.</summary>
/// <param name="Gateway">Passing on a frame and its result.</param>
/// <param name="Fusion">Messages and fusion.</param>
/// <param name="Decode">Decoding.</param>
/// <param name="Search">Searching a frame for persons.</param>
/// <param name="WholeLook">A look for faces in the whole of a frame in which nobody was found.</param>
/// <param name="TileLook">The same in a tile of it.</param>
/// <param name="Person">Face, mask and body of a person in a searched frame.</param>
/// <param name="Follow">Face of a person in a frame between.</param>
/// <param name="Segment">The face stream's work for a person when a segment is due.</param>
/// <param name="Alone">Time that a step takes while the other processors are idle, by the time it takes while they are busy.</param>
internal sealed record ServiceTimes(
    double Gateway, double Fusion, double Decode, double Search, double WholeLook, double TileLook, double Person, double Follow, double Segment, double Alone)
{
    /// <summary>From the model. Processors that it never sees busy lengthen every step.</summary>
    public static ServiceTimes From(CapacityModel model, bool processes, double megapixels)
    {
        var seconds = model.Milliseconds.Select(m => m / 1000 / model.Efficiency).ToArray();
        var messages = seconds[0] + (processes ? seconds[1] : 0);
        return new ServiceTimes(
            messages * model.GatewayShare,
            messages * (1 - model.GatewayShare),
            seconds[2] * megapixels,
            seconds[3],
            seconds[4] + (seconds[5] * megapixels),
            seconds[4] + (seconds[5] * megapixels * FrameWork.TileArea / FrameWork.TileLooks),
            seconds[6],
            seconds[7],
            seconds[8],
            Math.Min(1, model.FewFactor));
    }
}
