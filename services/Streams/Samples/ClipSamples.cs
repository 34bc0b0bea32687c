using EmotionGrpc.V1;

namespace EmotionGrpc.Streams.Samples;

/// <summary>Walks over the samples of a clip.</summary>
public static class ClipSamples
{
    /// <summary>Hands over each sample in order.</summary>
    /// <exception cref="InvalidSampleException">A sample is refused, or of another track than the first; the field's path begins within the clip.</exception>
    public static void Each(Clip clip, Action<Sample> take)
    {
        for (var i = 0; i < clip.Samples.Count; i++)
        {
            try
            {
                if (clip.Samples[i].TrackId != clip.Samples[0].TrackId)
                    throw new InvalidSampleException("track_id", "The samples of a clip are of one track.");
                take(clip.Samples[i]);
            }
            catch (InvalidSampleException e)
            {
                throw new InvalidSampleException($"samples[{i}].{e.Field}", e.Message);
            }
        }
    }
}
