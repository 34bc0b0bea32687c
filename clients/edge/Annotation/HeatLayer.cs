using EmotionGrpc.Client;
using EmotionGrpc.V1;
using OpenCvSharp;

namespace EmotionGrpc.Edge.Annotation;

/// <summary>
/// Lays over each person where the models last found evidence for the emotion. Evidence comes only at frames that were scored; in between it moves with
/// the person, and it fades when no newer one comes within the window that emotions are formed over.
/// </summary>
internal sealed class HeatLayer(TimeSpan window) : IDisposable
{
    private static readonly TimeSpan s_fading = TimeSpan.FromSeconds(0.5);

    private readonly Dictionary<(uint Track, StreamKind Stream), Heat> _heats = [];
    private string? _session;

    /// <summary>Takes the evidence of a frame; frames come in order.</summary>
    /// <param name="answer">What was found in it.</param>
    /// <param name="time">Its time by the source's clock.</param>
    public void Take(ResultAnswer answer, TimeSpan time)
    {
        var isOther = _session != answer.SessionId; // Track ids have started again.
        _session = answer.SessionId;
        foreach (var key in _heats.Where(h => isOther || Visibility(h.Value, time) <= 0).Select(h => h.Key).ToList())
            Remove(key);
        foreach (var person in answer.Result.Persons)
        {
            foreach (var stream in person.Emotion?.Streams ?? [])
            {
                if (stream.Heatmap is not { } heatmap)
                    continue;
                var key = (person.TrackId, stream.Stream);
                Remove(key);
                if (Anchor(person, stream.Stream) is { } anchor && Heat.From(heatmap, anchor, person.Emotion!.Label, time) is { } heat)
                    _heats.Add(key, heat);
            }
        }
    }

    /// <summary>Draws what is still worth seeing.</summary>
    /// <returns>The labels that it is evidence for.</returns>
    /// <param name="canvas">8-bit BGR.</param>
    /// <param name="result">Where persons are now.</param>
    /// <param name="scale">From pixels of the result's frame to those of the canvas.</param>
    /// <param name="time">The frame's time by the source's clock.</param>
    public IReadOnlyList<string> Draw(Mat canvas, FrameResult result, CanvasScale scale, TimeSpan time)
    {
        var labels = new List<string>();
        foreach (var person in result.Persons)
        {
            // The face last: it lies within the body.
            foreach (var stream in (StreamKind[])[StreamKind.Body, StreamKind.Face])
            {
                if (!_heats.TryGetValue((person.TrackId, stream), out var heat) || Anchor(person, stream) is not { } anchor)
                    continue;
                var visibility = Visibility(heat, time);
                if (visibility <= 0)
                    continue;
                heat.Draw(canvas, scale, anchor, visibility);
                if (!labels.Contains(heat.Label))
                    labels.Add(heat.Label);
            }
        }

        return labels;
    }

    public void Dispose()
    {
        foreach (var heat in _heats.Values)
            heat.Dispose();
        _heats.Clear();
    }

    private static Box? Anchor(PersonResult person, StreamKind stream) => stream == StreamKind.Face ? person.Face?.Box : person.Box;

    private double Visibility(Heat heat, TimeSpan time) => Math.Clamp(1 - ((time - heat.Time - window) / s_fading), 0, 1);

    private void Remove((uint Track, StreamKind Stream) key)
    {
        if (_heats.Remove(key, out var heat))
            heat.Dispose();
    }
}
