using EmotionGrpc.Load.Scale.Model;

namespace EmotionGrpc.Load.Scale.Simulation;

/// <summary>Mean seconds of a processor for each step of a frame, while all processors are busy.</summary>
/// <param name="Gateway">Passing on a frame and its result.</param>
/// <param name="Fusion">Messages and fusion.</param>
/// <param name="Decode">Decoding.</param>
/// <param name="Search">Searching a frame for persons; without any that includes the search for lone faces.</param>
/// <param name="Person">Face, mask and body of a person in a searched frame.</param>
/// <param name="Follow">Face of a person in a frame between.</param>
/// <param name="Segment">The face stream's work for a person when a segment is due.</param>
/// <param name="Alone">Time that a step takes while the other processors are idle, by the time it takes while they are busy.</param>
internal sealed record ServiceTimes(
    double Gateway, double Fusion, double Decode, double Search, double Person, double Follow, double Segment, double Alone)
{
    /// <summary>From the model. Processors that it never sees busy lengthen every step.</summary>
    public static ServiceTimes From(CapacityModel model, bool processes, double megapixels, int people)
    {
        var seconds = model.Milliseconds.Select(m => m / 1000 / model.Efficiency).ToArray();
        var messages = seconds[0] + (processes ? seconds[1] : 0);
        return new ServiceTimes(
            messages * model.GatewayShare,
            messages * (1 - model.GatewayShare),
            seconds[2] * megapixels,
            seconds[3] + (people == 0 ? seconds[4] : 0),
            seconds[5],
            seconds[6],
            seconds[7],
            Math.Min(1, model.FewFactor));
    }
}
